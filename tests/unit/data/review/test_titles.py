"""Titles that name the commune of before a correction."""

import pandas as pd

from data.review import titles

NAMES = {"59183": "Dunkerque", "59094": "Bourbourg", "76250": "Étainhus"}


def rows(title: str, code: str = "59094") -> pd.DataFrame:
    return pd.DataFrame({"id_projet": ["a"], "projet": [title], "code_insee": [code]}, index=[7])


def moved(old: str | None = "59183") -> pd.DataFrame:
    return pd.DataFrame(
        {"id_projet": ["a"], "colonne": ["code_insee" if old else "annee"], "ancienne_valeur": [old or "2020"]}
    )


def test_a_title_that_names_the_commune_of_before_is_asked_about() -> None:
    (found,) = titles.asked(rows("Gigafactory à Dunkerque"), moved(), NAMES)
    assert str(found).startswith(
        "projets.csv, ligne 7, colonne projet : placé à Bourbourg, son titre nomme encore Dunkerque"
    )


def test_a_title_that_names_both_communes_or_the_new_one_is_not() -> None:
    for title in (
        "Gigafactory à Bourbourg, près de Dunkerque",
        "Gigafactory à Bourbourg",
        "Gigafactory des Dunkerquois",
    ):
        assert not list(titles.asked(rows(title), moved(), NAMES))


def test_a_project_that_was_not_moved_may_name_any_place() -> None:
    assert not list(titles.asked(rows("Gigafactory à Dunkerque"), moved(None), NAMES))
