"""Reading the official files, once they are here, into tables of an edition."""

__all__ = [
    "density",
    "ground",
    "populations",
    "published_rows",
    "readers",
]
