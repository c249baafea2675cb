"""Building an edition from the reference geography, the facts and the official files; the command line."""

__all__ = [
    "cli",
    "display",
    "said",
    "sums_command",
    "table_command",
]
