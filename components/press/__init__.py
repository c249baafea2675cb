"""The sheets of all the places of a level, printed without a visit."""

__all__ = [
    "command",
]
