"""What a visitor's table says without fault and may still be wrong: said beside the row, never corrected."""

from typing import Final

import pandas as pd

FAR: Final = 1_000  # times the median: what a mistaken unit makes
LEAST: Final = 10  # known amounts: of fewer, none is out of the ordinary


def far_from_median(amounts: pd.Series) -> pd.Series:
    """Which amounts are `FAR` times the median of those above zero or more, or that part of it or less."""
    known = amounts[amounts.gt(0).fillna(False)]
    if len(known) < LEAST:
        return pd.Series(data=False, index=amounts.index)
    median = float(known.median())
    return (amounts.ge(FAR * median) | (amounts.gt(0) & amounts.le(median / FAR))).fillna(False).astype(bool)


def said_before(code_insee: pd.Series, titles: pd.Series) -> pd.Series:
    """The line of the first row with the same commune and the same title, whatever its case; null for that row itself,
    and where either is not known. Both are indexed by line. Int64.
    """
    keys = pd.DataFrame({"code": code_insee, "titre": titles.str.strip().str.lower().replace("", None)}).dropna()
    first = keys.index.to_series().groupby([keys["code"], keys["titre"]]).transform("first")
    return first.where(first != keys.index).reindex(code_insee.index).astype("Int64")
