"""The inventory read again by its keepers: what is wrong, what is asked, how much is known and what is missing."""

__all__ = [
    "doubles",
    "doubts",
    "faults",
    "headquarters",
    "holes",
    "titles",
]
