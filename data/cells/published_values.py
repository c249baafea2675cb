"""The cells of a file as the table of projects holds them: texts on one line, titles, points."""

import html
import re
import unicodedata
from typing import Final

import pandas as pd

from data.cells.amounts import is_unknown
from data.cells.kinds import UNPRINTABLE

_SPACES: Final = re.compile(rf"(?:\s|{UNPRINTABLE.pattern})+")
MAX_TITLE: Final = 160  # two lines of a list; official files have whole paragraphs for titles
_LOOKED_AT: Final = 4_000  # characters of a cell


def first_filled(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """The cell of the first of these columns that is there and says something, row by row; else null."""
    found = pd.Series(pd.NA, index=rows.index, dtype="str")
    for name in names:
        if name in rows:
            found = found.fillna(rows[name].where(~is_unknown(rows[name])))
    return found


def texts(cells: pd.Series) -> pd.Series:
    """Each text on one line, its HTML entities read, in NFC; null where nothing is left."""
    cleaned = {cell: _text(cell) or None for cell in cells.dropna().unique().tolist()}
    return cells.map(cleaned).astype("str")


def titles(cells: pd.Series) -> pd.Series:
    """Texts of at most `MAX_TITLE` characters, cut between two words with « … »."""
    return cells.map({cell: _title(cell) for cell in cells.dropna().unique().tolist()}).astype("str")


def points(cells: pd.Series) -> pd.DataFrame:
    """lon and lat of each « lat, lon », NaN where the cell is not one."""
    number = r"(-?[0-9]{1,3}(?:\.[0-9]+)?)"
    found = cells.str.extract(rf"^\s*{number}\s*,\s*{number}\s*$").astype("float64")
    return pd.DataFrame({"lon": found[1], "lat": found[0]})


def _text(cell: str) -> str:
    # Cut first: putting thousands of combining marks in order takes their number squared.
    return _SPACES.sub(" ", unicodedata.normalize("NFC", html.unescape(cell[:_LOOKED_AT]))).strip()


def _title(text: str) -> str:
    if len(text) <= MAX_TITLE:
        return text
    cut = text[: MAX_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.") + "…"
