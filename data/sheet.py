"""What the sheet of a place says beyond its own sums: where it stands among its kind, and its projects over time."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from data import measures, query
from data.place import Place
from data.places import COLUMNS, Places
from data.projects import Projects, Rows
from data.selection import Selection

# (measure, denominator) of each line of a table of standings.
COMPARED: Final = tuple(
    (measure, denominator)
    for measure in ("projets", "investissement", "aide", "emplois")
    for denominator in ("aucun", "habitants")
)
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
    return pd.DataFrame([_standing(sums, code, *compared) for compared in COMPARED]).astype({"rang": "Int64"})


def _standing(sums: pd.DataFrame, code: str, measure: str, denominator: str) -> dict[str, Any]:
    found = measures.values(
        sums,
        measure,
        denominator,
        population=sums["population"].to_numpy(),
        superficie_km2=sums["superficie_km2"].to_numpy(),
    )
    position = sums.index.get_loc(code)
    own = found.values[position]
    known = found.values[np.isfinite(found.values)]
    has_rank = bool(np.isfinite(own))
    quartiles = np.percentile(known, [25, 50, 75]) if known.size else np.full(3, np.nan)
    return {
        "mesure": measure,
        "denominateur": denominator,
        "valeur": own,
        "connus": int(found.known[position]),
        "projets": int(found.n[position]),
        "fragile": bool(found.fragile[position]),
        "rang": int((known > own).sum()) + 1 if has_rank else None,
        "ex_aequo": int((known == own).sum()) - 1 if has_rank else 0,
        "classes": int(known.size),
        **dict(zip(QUARTILES, quartiles.tolist(), strict=True)),
    }


def over_time(projects: pd.DataFrame, column: str) -> pd.DataFrame:
    """Projects and money by value of a column (« programme », « filiere ») and year, in the order of the total amount.

    projects: rows of the table of projects. One row per value and year that has a project: projets,
    investissement_centimes and aide_centimes (sums of what is known, null when nothing is), investissement_connus and
    aide_connus (counts).
    """
    grouped = projects.groupby([column, "annee"], sort=True)
    table = pd.DataFrame({"projets": grouped.size()})
    for amount in ("investissement", "aide"):
        table[f"{amount}_centimes"] = grouped[f"{amount}_centimes"].sum(min_count=1)
        table[f"{amount}_connus"] = grouped[f"{amount}_centimes"].count()
    table = table.reset_index()
    totals = table.fillna(0).groupby(column)[["investissement_centimes", "projets"]].sum().reset_index()
    order = totals.sort_values(["investissement_centimes", "projets", column], ascending=[False, False, True])[column]
    ranks = pd.Series(range(len(order)), index=order)
    return table.iloc[table[column].map(ranks).argsort(kind="stable")].reset_index(drop=True)


def largest(projects: pd.DataFrame, count: int = 10) -> pd.DataFrame:
    """The projects of greatest known investment, ties by identifier; those of unknown amount are not among them."""
    known = projects[projects["investissement_centimes"].notna()]
    return known.sort_values(["investissement_centimes", "id_projet"], ascending=[False, True]).head(count)
