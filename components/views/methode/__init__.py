"""The page of methods, sources and limits."""

__all__ = [
    "index",
    "sections",
]
