"""The page of projects: the history of one, the form of corrections and their log."""

__all__ = [
    "correction",
    "history",
    "journal",
    "one_project",
]
