"""Figures as files: pictures, drawn from plain values in one bounded process that knows no page."""

__all__ = [
    "dossiers",
    "plates",
    "studio",
]
