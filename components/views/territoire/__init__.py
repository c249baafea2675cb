"""The sheet of one place."""

__all__ = [
    "page",
    "perimeter_choice",
    "sections",
    "side_by_side",
    "surroundings",
]
