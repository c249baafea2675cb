"""The places beside a place, and those most like it: what an official compares hers with first."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places import sheet
from data.places.levels import Places
from data.places.place import Place
from data.query.projects import Rows
from data.words.levels import LEVELS
from data.words.numbers import Floats
from data.words.place_keys import place_key

LIKE: Final = 5  # more than `Comparer` puts side by side, whose visitor chooses among them
_NEIGHBOURS: Final = 12  # the most populated: a place has six on average, Paris 29
# What another kind of EPCI weighs beside a population or a density half as large again: log(1.5) is 0.4.
_OTHER_TYPE: Final = 0.4
# What not one filière in common weighs: a population more than twice as large, log(2.2).
_OTHER_SECTORS: Final = 0.8


class Borders(NamedTuple):
    """The pairs of communes that share a border, by their positions in `Places.communes`; each pair both ways."""

    of: Rows
    beside: Rows


def borders(places: Places, table: pd.DataFrame) -> Borders:
    """The borders of an edition. table: `voisinages`."""
    return Borders(places.positions(table["code_insee"]), places.positions(table["code_voisin"]))


def neighbours(places: Places, borders: Borders, place: Place) -> list[str]:
    """The keys of the places of the same level that share a border with a place, the most populated first; of the
    communes around a perimeter.

    At most a dozen: Paris has 29 neighbours, a région 7.
    """
    inside = places.within(place.rows)
    around = np.unique(borders.beside[inside[borders.of] & ~inside[borders.beside]])
    level = LEVELS["communes" if place.chosen else place.level]
    table = places.table(level.key)
    if level.key == "communes":
        outside = around
    else:
        ranks, codes = places.held_in[level.key]
        found = [codes[rank] for rank in np.unique(ranks[around]) if rank >= 0]
        outside = table.index.get_indexer(pd.Index(found, dtype="str"))
    order = np.argsort(-table["population"].to_numpy()[outside], kind="stable")[:_NEIGHBOURS]
    return [place_key(level.kind, str(code)) for code in table.index.take(outside[order])]


def sectors(projects: pd.DataFrame, places: Places, level: str) -> pd.DataFrame:
    """How many projects of each filière (columns, the most frequent first) each place of a level has, by its code."""
    of_level = pd.crosstab(projects[LEVELS[level].column], projects["filiere"])
    ordered = of_level[of_level.sum().sort_values(ascending=False, kind="stable").index]
    return ordered.reindex(places.table(level).index, fill_value=0)


def alike(places: Places, held: pd.DataFrame, place: Place, count: int = LIKE) -> list[str]:
    """The keys of the places most like a place among its kin, by population, density, filières and, for communes, type
    of EPCI. held: as `sectors` returns it for its level. A perimeter is like no other: it is not asked.

    Distances are of logarithms: twice as many inhabitants are as far as twice as few. Ties by code.
    """
    kin = sheet.kin_places(places, sheet.kin_class(places, place))
    size = np.log(kin["population"].clip(lower=1).to_numpy(dtype=np.float64))
    dense = size - np.log(kin["superficie_km2"].to_numpy(dtype=np.float64))
    at = int(kin.index.get_indexer(pd.Index([place.code]))[0])
    other = kin["type_epci"].ne(kin["type_epci"].iloc[at]).to_numpy() if "type_epci" in kin else np.zeros(len(kin))
    gaps = np.abs(size - size[at]) + np.nan_to_num(np.abs(dense - dense[at])) + _OTHER_TYPE * other
    gaps += _OTHER_SECTORS * _unlike(held.loc[kin.index].to_numpy() > 0, at)
    order = np.argsort(gaps, kind="stable")
    return [place_key(place.kind, str(code)) for code in kin.index[order[order != at][:count]]]


def _unlike(having: npt.NDArray[np.bool_], at: int) -> Floats:
    """1 less the share of the filières of two places that both have (Jaccard); 0 where neither has any."""
    shared, either = (having & having[at]).sum(axis=1), (having | having[at]).sum(axis=1)
    unlike: Floats = 1 - np.divide(shared, either, out=np.ones(len(having)), where=either > 0)
    return unlike
