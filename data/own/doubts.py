"""What a visitor's table says without fault and may still be wrong: said beside the row, never corrected."""

from typing import Final

import pandas as pd

FAR: Final = 1_000  # times the median: what a mistaken unit makes
LEAST: Final = 10  # known amounts: of fewer, none is out of the ordinary


def far_from_median(amounts: pd.Series, median: float | None = None) -> pd.Series:
    """Which amounts are `FAR` times the median of those above zero or more, or that part of it or less. median: that of
    all the rows, when they are not all here; zero for none.
    """
    known = amounts[amounts.gt(0).fillna(False)]
    if median is None:
        median = float(known.median()) if len(known) >= LEAST else 0.0
    if not median:
        return pd.Series(data=False, index=amounts.index)
    return (amounts.ge(FAR * median) | (amounts.gt(0) & amounts.le(median / FAR))).fillna(False).astype(bool)


def said_before(code_insee: pd.Series, titles: pd.Series) -> pd.Series:
    """The line of the first row with the same commune and the same title, whatever its case; null for that row itself,
    and where either is not known. Both are indexed by line. Int64.
    """
    return first_lines(named(code_insee, titles)).reindex(code_insee.index).astype("Int64")


def named(code_insee: pd.Series, titles: pd.Series) -> pd.Series:
    """A number of 64 bits for the commune and the title of each row that has both. By line.

    Two of ten million distinct ones share one by chance once in 400 000 tables.
    """
    keys = pd.DataFrame({"code": code_insee, "titre": titles.str.strip().str.lower().replace("", None)}).dropna()
    return pd.util.hash_pandas_object(keys["code"] + "|" + keys["titre"], index=False)


def first_lines(names: pd.Series) -> pd.Series:
    """The line of the first row of each name, for the other rows of that name. names: by line."""
    first = names.index.to_series().groupby(names.to_numpy()).transform("first")
    return first[first != first.index]
