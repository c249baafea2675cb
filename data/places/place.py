"""One place of any kind: what it is and the communes it is made of."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places.levels import Places
from data.words.levels import LEVELS, NATIONAL, PERIMETER
from data.words.place_keys import chosen, level_of, place_key, split

_NAMED = 2  # members of a perimeter that its name tells


@dataclass(frozen=True)
class Place:
    """A territory, EPCI, département, région or commune, or a perimeter of communes and EPCI.

    level: as `Places.table` takes it. situation: what tells it apart from places of the same name, "" for a région.
    superficie_km2: NaN for a commune without a contour. communes: its codes, itself for a commune.
    """

    key: str
    level: str
    code: str
    nom: str
    situation: str
    population: int
    population_millesime: str
    superficie_km2: float
    communes: pd.Index

    @property
    def kind(self) -> str:
        """One of `levels.KINDS`."""
        return split(self.key)[0]

    @property
    def chosen(self) -> bool:
        """Whether it is a perimeter that a visitor chose, of no level."""
        return self.level == PERIMETER.key

    @property
    def genre(self) -> str:
        """« Territoire d'industrie, phase 2 », « Département »."""
        return PERIMETER.genre if self.chosen else LEVELS[self.level].genre

    def holds(self, rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Which projects, or communes with their code as a column, are in this place."""
        if self.chosen:
            return rows["code_insee"].isin(self.communes).to_numpy(dtype=bool)
        return (rows[LEVELS[self.level].column] == self.code).to_numpy(dtype=bool, na_value=False)


def place_of(places: Places, key: str) -> Place:
    """The place of a key. Raises `KeyError` for one that the edition does not have."""
    level, (_, code) = level_of(key), split(key)
    if level == PERIMETER.key:
        return _perimeter(places, key, code)
    table = places.table(level)
    # Cell by cell: a row of 21 columns of three kinds is copied in 3 ms.
    at = cast("int", table.index.get_loc(code))

    def cell(column: str) -> Any:
        return table[column].iat[at]

    return Place(
        key=key,
        level=level,
        code=code,
        nom=str(cell("nom")),
        situation=str(cell("precision_nom")),
        population=int(cell("population")),
        population_millesime=str(cell("population_millesime")),
        superficie_km2=float(cell("superficie_km2")),
        communes=members(places, level, code),
    )


def _perimeter(places: Places, key: str, code: str) -> Place:
    """A perimeter, named after its most populated members."""
    own = [place_of(places, each) for each in chosen(code)]
    if not own:
        raise KeyError(key)
    inside = places.communes.index.isin(np.concatenate([each.communes for each in own]))
    found = places.communes[inside]
    names = [each.nom for each in sorted(own, key=lambda each: -each.population)]
    others = len(names) - _NAMED
    more = [] if others <= 0 else [f"{others} autre{'s' if others > 1 else ''}"]
    *first, last = [*names[:_NAMED], *more]
    departements = found["precision_nom"].drop_duplicates()
    return Place(
        key=key,
        level=PERIMETER.key,
        code=code,
        nom=f"{', '.join(first)} et {last}" if first else last,
        situation=", ".join(departements) if len(departements) <= _NAMED else "",
        population=int(found["population"].sum()),
        population_millesime=" et ".join(sorted(found["population_millesime"].astype(str).unique(), reverse=True)),
        superficie_km2=float(found["superficie_km2"].sum(skipna=False)),
        communes=found.index,
    )


def members(places: Places, level: str, code: str) -> pd.Index:
    """The codes of the communes of a place."""
    if level == "communes":
        return pd.Index([code])
    return places.communes.index[(places.communes[LEVELS[level].column] == code).to_numpy()]


def around(places: Places, place: Place) -> list[str]:
    """The keys of the places that hold all the communes of a place: territories, EPCI, département, région."""
    found = []
    rows = places.communes.index.get_indexer(place.communes)
    for each in NATIONAL:
        codes = places.communes[each.column].take(rows).unique()
        if each.key != place.level and len(codes) == 1 and not pd.isna(codes[0]):
            found.append(place_key(each.kind, str(codes[0])))
    return found
