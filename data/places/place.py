"""One place of any kind: what it is and the communes it is made of."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.places.levels import Places
from data.words.place_keys import KINDS, kind_of, level_of, place_key, split

# The column of `communes` and of `projets` that says in which place of a level they are.
COLUMN: Final = {
    "territoires-2": "id_territoire_2",
    "territoires-1": "id_territoire_1",
    "epci": "code_epci",
    "departements": "code_departement",
    "regions": "code_region",
}


@dataclass(frozen=True)
class Place:
    """A territory, EPCI, département, région or commune.

    level: as `Places.table` takes it. situation: what tells it apart from places of the same name, "" for a région.
    superficie_km2: NaN for a commune without a contour. communes: its codes, itself for a commune.
    """

    key: str
    level: str
    code: str
    nom: str
    situation: str
    population: int
    superficie_km2: float
    communes: pd.Index

    @property
    def kind(self) -> str:
        """One of `place_keys.KINDS`."""
        return split(self.key)[0]

    @property
    def column(self) -> str:
        """The column of `communes` and of `projets` that says what is in this place, by its code."""
        return COLUMN.get(self.level, "code_insee")

    @property
    def genre(self) -> str:
        """« Territoire d'industrie, phase 2 », « Département »."""
        label = KINDS[self.kind]
        return f"{label}, phase {self.code[:1]}" if self.kind == "territoire" else label


def place_of(places: Places, key: str) -> Place:
    """The place of a key. Raises `KeyError` for one that the edition does not have."""
    level, (_, code) = level_of(key), split(key)
    (row,) = places.table(level).loc[[code]].to_dict("records")
    return Place(
        key=key,
        level=level,
        code=code,
        nom=str(row["nom"]),
        situation=str(row["precision_nom"]),
        population=int(row["population"]),
        superficie_km2=float(row["superficie_km2"]),
        communes=members(places, level, code),
    )


def members(places: Places, level: str, code: str) -> pd.Index:
    """The codes of the communes of a place."""
    if level == "communes":
        return pd.Index([code])
    return places.communes.index[(places.communes[COLUMN[level]] == code).to_numpy()]


def around(places: Places, code_insee: str) -> list[str]:
    """The keys of the places that a commune is in: territories, EPCI, département, région. Raises `KeyError`."""
    row = places.communes.loc[code_insee]
    return [place_key(kind_of(level), str(row[column])) for level, column in COLUMN.items() if not pd.isna(row[column])]
