"""How much of the inventory is known, by région, filière, year, programme and source, and where it holds nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.query import coverage
from data.words.quantities import QUANTITIES
from data.words.vocabulary import PRESENT_PHASE
from geo import perimeters
from geo.reference import Reference

BY: Final[Mapping[str, str]] = {
    "region": "Région",
    "filiere": "Filière",
    "annee": "Année",
    "programme": "Programme",
    "nature_source": "Nature de la source",
    "source_editeur": "Source",
}
_SHOWN: Final = 20  # publishers are hundreds
OTHERS: Final = "autres"


@dataclass(frozen=True)
class Hole:
    """What holds no project: « Départements », of how many, and which."""

    kind: str
    among: int
    names: tuple[str, ...]


def located(projets: pd.DataFrame, geography: Reference) -> pd.DataFrame:
    """The projects with the present commune, département and région that they are in: commune_actuelle, departement,
    region.
    """
    communes = geography.communes.set_index("code_insee")
    present = projets["code_insee"].map(geography.successions).fillna(projets["code_insee"])
    names = geography.regions.set_index("code_region")["nom"]
    return projets.assign(
        commune_actuelle=present,
        departement=present.map(communes["code_departement"]),
        region=present.map(communes["code_region"]).map(names),
    )


def known_by(projets: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per value of `by` (a key of `BY`), the most projects first, years in order: projets, and for each
    quantity the share of projects of which it is known, 0 to 1. projets: as `located` returns them.
    """
    values = projets[by].astype("str")
    counts = values.value_counts()
    values = values.where(values.isin(counts.index[:_SHOWN]), OTHERS) if by == "source_editeur" else values
    grouped = projets.groupby(values)
    found = pd.DataFrame({"projets": grouped.size()})
    for key, quantity in QUANTITIES.items():
        found[key] = coverage.share(grouped[quantity.column].count(), found["projets"])
    return found.sort_index() if by == "annee" else found.sort_values("projets", ascending=False, kind="stable")


def empty(projets: pd.DataFrame, facts: Mapping[str, pd.DataFrame], geography: Reference) -> list[Hole]:
    """Where no project is: years, départements, territories, and the filières of each région."""
    years = range(int(projets["annee"].min()), int(projets["annee"].max()) + 1)
    return [
        _hole("Années", {year: str(year) for year in years}, projets["annee"]),
        _hole("Départements", _names(geography.departements, "code_departement"), projets["departement"]),
        _territories(projets, facts, geography),
        _crossed("Filières par région", projets, "region", "filiere"),
        _crossed("Programmes par région", projets, "region", "programme"),
    ]


def _territories(projets: pd.DataFrame, facts: Mapping[str, pd.DataFrame], geography: Reference) -> Hole:
    """A territory where a search found nothing says when it was sought."""
    members = facts[f"membres_phase{PRESENT_PHASE}"]
    communes = perimeters.resolve(members, PRESENT_PHASE, geography.communes, facts["compositions"])
    published = facts[f"territoires_phase{PRESENT_PHASE}"]
    ids = [perimeters.qualified_id(PRESENT_PHASE, official) for official in published["id_ti"]]
    sought = facts["recherches"].set_index("id_territoire")["date"]
    names = {
        key: f"{name} (cherché le {sought[key]})" if key in sought.index else f"{name} (jamais cherché)"
        for key, name in zip(ids, published["nom"], strict=True)
    }
    places = communes.set_index("code_insee")["id_territoire"]
    return _hole("Territoires d'industrie", names, projets["commune_actuelle"].map(places))


def _names(table: pd.DataFrame, code: str) -> dict[str, str]:
    return dict(zip(table[code], table["nom"], strict=True))


def _hole(kind: str, names: Mapping[Any, str], held: pd.Series) -> Hole:
    found = set(held.dropna())
    return Hole(kind, len(names), tuple(name for key, name in names.items() if key not in found))


def _crossed(kind: str, projets: pd.DataFrame, rows: str, columns: str) -> Hole:
    """The values of `columns` that no project of a value of `rows` has, said row by row."""
    every = sorted(set(projets[columns]))
    held = projets.groupby(rows)[columns].agg(set)
    missing = {row: [value for value in every if value not in found] for row, found in held.items()}
    names = tuple(f"{row} : {', '.join(values)}" for row, values in missing.items() if values)
    return Hole(kind, len(held), names)
