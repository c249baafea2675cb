"""The page of programmes and of what was published of them."""

__all__ = [
    "one_programme",
    "overview",
]
