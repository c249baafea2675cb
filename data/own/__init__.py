"""A visitor's own table: which column is what, where each row is, what is doubtful, its projects."""

__all__ = [
    "by_name",
    "findings",
    "join",
    "projects",
    "report",
    "roles",
]
