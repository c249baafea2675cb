"""The sheet of one place."""

__all__ = [
    "page",
    "perimeter_history",
    "sheet_figures",
]
