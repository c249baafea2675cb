"""What one visit reads and keeps: its address, its edition, its own table, the menu."""

__all__ = [
    "address",
    "datasets",
    "embedding",
    "kept",
    "navigation",
    "own_table",
    "page_environment",
    "perimeters",
    "private",
    "provenance",
    "turn",
    "visit",
]
