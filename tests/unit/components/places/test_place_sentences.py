"""The main fact of a place, in one sentence that is true."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from components.places.place_sentences import finding
from data.places.place import Place
from data.places.summary import Known, Totals
from data.words.quantities import AIDE, INVESTISSEMENT, QUANTITIES

PLACE = Place(
    "commune-22362", "communes", "22362", "Tréguier", "", 2294, "2023", 2.0, pd.Index(["22362"]), np.array([0])
)
NEAR = pd.DataFrame(
    {
        "projet": ["Fibre", "Radar", "Abattoir"],
        "entreprise": ["Photonics", None, "LDC"],
        "commune": ["Lannion", "Lannion", "Lanfains"],
        "investissement_centimes": pd.array([450_000_000, None, 1_000_000_000], dtype="Int64"),
        "distance_km": [18.2, 18.2, 52.0],
    }
)


def totals(projects: int, invested: int | None, known: int) -> Totals:
    amounts = dict.fromkeys(QUANTITIES, Known(None, 0)) | {INVESTISSEMENT.key: Known(invested, known)}
    return Totals(projects=projects, amounts=amounts, together={})


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        (NEAR, "2 à moins de 30 km, soit 4,5 M€ annoncés, pour 1 d'entre eux."),
        (NEAR.iloc[1:2], "1 à moins de 30 km."),
        (NEAR.iloc[2:], "le plus proche, LDC à Lanfains, est à 52 km."),
        (NEAR.iloc[:0], "aucun autre n'est situé autour."),
    ],
)
def test_a_place_without_a_project_says_what_is_around(near: pd.DataFrame, expected: str) -> None:
    assert (
        spaced(finding(PLACE, totals(0, None, 0), near, filtered=False))
        == f"Aucun projet relevé dans cette commune ; {expected}"
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (totals(1, 5_000_000_000, 1), "1 projet et 5,0 Md€ d'investissement annoncé."),
        (
            totals(14, 5_000_000, 3),
            "14 projets et 5,0 M€ d'investissement annoncé, pour les 3 dont le montant est connu.",
        ),
        (
            totals(2, 5_000_000, 1),
            "2 projets et 5,0 M€ d'investissement annoncé, pour le seul dont le montant est connu.",
        ),
        (totals(2, None, 0), "2 projets, sans montant connu."),
        (
            Totals(projects=3, amounts=totals(3, None, 0).amounts | {AIDE.key: Known(900_000, 2)}, together={}),
            "3 projets et 900 000 € d'aide publique, pour les 2 dont le montant est connu.",
        ),
    ],
)
def test_a_place_with_projects_says_their_euros(found: Totals, expected: str) -> None:
    assert spaced(finding(PLACE, found, NEAR, filtered=False)) == expected


def test_a_filter_never_makes_a_place_look_empty() -> None:
    """Dunkerque has seven projects, none of them of « Spatial et défense »."""
    told = finding(PLACE, totals(0, None, 0), NEAR, filtered=True)
    assert told.startswith("Aucun projet de la sélection dans cette commune")


def test_a_commune_without_a_contour_says_that_nothing_is_measured() -> None:
    bare = replace(PLACE, superficie_km2=float("nan"))
    assert "son contour manque" in finding(bare, totals(0, None, 0), NEAR.iloc[:0], filtered=False)
