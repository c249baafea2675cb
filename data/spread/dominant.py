"""Which size of commune has most of what the selected projects bring to each place."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places import jobs
from data.places.levels import Places
from data.query import aggregation, measures
from data.query.level_keys import level_shown
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread.shares import RATES, kept_communes
from data.words.numbers import ratio
from data.words.vocabulary import TAILLES


def dominant_sizes(projects: Projects, places: Places, selection: Selection) -> pd.DataFrame:
    """Every place of the selection's level, in the order of `Places.of`, with its dominant size of commune.

    A size dominates by its total or, with a denominator of `RATES`, by its rate: per inhabitant, area or industrial job
    of the communes of that size in the place, those that the filters of place keep. A size with nothing known dominates
    nothing.

    Columns: nom, precision_nom, taille (a key of `TAILLES`, None for none or several), rang (its position, NaN for no
    value), egalite (several sizes have as much), part (0 to 1, of what is known in the place), valeur (total or rate of
    the size, in the unit of the measure), total (the same of the place), connus_taille (projects behind valeur),
    fragile (a rate on 1 or 2 of them), connus and n (of the place).
    measure: one of `spread.MEASURED`. KeyError for communes, which have one size each.
    """
    shown = places.of(selection)
    per = selection.denominator if selection.denominator in RATES else "aucun"
    columns = measures.columns(selection.measure)
    pairs = aggregation.aggregate(projects, selection, by=(selection.level, "tailles"), columns=columns)
    living = _living(places, selection).reindex(pairs.index, fill_value=0)
    totals = measures.values(pairs, selection.measure)
    rates = measures.values(pairs, selection.measure, per, *_sizes(living))
    sums = aggregation.aggregate(projects, selection, by=selection.level, columns=columns).reindex(
        shown.index, fill_value=0
    )
    around = living.groupby(level=0).sum().reindex(shown.index, fill_value=0)
    whole = measures.values(sums, selection.measure, per, *_sizes(around))

    def grid(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """(places, sizes), 0 where nothing is known."""
        table = pd.Series(values, index=pairs.index, dtype=np.float64).unstack()
        return table.reindex(index=shown.index, columns=list(TAILLES)).fillna(0.0).to_numpy()

    compared, amounts = grid(rates.values), grid(totals.values)
    # The first of equals: ties are told below, and have no size.
    rank = compared.argmax(axis=1)
    best = np.arange(len(shown)), rank
    most, amount = compared[best], amounts.sum(axis=1)
    some = most > 0
    tied = ((compared == most[:, None]).sum(axis=1) > 1) & some
    return shown[["nom", "precision_nom"]].assign(
        taille=pd.Series(np.array(list(TAILLES))[rank], index=shown.index).where(some & ~tied, None),
        rang=np.where(some, rank, np.nan),
        egalite=tied,
        part=ratio(amounts[best], amount),
        valeur=np.where(some, most, np.nan),
        total=np.where(some, whole.values, np.nan),
        connus_taille=grid(rates.known)[best].astype(np.int64),
        fragile=grid(rates.fragile)[best] > 0,
        connus=whole.known,
        n=whole.n,
    )


def _living(places: Places, selection: Selection) -> pd.DataFrame:
    """The inhabitants, the area and the jobs of the communes of each size in each place."""
    kept = jobs.of_communes(kept_communes(places.communes, selection))
    return kept.groupby([level_shown(selection).column, "taille"])[["superficie_km2", *jobs.SUMMED]].sum()


def _sizes(living: pd.DataFrame) -> tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]:
    """What `measures.values` divides by, in its order."""
    return living["population"], living["superficie_km2"], jobs.of_groups(living)
