"""A small inventory that nothing is wrong with, which each test spoils."""

from collections.abc import Callable

import pandas as pd
import pytest

from data.words.quantities import QUANTITIES

Made = Callable[..., pd.DataFrame]


@pytest.fixture
def projets() -> Made:
    """`projets({...}, {...})`: one row per set of cells, the rest as of a row that is right; lines from 2 on."""

    def made(*rows: dict[str, object]) -> pd.DataFrame:
        right = {
            "id_projet": "p00000001",
            "projet": "Usine de tuiles",
            "entreprise": "Tuiles du Lot",
            "code_insee": "46042",
            "resume": "Un four de plus.",
            "filiere": "Construction",
            "programme": "France Relance",
            "annee": 2021,
            "annee_fin": None,
            "investissement_centimes": 10_000_000_00,
            "aide_centimes": 1_000_000_00,
            "nature_aide": "subvention",
            "emplois": 20,
            "source_date": "2021-05",
        }
        frame = pd.DataFrame([right | row for row in rows] or [right])
        quantities = [quantity.column for quantity in QUANTITIES.values()]
        frame = frame.assign(**{column: 1 for column in quantities if column not in frame})
        whole = dict.fromkeys(("annee", "annee_fin", *quantities), "Int64")
        texts = dict.fromkeys((name for name in frame if name not in whole), "str")
        return frame.astype({**whole, **texts}).set_axis(range(2, len(frame) + 2))

    return made
