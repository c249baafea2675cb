"""The words that the dashboard knows: vocabularies, their labels, folded text, keys of places."""

__all__ = [
    "formulas",
    "glossary",
    "levels",
    "numbers",
    "outside",
    "place_keys",
    "quantities",
    "text",
    "vocabulary",
]
