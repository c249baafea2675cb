"""The page of public claims, each beside our figure."""

__all__ = [
    "page",
]
