"""What no row of facts may hold."""

from datetime import date

import pandas as pd

from data.review import faults
from data.tables.fact_files import FILES
from tests.unit.data.review.conftest import Made

TODAY = date(2026, 11, 30)


def facts(**cells: dict[str, object]) -> dict[str, pd.DataFrame]:
    """Every file with one row, its cells empty but those that are given."""
    empty = {name: dict.fromkeys(column.name for column in each.columns) for name, each in FILES.items()}
    return {name: pd.DataFrame([row | cells.get(name, {})], index=[2]) for name, row in empty.items()}


def test_an_address_with_a_tracker_is_wrong_in_any_file() -> None:
    known = facts(
        indicateurs={"source_url": "https://a.fr/p?utm_source=rss&id=2"},
        verifications={"source_url": "https://a.fr/p?id=2", "seconde_source_url": "https://a.fr/?fbclid=1"},
        corrections={"preuve_url": "https://a.fr/utm_source/?source=rss"},
    )
    assert [(problem.file, problem.row, problem.column) for problem in faults.followed(known)] == [
        ("indicateurs.csv", 2, "source_url"),
        ("verifications.csv", 2, "seconde_source_url"),
    ]


def test_what_has_not_happened_yet_is_wrong_but_what_is_planned() -> None:
    known = facts(
        projets={"source_date": "2026-11-30", "annee": 2026},
        evenements={"date": "2026-12"},
        accompagnes={"annee": 2027},
        programmes={"debut": "2027", "fin": "2030-12", "source_date": "2027"},
    )
    found = [(problem.file, problem.column, problem.message) for problem in faults.to_come(known, TODAY)]
    assert sorted(found) == [
        ("accompagnes.csv", "annee", "« 2027 » est à venir"),
        ("evenements.csv", "date", "« 2026-12 » est à venir"),
        ("programmes.csv", "source_date", "« 2027 » est à venir"),
    ]


def test_a_project_does_not_end_before_it_begins(projets: Made) -> None:
    found = list(faults.backwards(projets({"annee_fin": 2021}, {"annee_fin": 2020}, {})))
    assert [(problem.row, problem.message) for problem in found] == [
        (3, "la dernière année, 2020, précède la première, 2021")
    ]


def test_the_nature_of_an_aid_needs_its_amount(projets: Made) -> None:
    rows = projets({"aide_centimes": None}, {"aide_centimes": None, "nature_aide": None}, {})
    assert [problem.row for problem in faults.aid_of_nothing(rows)] == [2]
