"""The page of the support structures."""

__all__ = [
    "actors",
    "structures",
]
