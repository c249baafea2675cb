"""The rows of a table that are no rows of it: totals, notes, headers said again, rows that a workbook hides."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.cells.amounts import is_unknown
from data.own.findings import Positions, Texts
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
    filled = filled_cells(frame)
    usual = middle(np.bincount(filled))
    scan = Scan(placing, usual, hidden)
    kinds = scan.kinds(frame, amounts, filled)
    # A table of which nothing but notes is left is no table of which this can be told.
    if 0 < (count := scan.notes(frame, amounts, filled)) < len(frame):
        kinds[-count:] = np.where(kinds[-count:] == "", NOTE, kinds[-count:])
    return pd.Series(kinds, index=frame.index, dtype="str")


def filled_cells(frame: pd.DataFrame) -> npt.NDArray[np.intp]:
    """How many cells of each row say something."""
    known = [~is_unknown(frame[column]).to_numpy(dtype=bool) for column in frame.columns]
    return np.sum(known, axis=0, dtype=np.intp) if known else np.zeros(len(frame), dtype=np.intp)


def middle(counts: npt.NDArray[np.intp]) -> float:
    """The median of small numbers. counts: how often there is each, from 0."""
    upto, last = np.cumsum(counts), int(counts.sum()) - 1
    return float(np.searchsorted(upto, [last // 2, (last + 1) // 2], side="right").mean()) if last >= 0 else 0.0


class Scan:
    """What sets rows aside, from one part of a table to the next. usual: the median of `filled_cells` of all rows."""

    def __init__(self, placing: Sequence[str], usual: float, hidden: Collection[int] = ()) -> None:
        self._placing, self._usual, self._hidden = placing, usual, list(hidden)
        self._above: dict[str, _Above] = {}

    def kinds(self, frame: pd.DataFrame, amounts: Mapping[str, pd.Series], filled: Positions) -> Texts:
        """The kind of each row of the next part, "" for those of the table, and for notes, which its end tells."""
        kinds = np.full(len(frame), "", dtype=object)
        amounted = _amounted(frame, amounts)
        kinds[self._totals(frame, amounts, np.flatnonzero(amounted & (filled < self._usual)))] = TOTAL
        # The last that is written is told: what a workbook hides is hidden, whatever it says.
        kinds[_repeated_headers(frame)] = HEADER
        kinds[np.isin(frame.index.to_numpy(), self._hidden)] = HIDDEN
        return kinds

    def notes(self, frame: pd.DataFrame, amounts: Mapping[str, pd.Series], filled: Positions) -> int:
        """How many of the last rows hold one or two cells, no amount, and no place."""
        if not self._placing and not amounts:
            return 0
        most = min(float(_FEW_CELLS), max(self._usual, 2) - 1)
        amounted = _amounted(frame, amounts)
        for row in range(len(frame) - 1, -1, -1):
            if amounted[row] or filled[row] > most or not _is_note(frame.iloc[row].dropna(), self._placing):
                return len(frame) - 1 - row
        return len(frame)

    def _totals(self, frame: pd.DataFrame, amounts: Mapping[str, pd.Series], candidates: Positions) -> Positions:
        """Rows with an amount and fewer cells than others, that say that they are a total, or sum up those above."""
        sums = np.zeros(len(candidates), dtype=bool)
        for role, values in amounts.items():
            sums |= self._above.setdefault(role, _Above()).sums(values, candidates)
        if not len(candidates):
            return candidates
        rows = frame.iloc[candidates]
        texts = rows.fillna("").map(fold)
        says = texts.apply(lambda column: column.str.fullmatch(_TOTAL))
        plainly = texts.apply(lambda column: column.str.fullmatch(_PLAIN_TOTAL)).any(axis=1).to_numpy()
        places = [column for column in self._placing if column in says]
        elsewhere = _any([~is_unknown(rows[c]).to_numpy(dtype=bool) & ~says[c].to_numpy() for c in places], len(rows))
        in_a_place = _any([says[c].to_numpy() for c in places], len(rows))
        said = says.any(axis=1).to_numpy()
        wordless = np.array([_holds_numbers_alone(cells) for cells in rows.fillna("").to_numpy().tolist()], dtype=bool)
        return candidates[~elsewhere & (plainly | (said & in_a_place) | ((said | wordless) & sums))]


class _Above:
    """The rows above of a column of amounts: how many, their sum, and those at the last total."""

    def __init__(self) -> None:
        self._rows = self._sum = 0
        self._last = self._sum_at_last = self._totals = 0

    def sums(self, values: pd.Series, candidates: Positions) -> Mask:
        """Which rows of the next part hold the sum of two rows or more above them: those since the last such row, or
        all but such rows.
        """
        # Whole cents: a sum is equal or it is none, where floats would ask how near is near enough.
        cells = values.fillna(0).to_numpy(dtype=np.int64)
        before = np.concatenate([[0], np.cumsum(cells)])
        found = np.zeros(len(candidates), dtype=bool)
        for rank, place in enumerate(candidates.tolist()):
            row, upto, cell = self._rows + place, self._sum + int(before[place]), int(cells[place])
            since = {upto - self._sum_at_last} if row - self._last > 1 else set()
            if row > 1 and cell and cell in {upto - self._totals} | since:
                found[rank], self._last, self._sum_at_last = True, row + 1, upto + cell
                self._totals += cell
        self._rows, self._sum = self._rows + len(cells), self._sum + int(before[-1])
        return found


def _any(masks: Sequence[Mask], count: int) -> Mask:
    return np.any(masks, axis=0) if len(masks) else np.zeros(count, dtype=bool)


def _amounted(frame: pd.DataFrame, amounts: Mapping[str, pd.Series]) -> Mask:
    return _any([values.notna().to_numpy(dtype=bool) for values in amounts.values()], len(frame))


def _is_note(cells: pd.Series, placing: Sequence[str]) -> bool:
    """Whether words are no name of a place: they say so, are many, or stand in other columns alone."""
    texts = [fold(text) for text in cells]
    says = any(re.fullmatch(_NOTE, text) or len(text.split()) > _LONG_NAME for text in texts)
    return says or not set(map(str, cells.index)) & set(placing)


def _holds_numbers_alone(cells: Sequence[str]) -> bool:
    return not any(letter.isalpha() for cell in cells for letter in cell)


def _repeated_headers(frame: pd.DataFrame) -> Positions:
    """Rows of two cells or more that are the names of their columns."""
    same = [(frame[column].str.strip() == str(column)).fillna(value=False).to_numpy(dtype=bool) for column in frame]
    return (
        np.flatnonzero(np.sum(same, axis=0) >= max(2, len(frame.columns) / 2)) if same else np.empty(0, dtype=np.intp)
    )
