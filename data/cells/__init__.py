"""What one cell of a file says: kinds of values, amounts, names of communes, published numbers."""

__all__ = [
    "amounts",
    "communes",
    "csvfile",
    "kinds",
    "published_values",
]
