"""The places beside a place, and those most like it: what an official compares hers with first."""

from typing import Final

import numpy as np
import pandas as pd

from data.places import sheet
from data.places.levels import Places
from data.places.place import Place
from data.words.levels import LEVELS
from data.words.place_keys import place_key

LIKE: Final = 5
_NEIGHBOURS: Final = 12
# What another kind of EPCI weighs beside a population or a density half as large again: log(1.5) is 0.4.
_OTHER_TYPE: Final = 0.4


def neighbours(places: Places, borders: pd.DataFrame, place: Place) -> list[str]:
    """The keys of the places of the same level that share a border with a place, the most populated first; of the
    communes around a perimeter.

    borders: the table `voisinages`. At most a dozen: Paris has 29 neighbours, a région 7.
    """
    beside = borders.loc[borders["code_insee"].isin(place.communes), "code_voisin"]
    outside = pd.Index(beside.unique()).difference(place.communes)
    level = LEVELS["communes" if place.chosen else place.level]
    codes = outside if level.key == "communes" else places.communes.loc[outside, level.column].dropna().unique()
    inhabitants = places.table(level.key).loc[codes, "population"].sort_values(ascending=False, kind="stable")
    return [place_key(level.kind, str(code)) for code in inhabitants.index[:_NEIGHBOURS]]


def alike(places: Places, place: Place, count: int = LIKE) -> list[str]:
    """The keys of the places most like a place among its kin, by population, density and, for communes, type of EPCI.

    Distances are of logarithms: twice as many inhabitants are as far as twice as few. Ties by code.
    """
    if place.chosen:
        return []
    kin = sheet.kin_places(places, sheet.kin_class(places, place))
    size = np.log(kin["population"].clip(lower=1).to_numpy(dtype=np.float64))
    dense = size - np.log(kin["superficie_km2"].to_numpy(dtype=np.float64))
    at = kin.index.get_loc(place.code)
    other = kin["type_epci"].ne(kin["type_epci"].iloc[at]).to_numpy() if "type_epci" in kin else np.zeros(len(kin))
    gaps = np.abs(size - size[at]) + np.nan_to_num(np.abs(dense - dense[at])) + _OTHER_TYPE * other
    order = np.argsort(gaps, kind="stable")
    return [place_key(place.kind, str(code)) for code in kin.index[order[order != at][:count]]]
