"""The page of methods, sources and limits."""

__all__ = [
    "inventory",
    "official_files",
    "sections",
]
