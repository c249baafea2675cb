"""The words of the ladder of statuses."""

import pandas as pd
import pytest

from components.places import status_ladder
from components.text.formats import NBSP


def steps(**euros: float) -> pd.DataFrame:
    """One project per status, with its millions of euros."""
    index = [name.replace("_", " ") for name in euros]
    return pd.DataFrame(
        {"projets": 1, "connus": 1, "investissement_eur": [value * 1e6 for value in euros.values()], "vu": 2024.0},
        index=index,
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (steps(Annoncé=1, **{"En service": 3}), f"25,0{NBSP}% de l'investissement connu n'est qu'annoncé"),
        (steps(Annoncé=1, Liquidé=9), "Tout l'investissement connu n'est qu'annoncé"),
        (steps(**{"En construction": 2}), "Tout l'investissement connu est en construction ou en service"),
        (steps(Liquidé=2), "Où en sont les projets"),
    ],
)
def test_the_title_says_what_is_only_announced(found: pd.DataFrame, said: str) -> None:
    assert status_ladder.finding(found) == said


def test_stopped_projects_are_told_beside_in_words_and_euros() -> None:
    told = status_ladder.told_beside(steps(Annoncé=1, Suspendu=2, Liquidé=3)).replace(NBSP, " ")
    assert told == ("À part des totaux : 2 projets arrêtés (1 suspendu, 1 liquidé), 5,0 M€ d'investissement connu.")
    assert status_ladder.told_beside(steps(Annoncé=1)) == ""
