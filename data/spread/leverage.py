"""What public aid goes with: euros invested and jobs announced per euro of aid, and the projects behind each value.

Two ratios, never one score. Each is a ratio of sums over the projects whose two amounts are known, so a large project
weighs as much as its amounts.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.query import aggregation, measures
from data.query.measures import MEASURES
from data.query.projects import Projects, Rows
from data.query.selection import Selection
from data.words.numbers import CENTS_PER_EURO

RATIOS: Final = ("effet_levier", "emplois_par_million")
# Dimension -> what one of its values is.
DIMENSIONS: Final[Mapping[str, str]] = {"programmes": "Programme", "filieres": "Filière", "territoires": "Territoire"}
_COLUMNS: Final = tuple(dict.fromkeys(column for ratio in RATIOS for column in measures.columns(ratio)))
_KNOWN: Final = {"effet_levier": "investissement_centimes", "emplois_par_million": "emplois"}
_PER_MILLION: Final = 1_000_000 * CENTS_PER_EURO


def ratios(projects: Projects, selection: Selection, by: str | None) -> pd.DataFrame:
    """Both ratios of each value of a dimension that has a project, in the order of its labels.

    by: of `DIMENSIONS`, or None for the whole selection in one row. Columns: projets, and for each of `RATIOS` its
    value (float64, NaN for « pas de donnée »), `_connus` (projects that enter it), `_fragile` (one or two of them);
    then its numerator and its divisor as `query.aggregate` names them (int64, cents or jobs).
    """
    totals = aggregation.aggregate(projects, selection, by=by, columns=_COLUMNS)
    totals = totals[totals["projets"] > 0]
    parts = [totals[["projets"]]]
    for ratio in RATIOS:
        formula, found = MEASURES[ratio], measures.values(totals, ratio)
        values = {ratio: found.values, f"{ratio}_connus": found.known, f"{ratio}_fragile": found.fragile}
        parts += [pd.DataFrame(values, index=totals.index), totals[[formula.numerator, str(formula.divisor)]]]
    return pd.concat(parts, axis=1)


def behind(projects: Projects, table: pd.DataFrame, selection: Selection, by: str | None, value: str) -> pd.DataFrame:
    """The selected projects that enter one of the ratios of a value of `by`, the greatest known aid first.

    table: of projects, in the order of the column store. value: of the dimension, ignored if `by` is None. Adds one
    column per ratio, that of the project alone: NaN where one of its two amounts is not known, or its aid is zero.
    """
    found = table.iloc[_rows(projects, selection, by, value)]
    aid = found["aide_centimes"].astype("Float64")
    kept = found[_KNOWN.values()].notna().any(axis=1) & aid.notna()
    aid = aid.mask(aid == 0)
    own = found.assign(
        effet_levier=(found[_KNOWN["effet_levier"]] / aid).to_numpy(dtype=np.float64, na_value=np.nan),
        emplois_par_million=(_PER_MILLION * found["emplois"].astype("Float64") / aid).to_numpy(
            dtype=np.float64, na_value=np.nan
        ),
    )
    return own[kept].sort_values(["aide_centimes", "id_projet"], ascending=[False, True])


def _rows(projects: Projects, selection: Selection, by: str | None, value: str) -> Rows:
    rows = aggregation.matching(projects, selection)
    if by is None:
        return rows
    dimension = projects.dimension(by, selection.phase)
    return rows[dimension.labels[dimension.codes[rows]] == value]
