"""One place of any kind: what it is and the communes it is made of."""

from dataclasses import dataclass

import pandas as pd

from data.places.levels import Places
from data.words.levels import LEVELS, NATIONAL
from data.words.place_keys import level_of, place_key, split


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
    population_millesime: str
    superficie_km2: float
    communes: pd.Index

    @property
    def kind(self) -> str:
        """One of `levels.KINDS`."""
        return split(self.key)[0]

    @property
    def column(self) -> str:
        """The column of `communes` and of `projets` that says what is in this place, by its code."""
        return LEVELS[self.level].column

    @property
    def genre(self) -> str:
        """« Territoire d'industrie, phase 2 », « Département »."""
        return LEVELS[self.level].genre


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
        population_millesime=str(row["population_millesime"]),
        superficie_km2=float(row["superficie_km2"]),
        communes=members(places, level, code),
    )


def members(places: Places, level: str, code: str) -> pd.Index:
    """The codes of the communes of a place."""
    if level == "communes":
        return pd.Index([code])
    return places.communes.index[(places.communes[LEVELS[level].column] == code).to_numpy()]


def around(places: Places, place: Place) -> list[str]:
    """The keys of the places that hold all the communes of a place: territories, EPCI, département, région."""
    found = []
    for each in NATIONAL:
        codes = places.communes.loc[place.communes, each.column].drop_duplicates()
        if each.key != place.level and len(codes) == 1 and codes.notna().all():
            found.append(place_key(each.kind, str(codes.iloc[0])))
    return found
