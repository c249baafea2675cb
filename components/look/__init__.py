"""Colours and HTML templates."""

__all__ = [
    "palette",
    "templating",
]
