"""What the sheet of a place says beyond its own sums: where it stands among its kind, and its projects over time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self, cast

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
from data.words.quantities import AIDE, INVESTISSEMENT, QUANTITIES

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


def reaching(spread: pd.DataFrame, sites: Sequence[Rows], place: Place) -> pd.DataFrame:
    """The projects counted elsewhere whose site is partly in a place: a plant over several communes counts once.

    spread: of `spread`; sites: where the communes of each are in `Places.communes`, one at least.
    """
    if not sites:
        return spread
    starts = np.cumsum([0, *map(len, sites[:-1])])
    reach = np.logical_or.reduceat(np.isin(np.concatenate(sites), place.rows), starts)
    return spread[reach & ~place.holds(spread)]


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
    position = _position(kin, code)
    columns = zip(COMPARED, kin.values, kin.known, kin.quartiles, strict=True)
    return pd.DataFrame([_standing(position, *column) for column in columns]).astype({"rang": "Int64"})


def by_projects(kin: Kin, code: str) -> dict[str, Any]:
    """The line of `standings` that counts projects."""
    return _standing(_position(kin, code), COMPARED[0], kin.values[0], kin.known[0], kin.quartiles[0])


def _position(kin: Kin, code: str) -> int:
    return cast("int", kin.sums.index.get_loc(code))


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


def largest_first(projects: Projects, rows: Rows) -> Rows:
    """The projects at `rows`, those of greatest known investment first, then of greatest known aid, then the others;
    ties in their order.
    """
    keys = []
    for key in (AIDE.key, INVESTISSEMENT.key):  # the last one is compared first
        amounts = projects.amounts[key]
        keys += [-amounts.values[rows], ~amounts.known[rows]]
    return rows[np.lexsort(keys)]


def largest(projects: pd.DataFrame, count: int = 10) -> pd.DataFrame:
    """The projects of greatest known investment; those of unknown amount are not among them.

    projects: rows of the table of projects in the order of `largest_first`.
    """
    first = projects.iloc[:count]
    return first.iloc[: int(first[INVESTISSEMENT.column].notna().sum())]
