"""The page of a visitor's own table."""

__all__ = [
    "page",
]
