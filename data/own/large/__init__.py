"""A visitor's table of any size, read and checked part by part, made into a folder."""

__all__ = [
    "folder",
]
