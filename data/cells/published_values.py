"""The cells of official files as the table of projects holds them: texts, SIREN, points."""

import html
import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

import pandas as pd
from stdnum.fr import siren

from data.cells.amounts import Numbers, Sign, is_unknown
from data.cells.kinds import CENTIMES_PER_EURO, MAX_AMOUNT_EUR, MAX_COUNT, UNPRINTABLE

_SPACES: Final = re.compile(rf"(?:\s|{UNPRINTABLE.pattern})+")
# Nine digits, or the fourteen of an establishment, which a spreadsheet may have turned into a decimal number.
_SIREN: Final = re.compile(r"([0-9]{9})(?:[0-9]{5})?(?:\.0)?", re.ASCII)
# Spaces, if any, stand between thousands; a unit or another sign means that the file changed: nothing is guessed.
_NUMBER: Final = r"[0-9]+|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+"
_BLANKS: Final = re.compile(r"[ \u00a0\u202f]")
MAX_TITLE: Final = 160


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


def sirens(cells: pd.Series) -> pd.Series:
    """The SIREN of each cell, null where its digits do not make one."""
    return cells.map({cell: _valid_siren(cell) for cell in cells.dropna().unique().tolist()}).astype("str")


def cents(cells: pd.Series, decimal: Sign) -> Numbers:
    """Euros to whole centimes: files have the noise of binary fractions (98708.70000000001). A negative amount, and one
    beyond `MAX_AMOUNT_EUR`, is unread.
    """
    return _numbers(cells, rf"(?:{_NUMBER})(?:{re.escape(decimal)}[0-9]+)?", CENTIMES_PER_EURO, MAX_AMOUNT_EUR)


def counts(cells: pd.Series, decimal: Sign) -> Numbers:
    """Whole numbers, which a spreadsheet may have turned into decimal ones."""
    return _numbers(cells, rf"(?:{_NUMBER})(?:{re.escape(decimal)}0)?", 1, MAX_COUNT)


def points(cells: pd.Series) -> pd.DataFrame:
    """lon and lat of each « lat, lon », NaN where the cell is not one."""
    number = r"(-?[0-9]{1,3}(?:\.[0-9]+)?)"
    found = cells.str.extract(rf"^\s*{number}\s*,\s*{number}\s*$").astype("float64")
    return pd.DataFrame({"lon": found[1], "lat": found[0]})


def _numbers(cells: pd.Series, pattern: str, scale: int, limit: int) -> Numbers:
    shape = re.compile(pattern, re.ASCII)
    read = {cell: _whole(cell, scale, limit) for cell in cells.dropna().unique().tolist() if shape.fullmatch(cell)}
    values = cells.map(read).astype("Int64")
    return Numbers(values, values.isna() & cells.notna())


def _whole(cell: str, scale: int, limit: int) -> int | None:
    value = Decimal(_BLANKS.sub("", cell).replace(",", "."))
    return int((value * scale).quantize(Decimal(1), ROUND_HALF_EVEN)) if value <= limit else None


def _text(cell: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", html.unescape(cell))).strip()


def _title(text: str) -> str:
    if len(text) <= MAX_TITLE:
        return text
    cut = text[: MAX_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.") + "…"


def _valid_siren(cell: str) -> str | None:
    match = _SIREN.fullmatch(cell)
    return match[1] if match and siren.is_valid(match[1]) else None
