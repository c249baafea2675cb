"""What a visitor's table says without fault and may still be wrong: said beside the row, never corrected."""

from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

FAR: Final = 1_000  # times the median: what a mistaken unit makes
LEAST: Final = 10  # known amounts: of fewer, none is out of the ordinary


def far_from_median(amounts: pd.Series, median: float | None = None) -> pd.Series:
    """Which amounts are `FAR` times the median of those above zero or more, or that part of it or less. median: that of
    all the rows, when they are not all here; zero for none.
    """
    if median is None:
        median = Median().over(amounts).value
    if not median:
        return pd.Series(data=False, index=amounts.index)
    return (amounts.ge(FAR * median) | (amounts.gt(0) & amounts.le(median / FAR))).fillna(False).astype(bool)


class Median:
    """That of the amounts above zero of a column, from one part of a table to the next: 16 bytes per distinct one."""

    def __init__(self) -> None:
        self._values = np.empty(0, dtype=np.int64)
        self._counts = np.empty(0, dtype=np.int64)

    def over(self, amounts: pd.Series) -> Self:
        """The same with the amounts of one more part."""
        known = amounts[amounts.gt(0).fillna(False)].to_numpy(dtype=np.int64)
        found, counts = np.unique(known, return_counts=True)
        self._values, which = np.unique(np.concatenate([self._values, found]), return_inverse=True)
        # The floats that `bincount` adds up are exact to 2**53 rows.
        self._counts = np.bincount(which, np.concatenate([self._counts, counts])).astype(np.int64)
        return self

    @property
    def value(self) -> float:
        """Zero where too few are known for any to be out of the ordinary."""
        upto = np.cumsum(self._counts)
        if not len(upto) or upto[-1] < LEAST:
            return 0.0
        middles = np.searchsorted(upto, [(upto[-1] - 1) // 2, upto[-1] // 2], side="right")
        return float(self._values[middles].mean())


class Firsts:
    """The first row of each commune and title, from one part of a table to the next: 16 bytes for each.

    A pair is known by a number of 64 bits: two of ten million share one by chance once in 400 000 tables.
    """

    def __init__(self) -> None:
        self._names: npt.NDArray[np.uint64] = np.empty(0, dtype=np.uint64)
        self._lines: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def before(self, code_insee: pd.Series, titles: pd.Series) -> pd.Series:
        """The line of the first row with the same commune and the same title, whatever its case, for the rows of the
        next part that have one above them. Both are indexed by line.
        """
        pairs = pd.DataFrame({"code": code_insee, "titre": titles.str.strip().str.lower().replace("", None)}).dropna()
        hashed = pd.util.hash_pandas_object(pairs["code"] + "|" + pairs["titre"], index=False)
        names, ranks, which = np.unique(hashed.to_numpy(), return_index=True, return_inverse=True)
        lines = pairs.index.to_numpy(dtype=np.int64)[ranks]
        places = np.searchsorted(self._names, names)
        known = np.isin(names, self._names)
        lines[known] = self._lines[places[known]]
        self._names = np.insert(self._names, places[~known], names[~known])
        self._lines = np.insert(self._lines, places[~known], lines[~known])
        first = pd.Series(lines[which], index=pairs.index)
        return first[first != first.index]
