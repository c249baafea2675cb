"""Which size of commune has most of what the selected projects bring to each place."""

import numpy as np
import pandas as pd

from data import measures, query
from data.places import Places
from data.projects import Projects
from data.selection import Selection
from data.vocabulary import TAILLES


def dominant_sizes(projects: Projects, places: Places, selection: Selection) -> pd.DataFrame:
    """Every place of the selection's level, in the order of `Places.of`, with its dominant size of commune.

    Columns: nom, precision_nom, taille (a key of `TAILLES`, None for none or several), rang (its position, NaN for no
    value), egalite (several sizes have as much), part (0 to 1 of what is known in the place), valeur (in the unit of
    the measure), total, connus and n. A size with nothing known dominates nothing. measure: one of `spread.MEASURED`.
    """
    shown = places.of(selection)
    columns = measures.columns(selection.measure)
    pairs = query.aggregate(projects, selection, by=(selection.level, "tailles"), columns=columns)
    values = pd.Series(measures.values(pairs, selection.measure).values, index=pairs.index).unstack()
    values = values.reindex(index=shown.index, columns=list(TAILLES)).fillna(0.0)
    sums = query.aggregate(projects, selection, by=selection.level, columns=columns).reindex(shown.index, fill_value=0)
    found = measures.values(sums, selection.measure)
    most, total = values.max(axis=1), values.sum(axis=1)
    tied = (values.eq(most, axis=0).sum(axis=1) > 1) & (most > 0)
    rank = values.to_numpy().argmax(axis=1)
    return shown[["nom", "precision_nom"]].assign(
        taille=pd.Series(np.array(list(TAILLES))[rank], index=shown.index).where((most > 0) & ~tied, None),
        rang=np.where(most > 0, rank.astype(np.float64), np.nan),
        egalite=tied,
        part=(most / total).where(total > 0),
        valeur=most.where(most > 0),
        total=total.where(total > 0),
        connus=found.known,
        n=found.n,
    )
