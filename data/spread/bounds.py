"""Between what bounds shares stay when amounts that nobody published are given a value: zero, or the known median."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.query import aggregation
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.words.quantities import QUANTITIES


@dataclass(frozen=True)
class Widest:
    """The share (0 to 1) that moves most of a table of `bounded`: from `zero` to `median`."""

    classe: str
    grandeur: str
    zero: float
    median: float


def known_medians(projects: Projects, selection: Selection) -> dict[str, float]:
    """The median known value of each quantity over the selected projects, in its unit; NaN where none is known."""
    return {
        key: float(aggregation.medians(projects, selection, of=key).iloc[0]) / quantity.held_in
        for key, quantity in QUANTITIES.items()
    }


def bounded(found: pd.DataFrame, medians: Mapping[str, float]) -> pd.DataFrame:
    """Rows of quantities with what they would be if each unknown had a value: valeur_zero and part_zero, valeur_mediane
    and part_mediane; NaN for the quantities without a median. Shares are of the classes that are known.

    found: of `shares.side_by_side`. medians: by grandeur.
    """
    unknown = found["n"] - found["connus"]
    median = found["grandeur"].map(medians).astype(np.float64)
    zero = found["valeur"].fillna(0.0).where(median.notna())
    values = {"zero": zero, "mediane": zero + unknown * median}
    classed = found["classe"] != NONE
    columns = {}
    for name, value in values.items():
        own = value.where(classed)
        columns[f"valeur_{name}"] = value
        columns[f"part_{name}"] = own / own.groupby(found["grandeur"]).transform("sum").where(lambda sums: sums > 0)
    return found.assign(**columns)


def widest(rows: pd.DataFrame) -> Widest | None:
    """The share that moves most between the two; None where none is known. rows: of `bounded`."""
    moves = (rows["part_mediane"] - rows["part_zero"]).abs()
    if not (moves > 0).any():
        return None
    row = rows.iloc[int(np.nanargmax(moves))]
    return Widest(str(row["classe"]), str(row["grandeur"]), float(row["part_zero"]), float(row["part_mediane"]))
