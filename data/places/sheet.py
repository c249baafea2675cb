"""What the sheet of a place says beyond its own sums: where it stands among its kind, and its projects over time."""

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import pandas as pd

from data.places.belonging import SITE_SEPARATOR
from data.places.levels import COLUMNS, Places
from data.places.place import Place, place_of
from data.query import aggregation, measures
from data.query.measures import Values
from data.query.projects import Integers, Projects, Rows
from data.query.selection import Selection
from data.words.levels import PERIMETER
from data.words.numbers import Floats
from data.words.place_keys import place_key
from data.words.quantities import QUANTITIES

# (measure, denominator) of each line of a table of standings.
COMPARED: Final = tuple(
    (measure, denominator) for measure in ("projets", *QUANTITIES) for denominator in ("aucun", "habitants")
)
_YEARS: Final = 10_000  # more than any year
QUARTILES: Final = ("q1", "mediane", "q3")


def rows_in(selected: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Those of the selected projects that are in a place: rows of the table of projects."""
    return selected[place.holds(selected)]


def spread(project_table: pd.DataFrame) -> pd.DataFrame:
    """The projects whose site is in several communes."""
    return project_table[project_table["communes_du_site"].str.contains(SITE_SEPARATOR, regex=False, na=False)]


def reaching(spread: pd.DataFrame, place: Place) -> pd.DataFrame:
    """The projects counted elsewhere whose site is partly in a place: a plant over several communes counts once.

    spread: of `spread`.
    """
    elsewhere = spread[~place.holds(spread)]
    there = set(place.communes)
    reach = [not there.isdisjoint(codes) for codes in elsewhere["communes_du_site"].str.split(SITE_SEPARATOR)]
    return elsewhere[np.array(reach, dtype=bool)]


@dataclass(frozen=True)
class Kin:
    """The places that a place is compared with, the same for all of them under one selection.

    sums: `places.COLUMNS` and `query.COLUMNS`, indexed by code; values: of each of `COMPARED`, in the order of the
    rows; known: those that are, without their places; quartiles: of these, (3,) each, NaN without any.
    """

    sums: pd.DataFrame
    values: tuple[Values, ...]
    known: tuple[Floats, ...]
    quartiles: tuple[Floats, ...]

    @classmethod
    def of(cls, sums: pd.DataFrame) -> Self:
        """The kin of these sums."""
        population, surface = (sums[column].to_numpy() for column in ("population", "superficie_km2"))
        values = tuple(measures.values(sums, *compared, population, surface) for compared in COMPARED)
        known = tuple(found.values[np.isfinite(found.values)] for found in values)
        quartiles = (np.percentile(some, [25, 50, 75]) if some.size else np.full(3, np.nan) for some in known)
        return cls(sums, values, known, tuple(quartiles))


def kin_class(places: Places, place: Place) -> tuple[str, str]:
    """What a place has in common with those it is compared with: its level; for a commune, its size class too; for a
    perimeter, which is like no other, its members.
    """
    if place.chosen:
        return place.level, place.code
    return place.level, str(places.communes.at[place.code, "taille"]) if place.level == "communes" else ""


def kin_places(places: Places, kin: tuple[str, str]) -> pd.DataFrame:
    """The places of a class of `kin_class`."""
    level, taille = kin
    if level == PERIMETER.key:
        own = place_of(places, place_key(PERIMETER.kind, taille))
        told = {name: getattr(own, name, None) for name in COLUMNS}
        return pd.DataFrame([told | {"precision_nom": own.situation, "ordre": 1}], index=[own.code])
    every = places.table(level)
    return every[every["taille"] == taille] if taille else every


def kin_of(projects: Projects, places: Places, selection: Selection, kin: tuple[str, str], rows: Rows) -> Kin:
    """The sums of the selected projects by place of a class of `kin_class`. rows: from `query.matching`."""
    shown = kin_places(places, kin)[COLUMNS]
    if kin[0] == PERIMETER.key:
        own = place_of(places, place_key(PERIMETER.kind, kin[1]))
        return Kin.of(shown.join(pd.DataFrame([sums_in(projects, selection, own, rows)], index=shown.index)))
    by, _, phase = kin[0].partition("-")
    # The phase of the place, for the projects were already chosen by the phase of the selection.
    grouped = replace(selection, phase=int(phase)) if phase else selection
    sums = aggregation.aggregate(projects, grouped, by=by, rows=rows)
    return Kin.of(shown.join(sums.reindex(shown.index, fill_value=0)))


def sums_in(projects: Projects, selection: Selection, place: Place, rows: Rows) -> "pd.Series[Any]":
    """The sums of the selected projects of a perimeter, commune by commune. rows: from `query.matching`."""
    by_commune = aggregation.aggregate(projects, selection, by="communes", rows=rows)
    return by_commune.reindex(place.communes, fill_value=0).sum()


def standings(kin: Kin, code: str) -> pd.DataFrame:
    """Where a place stands for each of `COMPARED` among its kin.

    One row per measure and denominator: valeur (unit of the measure, NaN for « pas de donnée »), connus and projets
    (that the value rests on), fragile, rang (1 is the greatest, ties share the best; null without a value), ex_aequo
    (others with the same value), classes (places with a value), q1, mediane, q3 (of these places, NaN without any).
    """
    position = int(kin.sums.index.get_indexer(pd.Index([code]))[0])
    columns = zip(COMPARED, kin.values, kin.known, kin.quartiles, strict=True)
    return pd.DataFrame([_standing(position, *column) for column in columns]).astype({"rang": "Int64"})


def _standing(
    position: int, compared: tuple[str, str], found: Values, known: Floats, quartiles: Floats
) -> dict[str, Any]:
    own = found.values[position]
    rank = None if np.isnan(own) else int(np.count_nonzero(known > own)) + 1
    return {
        "mesure": compared[0],
        "denominateur": compared[1],
        "valeur": own,
        "connus": int(found.known[position]),
        "projets": int(found.n[position]),
        "fragile": bool(found.fragile[position]),
        "rang": rank,
        "ex_aequo": 0 if rank is None else int(np.count_nonzero(known == own)) - 1,
        "classes": int(known.size),
        **dict(zip(QUARTILES, quartiles.tolist(), strict=True)),
    }


def over_time(projects: pd.DataFrame, column: str) -> pd.DataFrame:
    """Projects and money by value of a column (« programme », « filiere ») and year, in the order of the total amount;
    those without a known value or year are left out.

    projects: rows of the table of projects. One row per value and year that has a project: projets,
    investissement_centimes and aide_centimes (sums of what is known, null when nothing is), investissement_connus and
    aide_connus (counts).
    """
    projects = projects.dropna(subset=[column, "annee"])
    codes, names = pd.factorize(projects[column], sort=True)
    years = projects["annee"].to_numpy(dtype=np.int64)
    cells, groups = np.unique(codes * _YEARS + years, return_inverse=True)
    value, year = np.divmod(cells, _YEARS)
    table: dict[str, Any] = {column: names.take(value), "annee": year, "projets": np.bincount(groups)}
    for amount in ("investissement", "aide"):
        sums, known = _known_sums(projects[f"{amount}_centimes"], groups, len(cells))
        table[f"{amount}_centimes"] = pd.array(sums, dtype="Int64")
        table[f"{amount}_centimes"][known == 0] = pd.NA
        table[f"{amount}_connus"] = known
    totals, _ = _known_sums(projects["investissement_centimes"], codes, len(names))
    order = np.lexsort((cells, -np.bincount(codes, minlength=len(names))[value], -totals[value]))
    return pd.DataFrame(table).iloc[order].reset_index(drop=True)


def _known_sums(cents: pd.Series, groups: Rows, size: int) -> tuple[Integers, Integers]:
    """The sum of what is known of each group, and how many are known."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, groups, cents.to_numpy(dtype=np.int64, na_value=0))
    return sums, np.bincount(groups[cents.notna().to_numpy()], minlength=size)


def largest(projects: pd.DataFrame, count: int = 10) -> pd.DataFrame:
    """The projects of greatest known investment, ties by identifier; those of unknown amount are not among them."""
    known = np.flatnonzero(projects["investissement_centimes"].notna().to_numpy())
    amounts = projects["investissement_centimes"].to_numpy(dtype=np.int64, na_value=0)[known]
    order = np.lexsort((projects["id_projet"].to_numpy(dtype=object)[known], -amounts))
    return projects.iloc[known[order[:count]]]
