"""The data of an edition as programs take it: what an address of `/api/` asks, and its answer."""

__all__ = [
    "archive",
    "counter",
    "guide",
    "openapi",
    "resources",
]
