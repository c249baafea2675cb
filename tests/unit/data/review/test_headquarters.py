"""Projects of a large city whose text names a smaller commune."""

import pandas as pd
import pytest

from data.review import headquarters
from tests.unit.data.review.conftest import Made

COMMUNES = pd.DataFrame(
    [
        ("31555", "Toulouse", "76", 500_000),
        ("31433", "Portet-sur-Garonne", "76", 10_000),
        ("46042", "Cahors", "76", 20_000),
        ("33063", "Bordeaux", "75", 260_000),
        ("76217", "Dieppe", "28", 28_000),
    ],
    columns=["code_insee", "nom", "code_region", "population"],
)
FORMER = pd.Series({"31999": "31555"})
NONE = pd.DataFrame({"id_projet": [], "regle": []}, dtype="str")
CASES = [
    ("Usine de satellites à Toulouse", "Une salle blanche.", "31555", ""),
    ("Usine à Portet-sur-Garonne", "Une salle blanche.", "31555", "nomme « portet sur garonne »"),
    ("Usine à Portet-sur-Garonne", "Une salle blanche.", "31999", "nomme « portet sur garonne »"),
    ("Usine de satellites", "Les pièces viennent de Cahors.", "31555", "nomme « cahors »"),
    ("Usine de satellites", "Le site normand de Dieppe ferme.", "31555", ""),  # another région
    ("Usine de satellites", "Une fabrique dans un village.", "31555", "parle de campagne"),
    ("Usine à Toulouse", "Des satellites.", "46042", ""),  # not placed in a large city
]


@pytest.mark.parametrize(("title", "summary", "code", "said"), CASES)
def test_a_smaller_commune_of_the_same_region_is_asked(
    projets: Made, title: str, summary: str, code: str, said: str
) -> None:
    rows = projets({"projet": title, "resume": summary, "code_insee": code})
    found = [problem.message for problem in headquarters.asked(rows, NONE, COMMUNES, FORMER)]
    assert found == ([f"placé à Toulouse, le siège peut-être ; son texte {said} : « {title} »"] if said else [])


def test_a_site_that_was_settled_is_not_asked_again(projets: Made) -> None:
    rows = projets({"projet": "Usine à Cahors", "code_insee": "31555"})
    checked = pd.DataFrame({"id_projet": ["p00000001"], "regle": ["oui"]})
    assert len(list(headquarters.asked(rows, NONE, COMMUNES, FORMER))) == 1
    assert list(headquarters.asked(rows, checked, COMMUNES, FORMER)) == []
