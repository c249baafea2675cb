"""Places of every level: what they are, where they are, what they hold, how they are found."""

__all__ = [
    "belonging",
    "comparison",
    "country",
    "genealogy",
    "history",
    "jobs",
    "ladder",
    "levels",
    "likeness",
    "novelties",
    "perimeter_reading",
    "place",
    "proximity",
    "revisions",
    "search",
    "sheet",
    "spellings",
    "summary",
    "wider",
]
