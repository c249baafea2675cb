"""A process of the server that works within bounds, one request after another."""

__all__ = [
    "bounds",
    "servant",
    "service",
]
