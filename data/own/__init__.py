"""A visitor's own table: which column is what, where each row is, what is doubtful, its projects."""

__all__ = [
    "asides",
    "doubtful",
    "findings",
    "ground",
    "headers",
    "learnt",
    "prepared",
    "projects",
    "proposals",
    "report",
    "roles",
    "verdicts",
]
