"""The words that the atlas knows: vocabularies, their labels, folded text, keys of places."""

__all__ = [
    "formulas",
    "glossary",
    "levels",
    "numbers",
    "outside",
    "place_keys",
    "product",
    "quantities",
    "text",
    "typography",
    "vocabulary",
]
