"""The page of methods, sources and limits."""

__all__ = [
    "completeness",
    "inventory",
    "official_files",
    "sections",
]
