"""A table of projects from what sets each apart."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.query.projects import Projects

PLAIN: dict[str, Any] = {
    "projet": "Usine",
    "entreprise": "Forge",
    "commune": "Douai",
    "code_insee": "59178",
    "filiere": "Métallurgie",
    "programme": "France 2030",
    "annee": 2022,
    "investissement_centimes": None,
    "aide_centimes": None,
    "emplois": None,
    "statut": "Annoncé",
    "precision": "site",
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
    amounts = ["investissement_centimes", "aide_centimes", "emplois"]
    return Projects.from_tables(table.astype(dict.fromkeys(amounts, "Int64")))
