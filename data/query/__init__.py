"""The question of a view and its answer: a selection, the projects that it keeps, their sums."""

__all__ = [
    "address",
    "aggregation",
    "aid",
    "coverage",
    "duplicates",
    "filters",
    "level_keys",
    "measures",
    "outputs",
    "parts",
    "projects",
    "selection",
]
