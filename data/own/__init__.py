"""A visitor's own table: which column is what, where each row is, what is doubtful, its projects."""

__all__ = [
    "findings",
    "ground",
    "projects",
    "report",
    "roles",
    "verdicts",
]
