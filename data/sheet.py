"""What the sheet of a place says beyond its own sums: where it stands among its kind, and its projects over time."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from data import measures, query
from data.place import Place
from data.places import COLUMNS, Places
from data.projects import Integers, Projects, Rows
from data.selection import Selection

# (measure, denominator) of each line of a table of standings.
COMPARED: Final = tuple(
    (measure, denominator)
    for measure in ("projets", "investissement", "aide", "emplois")
    for denominator in ("aucun", "habitants")
)
_YEARS: Final = 10_000  # more than any year
QUARTILES: Final = ("q1", "mediane", "q3")


def rows_in(project_table: pd.DataFrame, rows: Rows, place: Place) -> pd.DataFrame:
    """The selected projects of a place. rows: positions in the table, as `query.matching` returns them."""
    selected = project_table.iloc[rows]
    return selected[(selected[place.column] == place.code).to_numpy(dtype=bool, na_value=False)]


def kin(places: Places, place: Place) -> pd.DataFrame:
    """The places that a place is compared with: those of its level; for a commune, those of its size class."""
    every = places.table(place.level)
    if place.level != "communes":
        return every
    return every[every["taille"] == every.at[place.code, "taille"]]


def kin_sums(projects: Projects, places: Places, selection: Selection, place: Place, rows: Rows) -> pd.DataFrame:
    """The sums of the selected projects by place of the same kind: `places.COLUMNS`, `query.COLUMNS`."""
    shown = kin(places, place)[COLUMNS]
    by, _, phase = place.level.partition("-")
    # The phase of the place, for the projects were already chosen by the phase of the selection.
    grouped = replace(selection, phase=int(phase)) if phase else selection
    sums = query.aggregate(projects, grouped, by=by, rows=rows)
    return shown.join(sums.reindex(shown.index, fill_value=0))


def standings(sums: pd.DataFrame, code: str) -> pd.DataFrame:
    """Where a place stands for each of `COMPARED`. sums: as `kin_sums` returns them.

    One row per measure and denominator: valeur (unit of the measure, NaN for « pas de donnée »), connus and projets
    (that the value rests on), fragile, rang (1 is the greatest, ties share the best; null without a value), ex_aequo
    (others with the same value), classes (places with a value), q1, mediane, q3 (of these places, NaN without any).
    """
    position = int(sums.index.get_indexer(pd.Index([code]))[0])
    return pd.DataFrame([_standing(sums, position, *compared) for compared in COMPARED]).astype({"rang": "Int64"})


def _standing(sums: pd.DataFrame, position: int, measure: str, denominator: str) -> dict[str, Any]:
    population, surface = (sums[column].to_numpy() for column in ("population", "superficie_km2"))
    found = measures.values(sums, measure, denominator, population, surface)
    own = found.values[position]
    known = found.values[np.isfinite(found.values)]
    rank = None if np.isnan(own) else int(np.count_nonzero(known > own)) + 1
    ties = 0 if rank is None else int(np.count_nonzero(known == own)) - 1
    quartiles = np.percentile(known, [25, 50, 75]).tolist() if known.size else [np.nan] * 3
    return {
        "mesure": measure,
        "denominateur": denominator,
        "valeur": own,
        "connus": int(found.known[position]),
        "projets": int(found.n[position]),
        "fragile": bool(found.fragile[position]),
        "rang": rank,
        "ex_aequo": ties,
        "classes": int(known.size),
        **dict(zip(QUARTILES, quartiles, strict=True)),
    }


def over_time(projects: pd.DataFrame, column: str) -> pd.DataFrame:
    """Projects and money by value of a column (« programme », « filiere ») and year, in the order of the total amount.

    projects: rows of the table of projects. One row per value and year that has a project: projets,
    investissement_centimes and aide_centimes (sums of what is known, null when nothing is), investissement_connus and
    aide_connus (counts).
    """
    codes, names = pd.factorize(projects[column], sort=True)
    cells, groups = np.unique(codes * _YEARS + projects["annee"].to_numpy(), return_inverse=True)
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
