"""What a sum of aid is made of: kinds that a total adds up though they are not one thing."""

import numpy as np
import pandas as pd

from data.query.projects import Projects, Rows
from data.words.quantities import AIDE
from data.words.vocabulary import NATURE_INCONNUE


def kinds(projects: Projects, rows: Rows) -> "pd.Series[float]":
    """What share of the known aid of the projects at `rows` is of each kind, 0 to 1, the greatest first.

    Empty where no aid is known, or none is above zero.
    """
    dimension, amounts = projects.dimensions["natures_aide"], projects.amounts[AIDE.key]
    sums = np.zeros(len(dimension), dtype=np.int64)
    np.add.at(sums, dimension.codes[rows], amounts.values[rows])
    found: dict[str, int] = {}
    for label, cents in zip(dimension.labels.tolist(), sums.tolist(), strict=True):
        if cents:
            kind = label or NATURE_INCONNUE
            found[kind] = found.get(kind, 0) + cents
    whole = sum(found.values())
    ordered = sorted(found, key=lambda kind: (-found[kind], kind))
    return pd.Series([found[kind] / whole for kind in ordered], index=ordered, dtype=np.float64)
