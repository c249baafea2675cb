"""The page of projects: the form of corrections and their log."""

__all__ = [
    "correction",
    "journal",
]
