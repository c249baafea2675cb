"""The sheet of one place."""

__all__ = [
    "page",
    "sections",
    "side_by_side",
    "surroundings",
]
