"""What is drawn around every page: its top, its foot, the search box, the chips, the boundary of errors."""

__all__ = [
    "alone",
    "boundary",
    "dataset_choice",
    "footer",
    "memory",
    "tab_title",
    "top",
]
