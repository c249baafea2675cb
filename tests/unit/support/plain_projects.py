"""A table of projects from what sets each apart."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.query.projects import Projects
from data.words.levels import LEVELS
from data.words.quantities import QUANTITIES

PLAIN: dict[str, Any] = {
    "projet": "Usine",
    "entreprise": "Forge",
    "commune": "Douai",
    "code_insee": "59178",
    "filiere": "Métallurgie",
    "programme": "France 2030",
    "annee": 2022,
    **{quantity.column: None for quantity in QUANTITIES.values()},
    "statut": "Annoncé",
    "precision": "site",
    "nature_aide": None,
    "etiquette": "aucune",
    "code_epci": "200044618",
    "code_departement": "59",
    "code_region": "32",
    "id_territoire_1": None,
    "id_territoire_2": None,
    "taille": "t1",
    "type_epci": "CC",
    "densite": None,
}


def projects_of(rows: Mapping[str, Mapping[str, Any]]) -> Projects:
    """The column store of rows by identifier, each a plain project of a small commune but for what it says."""
    table = pd.DataFrame([{**PLAIN, **row, "id_projet": key} for key, row in rows.items()])
    return Projects.from_tables(completed(table))


def completed(table: pd.DataFrame) -> pd.DataFrame:
    """A table of projects with every quantity and level of places, unknown where it does not say."""
    quantities = [quantity.column for quantity in QUANTITIES.values()]
    columns = [*quantities, *(level.column for level in LEVELS.values())]
    absent = {column: None for column in columns if column not in table}
    return table.assign(**absent).astype(dict.fromkeys(quantities, "Int64"))
