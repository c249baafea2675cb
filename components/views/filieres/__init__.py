"""The page of sectors."""

__all__ = [
    "one_sector",
    "overview",
]
