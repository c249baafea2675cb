"""SIREN and SIRET as files write them: with spaces, with decimals, rounded by a spreadsheet."""

import re
from typing import Final

import pandas as pd
from stdnum.fr import siren, siret

# Nine digits, or the fourteen of an establishment, which a spreadsheet may have turned into a decimal number.
_SIREN: Final = re.compile(r"([0-9]{9})(?:[0-9]{5})?(?:[.,]0+)?", re.ASCII)
_SIRET: Final = re.compile(r"([0-9]{14})(?:[.,]0+)?", re.ASCII)
# Spaces of all kinds, and the quote that forces a spreadsheet to keep a text.
_AROUND: Final = re.compile(r"[\s\u00a0\u202f'’]+")
_ROUNDED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?e\+?[0-9]{1,2}", re.IGNORECASE | re.ASCII)


def sirens(cells: pd.Series) -> pd.Series:
    """The SIREN of each cell, null where its digits do not make one."""
    digits = {cell: match[1] for cell in cells.dropna().unique().tolist() if (match := _SIREN.fullmatch(_bare(cell)))}
    valid = {number for number in set(digits.values()) if siren.is_valid(number)}
    return cells.map({cell: number for cell, number in digits.items() if number in valid}).astype("str")


def sirets(cells: pd.Series) -> pd.Series:
    """The SIRET of each cell, null where it is a SIREN or its digits do not make one."""
    return cells.map({cell: _siret(cell) for cell in cells.dropna().unique().tolist()}).astype("str")


def looks_like_one(cells: pd.Series) -> pd.Series:
    """Which cells have the shape of a SIREN or a SIRET, rounded ones among them."""
    found = {cell: bool(_SIREN.fullmatch(_bare(cell)) or _ROUNDED.fullmatch(cell.strip())) for cell in cells.dropna()}
    return cells.map(found).fillna(value=False).astype(bool)


def rounded(cells: pd.Series) -> pd.Series:
    """Which cells a spreadsheet wrote « 7,17E+13 »: their last digits are lost, they name nobody."""
    return cells.str.strip().str.fullmatch(_ROUNDED).fillna(value=False).astype(bool)


def _siret(cell: str) -> str | None:
    match = _SIRET.fullmatch(_bare(cell))
    return match[1] if match and siret.is_valid(match[1]) else None


def _bare(cell: str) -> str:
    return _AROUND.sub("", cell)
