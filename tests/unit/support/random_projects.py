"""Tables of projects drawn by chance, with the levels that they name."""

from typing import Any

import numpy as np
import pandas as pd

from data.words.levels import NATIONAL
from data.words.quantities import QUANTITIES
from tests.unit.support.plain_projects import PLAIN, completed

ROWS = 300


def random_table(seed: int) -> pd.DataFrame:
    """Projects of few places, years and amounts, many of them unknown: ties and empty groups are the rule."""
    draw = np.random.default_rng(seed)
    drawn: dict[str, list[Any]] = {
        "projet": ["Usine", "Forge", "Usine de Vire"],
        "code_insee": ["59178", "63430", None, "2A004"],
        "programme": ["France 2030", "Étoile", "éclair", None],
        "filiere": ["Santé", "Métallurgie", None],
        "annee": [2019, 2021, 2024, None],
        "taille": ["t1", "t4", None],
        "code_region": ["32", "84", None],
        "id_territoire_2": ["2-ti-0001", None],
        **{quantity.column: [None, 0, 100, 100, 250, 999] for quantity in QUANTITIES.values()},
    }
    chosen = {name: [values[rank] for rank in draw.integers(0, len(values), ROWS)] for name, values in drawn.items()}
    identifiers = [f"p{rank:04}" for rank in draw.permutation(ROWS)]
    table = pd.DataFrame([PLAIN] * ROWS).assign(**chosen, id_projet=identifiers, source_id="essai")
    texts = dict.fromkeys(table.columns.difference(["annee", *(each.column for each in QUANTITIES.values())]), "str")
    return completed(table).astype({"annee": "Int64", **texts})


def levels(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    found: dict[str, list[dict[str, Any]]] = {}
    for level in NATIONAL:
        codes = [{level.code: code, "phase": level.phase} for code in table[level.column].dropna().unique()]
        found[level.table] = [*found.get(level.table, []), *codes]
    return {name: pd.DataFrame(rows or {"phase": [], "id_territoire": []}) for name, rows in found.items()}
