"""Bringing the official files: downloads, their answers, the gate that compares a new file with the old one."""

__all__ = [
    "gate",
    "refresh",
]
