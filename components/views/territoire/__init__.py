"""The sheet of one place."""

__all__ = [
    "local_figures",
    "page",
    "perimeter_history",
    "sheet_figures",
]
