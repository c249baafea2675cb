"""The places that an index of concentration compares, with what the selected projects bring to each."""

import pandas as pd

from data.places.levels import Places
from data.query import aggregation, measures
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.spread.shares import kept_communes
from data.words.levels import LEVELS

# What groups communes, for an index split into what lies between groups and within them.
GROUPS = ("taille", "type_epci", "code_region")


def units(projects: Projects, places: Places, selection: Selection) -> pd.DataFrame:
    """One row per place of the selection's level: population, valeur (NaN where none is known), projets, connus (of
    these, those that have an amount).

    Communes, whatever the zone, also have `GROUPS` (NONE for none). As for shares of the inhabitants, a place is made
    of the communes that the selection's filters of place keep: one without any is not there.
    """
    communes = kept_communes(places.communes, selection)
    columns = measures.columns(selection.measure)
    sums = aggregation.aggregate(projects, selection, by=selection.level, columns=columns)
    if selection.level == "communes":
        table = communes[["population", *GROUPS]].fillna(dict.fromkeys(GROUPS, NONE))
    else:
        level = f"territoires-{selection.phase}" if selection.level == "territoires" else selection.level
        table = communes.groupby(LEVELS[level].column)["population"].sum().to_frame()
    sums = sums.reindex(table.index, fill_value=0)
    found = measures.values(sums, selection.measure)
    return table.assign(valeur=found.values, projets=sums["projets"], connus=found.known)
