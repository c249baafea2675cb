"""The sheet of one place."""

__all__ = [
    "on_paper",
    "page",
    "perimeter_choice",
    "sections",
    "side_by_side",
    "surroundings",
]
