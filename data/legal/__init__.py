"""What a public site must say of itself: the audit of its accessibility, and who publishes it."""

__all__ = [
    "audit",
    "publisher",
]
