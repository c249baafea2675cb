"""The rows of a table that are no rows of it: totals, notes, headers said again, rows that a workbook hides."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.cells.amounts import is_unknown
from data.own.findings import Positions
from data.words.text import fold

Mask = npt.NDArray[np.bool_]
# « Ensemble », « Somme », « Total Énergies » begin so and are no total: believed beside a sum, or instead of a place.
_TOTAL: Final = r"(?:s/|sous[ -]?)?total\b.*|(?:s/|sous[ -]?)?totaux\b.*|ensemble|cumul(?: .*)?|montant total|somme"
# What nothing else says: believed as it is.
_PLAIN_TOTAL: Final = (
    r"(?:s/ ?|sous[ -]?)?tota(?:l|ux)(?: (?:general|generaux|global|annuel|ht|ttc|euros?|€|[0-9]{4}))*\s*:?"
)
_NOTE: Final = r"(?:\(?\d{1,2}\)|\*+|source|note|nota|nb|n\.b|lecture|champ|donnees)\b.*|\(.*|\*.*"
_FEW_CELLS: Final = 2  # that a note fills
_LONG_NAME: Final = 4  # words, of a place


@dataclass(frozen=True)
class Kind:
    """A kind of row that is set aside. label: one of them; plural; reason: as its row says it."""

    label: str
    plural: str
    reason: str


TOTAL, NOTE, HEADER, HIDDEN = "total", "note", "entete", "masquee"
KINDS: Final[Mapping[str, Kind]] = {
    TOTAL: Kind("ligne de total", "lignes de total", "total ou sous-total d'autres lignes"),
    NOTE: Kind("note sous la table", "notes sous la table", "après les lignes, sans lieu ni montant"),
    HEADER: Kind("en-tête répété", "en-têtes répétés", "les noms des colonnes, pas des valeurs"),
    HIDDEN: Kind("ligne masquée", "lignes masquées", "que le classeur ne montre pas (filtre ou masquage)"),
}


def find(
    frame: pd.DataFrame, placing: Sequence[str], amounts: Mapping[str, pd.Series], hidden: Collection[int]
) -> pd.Series:
    """The kind of each row that is none of the table, of `KINDS`; "" for the others.

    placing: the columns that place a row; amounts: what was read of each column of amounts, in cents or in units;
    hidden: the lines that the file does not show.
    """
    kinds = np.full(len(frame), "", dtype=object)
    known = {column: ~is_unknown(frame[column]).to_numpy(dtype=bool) for column in frame.columns}
    filled = np.sum(list(known.values()), axis=0) if known else np.zeros(len(frame), dtype=int)
    amounted = _any([values.notna().to_numpy(dtype=bool) for values in amounts.values()], len(frame))
    if len(frame):
        if placing or amounts:
            kinds[_notes(frame, placing, amounted, filled)] = NOTE
        sparse = np.flatnonzero(amounted & (filled < np.median(filled)))
        kinds[_totals(frame, placing, amounts, known, sparse)] = TOTAL
    # The last that is written is told: what a workbook hides is hidden, whatever it says.
    kinds[_repeated_headers(frame)] = HEADER
    kinds[np.isin(frame.index.to_numpy(), list(hidden))] = HIDDEN
    return pd.Series(kinds, index=frame.index, dtype="str")


def _any(masks: Sequence[Mask], count: int) -> Mask:
    return np.any(masks, axis=0) if len(masks) else np.zeros(count, dtype=bool)


def _notes(frame: pd.DataFrame, placing: Sequence[str], amounted: Mask, filled: Mask) -> Positions:
    """The last rows, as long as they hold one or two cells, no amount, and no place."""
    most = min(float(_FEW_CELLS), max(float(np.median(filled)), 2) - 1)
    rows: list[int] = []
    for row in range(len(frame) - 1, -1, -1):
        if amounted[row] or filled[row] > most or not _is_note(frame.iloc[row].dropna(), placing):
            break
        rows.append(row)
    # A table of which nothing but notes is left is no table of which this can be told.
    return np.array(rows if len(rows) < len(frame) else [], dtype=np.intp)


def _is_note(cells: pd.Series, placing: Sequence[str]) -> bool:
    """Whether words are no name of a place: they say so, are many, or stand in other columns alone."""
    texts = [fold(text) for text in cells]
    says = any(re.fullmatch(_NOTE, text) or len(text.split()) > _LONG_NAME for text in texts)
    return says or not set(map(str, cells.index)) & set(placing)


def _totals(
    frame: pd.DataFrame,
    placing: Sequence[str],
    amounts: Mapping[str, pd.Series],
    known: Mapping[str, Mask],
    candidates: Positions,
) -> Positions:
    """Rows with an amount and fewer cells than others, that say that they are a total, or that sum up those above."""
    if not len(candidates):
        return candidates
    rows = frame.iloc[candidates]
    texts = rows.fillna("").map(fold)
    says = texts.apply(lambda column: column.str.fullmatch(_TOTAL))
    plainly = texts.apply(lambda column: column.str.fullmatch(_PLAIN_TOTAL)).any(axis=1).to_numpy()
    elsewhere = _any([known[c][candidates] & ~says[c].to_numpy() for c in placing], len(candidates))
    in_a_place = _any([says[c].to_numpy() for c in placing], len(candidates))
    said, sums = says.any(axis=1).to_numpy(), _sums_above(amounts, candidates)
    wordless = np.array([_holds_numbers_alone(cells) for cells in rows.fillna("").to_numpy().tolist()], dtype=np.bool_)
    return candidates[~elsewhere & (plainly | (said & in_a_place) | ((said | wordless) & sums))]


def _holds_numbers_alone(cells: Sequence[str]) -> bool:
    return not any(letter.isalpha() for cell in cells for letter in cell)


def _sums_above(amounts: Mapping[str, pd.Series], candidates: Positions) -> Mask:
    """Which rows hold the sum of two rows or more above them: those since the last such row, or all but such rows."""
    found = np.zeros(len(candidates), dtype=bool)
    for values in amounts.values():
        # Whole cents: a sum is equal or it is none, where floats would ask how near is near enough.
        cells = values.fillna(0).to_numpy(dtype=np.int64)
        before = np.concatenate([[0], np.cumsum(cells)])
        last = totals = 0
        for rank, row in enumerate(candidates.tolist()):
            sums = {before[row] - totals} | ({before[row] - before[last]} if row - last > 1 else set())
            if row > 1 and cells[row] and cells[row] in sums:
                found[rank], last, totals = True, row + 1, totals + cells[row]
    return found


def _repeated_headers(frame: pd.DataFrame) -> Positions:
    """Rows of two cells or more that are the names of their columns."""
    same = [(frame[column].str.strip() == str(column)).fillna(value=False).to_numpy(dtype=bool) for column in frame]
    return (
        np.flatnonzero(np.sum(same, axis=0) >= max(2, len(frame.columns) / 2)) if same else np.empty(0, dtype=np.intp)
    )
