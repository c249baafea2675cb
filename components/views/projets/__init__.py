"""The page of projects: the history of one, the form of corrections and their log."""

__all__ = [
    "correction",
    "journal",
    "one_company",
    "one_project",
]
