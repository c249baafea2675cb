"""Views set aside for a meeting: pinned in the visit, in an order, with the words of who will show them."""

__all__ = [
    "pins",
    "presenter",
    "sought",
]
