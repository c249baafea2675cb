"""The page of methods, sources and limits."""

__all__ = [
    "official_files",
    "sections",
]
