"""One place of any kind: what it is and the communes it is made of."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places.levels import Places
from data.query.projects import Rows
from data.words.levels import LEVELS, NATIONAL, PERIMETER
from data.words.place_keys import chosen, in_address, level_of, place_key, split

_NO_ROWS: Final[Rows] = np.empty(0, dtype=np.intp)
_NAMED = 2  # members of a perimeter that its name tells


@dataclass(frozen=True)
class Place:
    """A territory, EPCI, département, région or commune, or a perimeter of communes and EPCI.

    level: as `Places.table` takes it. situation: what tells it apart from places of the same name, "" for a région.
    superficie_km2: NaN for a commune without a contour. communes: its codes, itself for a commune; rows: where they are
    in `Places.communes`, ascending.
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
    rows: Rows

    @property
    def kind(self) -> str:
        """One of `levels.KINDS`."""
        return split(self.key)[0]

    @property
    def chosen(self) -> bool:
        """Whether it is a perimeter that a visitor chose, of no level."""
        return self.level == PERIMETER.key

    @property
    def told(self) -> str:
        """Its key as addresses and widgets tell it, never long."""
        return in_address(self.key)

    @property
    def filed(self) -> bool:
        """Whether it is a perimeter that an address does not hold, of a file."""
        return self.told != self.key

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

    rows = members(places, level, code)
    return Place(
        key=key,
        level=level,
        code=code,
        nom=str(cell("nom")),
        situation=str(cell("precision_nom")),
        population=int(cell("population")),
        population_millesime=str(cell("population_millesime")),
        superficie_km2=float(cell("superficie_km2")),
        communes=places.communes.index.take(rows),
        rows=rows,
    )


def _perimeter(places: Places, key: str, code: str) -> Place:
    """A perimeter, named after its most populated members."""
    own = [_member(places, each) for each in chosen(code)]
    if not own:
        raise KeyError(key)
    rows = np.unique(np.concatenate([each.rows for each in own]))
    found = places.communes.iloc[rows]
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
        rows=rows,
    )


class _Member(NamedTuple):
    nom: str
    population: int
    rows: Rows


def _member(places: Places, key: str) -> _Member:
    """What a perimeter takes of a member: it may have a thousand."""
    level, (_, code) = level_of(key), split(key)
    table = places.table(level)
    at = cast("int", table.index.get_loc(code))
    return _Member(str(table["nom"].iat[at]), int(table["population"].to_numpy()[at]), members(places, level, code))


def members(places: Places, level: str, code: str) -> Rows:
    """Where the communes of a place are in `Places.communes`, ascending."""
    if level == "communes":
        return np.array([places.communes.index.get_loc(code)], dtype=np.intp)
    return places.grouped[level].get(code, _NO_ROWS)


def around(places: Places, place: Place) -> list[str]:
    """The keys of the places that hold all the communes of a place: territories, EPCI, département, région."""
    found = []
    for each in NATIONAL:
        ranks, codes = places.held_in[each.key]
        own = ranks[place.rows]
        if each.key != place.level and own[0] >= 0 and (own == own[0]).all():
            found.append(place_key(each.kind, codes[own[0]]))
    return found
