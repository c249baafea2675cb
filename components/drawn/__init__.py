"""What is drawn inside a figure, kept as plain values for those who take it away."""

__all__ = [
    "chart",
    "recorder",
]
