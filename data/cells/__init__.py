"""What one cell of a file says: kinds of values, amounts, names of communes, published numbers."""

__all__ = [
    "amounts",
    "communes",
    "csvfile",
    "dates",
    "identifiers",
    "kinds",
    "published_values",
]
