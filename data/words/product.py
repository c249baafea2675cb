"""What the product calls itself, wherever it does: the one spelling of its name."""

from typing import Final

from data.words.typography import typeset

NAME: Final = typeset("Atlas des Territoires d'industrie")
"""In a sentence, « l’atlas »."""
