"""A dossier as the slides of an office suite, whose charts, maps and tables are objects of it."""

__all__ = [
    "opendocument",
    "powerpoint",
]
