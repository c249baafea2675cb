"""How far the rank of a place depends on choices: what a total is divided by, how many of the largest projects count.

A place that is 12th in euros, 90th per inhabitant and 150th without one project has no rank to be quoted alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from data.places.jobs import JOBS
from data.places.levels import Places
from data.query import aggregation, measures
from data.query.projects import Projects
from data.query.selection import Selection

# One project often makes the rank of a place; ten is the most that the filter bar leaves out.
WITHOUT: Final = (0, 1, 3, 10)
MAX_MOVE: Final = 50  # ranks; a place that moves by more is flagged


def ranks(projects: Projects, places: Places, selection: Selection, ns: Sequence[int] = WITHOUT) -> pd.DataFrame:
    """Rank of each place of the selection's level, 1 for the highest value, ties sharing the best rank.

    One row per place, one float64 column per pair (denominateur, sans): each denominator that applies to the measure
    (a ratio has none) and each number of largest projects left out, which replaces the selection's own. NaN where the
    place has no value, « pas de donnée ».
    """
    shown = places.of(selection)
    values = {}
    for n in ns:
        kept = replace(selection, without_top=n)
        rows = aggregation.matching(projects, kept)
        columns = measures.columns(kept.measure)
        totals = aggregation.aggregate(projects, kept, by=kept.level, rows=rows, columns=columns)
        totals = totals.reindex(shown.index, fill_value=0)
        whole = aggregation.aggregate(projects, kept, rows=rows, columns=columns)
        for denominator in dict.fromkeys(measures.applicable(kept.measure, name) for name in places.denominators):
            values[denominator, n] = measures.values(
                totals,
                kept.measure,
                denominator,
                population=shown["population"],
                superficie_km2=shown["superficie_km2"],
                emplois_industriels=shown.get(JOBS),
                whole=whole,
            ).values
    table = pd.DataFrame(values, index=shown.index)
    table.columns.names = ["denominateur", "sans"]
    return table.rank(method="min", ascending=False)


def rank_stability(
    projects: Projects, places: Places, selection: Selection, ns: Sequence[int] = WITHOUT
) -> pd.DataFrame:
    """Lowest and highest rank of each place over the columns of `ranks`, indexed by code.

    Columns: nom; rang_min (the best) and rang_max (Int64, absent for a place that never has a value); ecart between
    them; classements, in how many of the `lectures` the place has a rank; instable, True past `MAX_MOVE` ranks. A place
    with fewer classements than lectures loses its only known amount somewhere: that is not in its ecart.
    """
    table = ranks(projects, places, selection, ns)
    best, worst = (getattr(table, name)(axis=1).astype("Int64") for name in ("min", "max"))
    return pd.DataFrame(
        {
            "nom": places.of(selection)["nom"],
            "rang_min": best,
            "rang_max": worst,
            "ecart": worst - best,
            "classements": table.notna().sum(axis=1),
            "lectures": table.shape[1],
            "instable": (worst - best).gt(MAX_MOVE).fillna(False).astype(bool),
        }
    )
