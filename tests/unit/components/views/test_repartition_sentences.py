"""Rates of the page of spread in words, and in the data of its small charts."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from components.charts import rate_charts
from components.text.formats import NARROW_NBSP, NBSP
from components.views.repartition import rate_figures, sentences
from data.spread.shares import Move

ROW: dict[str, Any] = {
    "ensemble": "petites_communes",
    "grandeur": "projets",
    "n": 9,
    "connus_ensemble": 7,
    "fragile": False,
    "pour_10000_habitants": 0.166,
    "pour_10000_habitants_moyen": 0.131,
}


def said(*rows: dict[str, Any]) -> str:
    return plain(sentences.rates_headline(pd.DataFrame([{**ROW, **row} for row in rows]), "habitants"))


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def test_a_rate_is_said_beside_that_of_all_communes() -> None:
    aid = {"grandeur": "aide", "pour_10000_habitants": 2_500_000.0, "pour_10000_habitants_moyen": 900_000.0}
    assert said({}, aid) == (
        "Pour 10 000 habitants, les communes de moins de 20 000 habitants ont 0,17 projet (contre 0,13 dans "
        "l'ensemble) et 2,5 M€ d'aide publique connue (contre 900 000 €)."
    )


def test_a_rate_on_two_projects_says_so() -> None:
    jobs = {"grandeur": "emplois", "fragile": True, "connus_ensemble": 2, "pour_10000_habitants": 2.0}
    assert "2,0 emplois annoncés connus (sur 2 projets seulement, contre 0,13" in said(jobs)


def test_what_is_unknown_is_not_said_nor_anything_of_an_empty_selection() -> None:
    assert "projet" not in said({"grandeur": "aide"}, {"pour_10000_habitants": math.nan})
    assert said({"n": 0, "pour_10000_habitants": 0.0}) == ""


@pytest.mark.parametrize(
    ("value", "quantity", "text"),
    [
        (0.166, "projets", "0,17"),
        (0.0412, "projets", "0,041"),
        (0.00041, "projets", "0,00041"),
        (0.0, "projets", "0,00"),
        (12.34, "emplois", "12,3"),
    ],
)
def test_a_small_rate_keeps_two_digits(value: float, quantity: str, text: str) -> None:
    assert sentences.rate(value, quantity) == text


def test_a_rate_that_moves_is_said_with_what_it_is_for() -> None:
    told = sentences.rate_moved(Move("ensemble", "emplois", 3, 8.72, 7.9, (2, 1, 0)), pd.DataFrame(), "superficie")
    assert "sans les 3 plus gros projets est celui des emplois annoncés connus dans l'ensemble des communes" in told
    assert "il passe de 8,7 à 7,9 pour 100 km²" in told


def charted(rates: list[float]) -> pd.DataFrame:
    count = len(rates)
    return pd.DataFrame(
        {
            "grandeur": "aide",
            "classe": list("abc")[:count],
            "valeur": 1.0,
            "connus": [1, 2, 3][:count],
            "n": 3,
            "couverture": [1 / 3, 2 / 3, 1.0][:count],
            "population": 10,
            "fragile": [True, True, False][:count],
            "pour_10000_habitants": rates,
            "pour_10000_habitants_moyen": 3_000_000.0,
        }
    )


def test_texts_of_the_chart_and_of_the_table_say_the_same_rate_and_how_many_projects_are_behind() -> None:
    named = rate_figures.named(charted([1_500_000.0, math.nan, 12_345.6]), "habitants")
    texts = ["1,5 M€ (1 projet)", "pas de donnée (2 projets)", "12 346 €"]
    assert [plain(text) for text in named["texte"]] == texts
    assert [plain(text) for text in named["exact"]] == ["1 500 000 €", "pas de donnée", "12 346 €"]
    assert [plain(text) for text in named["exact_moyen"]] == ["3 000 000 €"] * 3
    assert [plain(text) for text in named["couverture"]] == ["33 % (1 sur 3)", "67 % (2 sur 3)", "100 % (3 sur 3)"]


def test_a_chart_of_unknown_rates_has_an_axis_all_the_same_and_the_order_of_its_classes() -> None:
    rows = pd.DataFrame({"nom": ["b", "a"], "taux": np.nan, "place": 0.0, "texte": "pas de donnée"})
    axes = rate_charts.classes(rows, "Aide", "", narrow=True)["layer"][0]["encoding"]
    assert axes["x"]["scale"]["domain"] == [0, 1]
    assert axes["y"]["scale"]["domain"] == ["b", "a"]
