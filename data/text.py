"""Text as the project compares it: cleaned when it comes from outside, folded when it is searched or sorted."""

import unicodedata
from functools import lru_cache

# What a French reader treats as a separator inside a word: typewriter and typographic apostrophes, every usual dash.
_SEPARATORS = str.maketrans(dict.fromkeys("'’‘ʼ`´-‐‑–—_", " ") | {"œ": "oe", "æ": "ae"})

# What Excel or LibreOffice reads as a formula at the head of a cell; full-width forms count too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")

MAX_TEXT = 200  # characters kept of any text that comes from outside; the longest real name has 120


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """One printable line in NFC of at most `limit` characters; cleaning twice changes nothing.

    Control, format and surrogate characters go: they would break an address, a CSV cell or a log line.
    """
    head = text[: 4 * limit]  # bounds the work on a hostile value before anything looks at it
    printable = "".join(c for c in head if c.isspace() or not unicodedata.category(c).startswith("C"))
    line = " ".join(unicodedata.normalize("NFC", printable).split())
    return line[:limit].rstrip()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may read a cell as a formula, after optional spaces and quotes."""
    return text.lstrip(" \"'\u00a0").startswith(_FORMULA)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` without accents, case, ligatures, apostrophes or hyphens: « L'Œuvre-Été » gives « l oeuvre ete »."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(letters.translate(_SEPARATORS).split())


def french_order(text: str) -> tuple[str, str]:
    """Sort key of a French reader: « Électronique » next to « Énergies » after « Construction », ties by spelling."""
    return fold(text), text
