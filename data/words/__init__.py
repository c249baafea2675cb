"""The words that the dashboard knows: vocabularies, their labels, folded text, keys of places."""

__all__ = [
    "chips",
    "place_keys",
    "text",
    "vocabulary",
]
