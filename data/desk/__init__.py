"""Where visitors' tables are worked: tasks in bounded children, each visitor in turn, what a page says of them."""

__all__ = [
    "desk",
    "stock",
    "told",
    "turns",
]
