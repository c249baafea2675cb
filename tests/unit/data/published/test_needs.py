"""From a need to its programmes: what is over on a day, and in which order they are shown."""

from datetime import date

import pandas as pd
import pytest

from components.views import besoins as needs_view
from data.published import needs

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2027", date(2027, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-12-15", date(2026, 12, 15)),
    ],
)
def test_a_period_ends_on_its_last_day(period: str, last: date) -> None:
    assert needs.last_day(period) == last


@pytest.mark.parametrize(
    ("fin", "state"),
    [
        (None, needs.UNKNOWN),
        (pd.NA, needs.UNKNOWN),
        ("2026-11-21", needs.CLOSED),
        ("2026-11-22", needs.OPEN),
        ("2026-11", needs.OPEN),
        ("2026-10", needs.CLOSED),
        ("2026", needs.OPEN),
        ("2025", needs.CLOSED),
    ],
)
def test_a_programme_is_closed_the_day_after_its_published_end(fin: str | None, state: str) -> None:
    assert needs.state(fin, DAY) == state


def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    besoins = pd.DataFrame(
        [
            ("usine", "une usine", "Fini", "a"),
            ("usine", "une usine", "Sans fin", "b"),
            ("usine", "une usine", "Ouvert", "c"),
            ("foncier", "du foncier", "Ouvert", "d"),
        ],
        columns=["besoin", "intitule", "programme", "raison"],
    )
    programmes = pd.DataFrame(
        {
            "programme": ["Ouvert", "Fini", "Sans fin"],
            "fin": ["2027", "2022-12", None],
            "source_date": [None, None, "2023-03"],
        }
    )
    return besoins, programmes


def test_what_may_still_be_asked_for_comes_first_and_what_is_over_last() -> None:
    found = needs.schemes(*tables(), "usine", DAY)
    assert found["programme"].tolist() == ["Ouvert", "Sans fin", "Fini"]
    assert found["raison"].tolist() == ["c", "b", "a"]
    assert needs.labels(tables()[0]) == {"usine": "une usine", "foncier": "du foncier"}
    assert needs.schemes(*tables(), "foncier", DAY)["raison"].tolist() == ["d"]


def test_a_closed_scheme_reads_as_closed() -> None:
    found = needs.schemes(*tables(), "usine", DAY)
    told = [needs_view.situation(row) for row in found.itertuples()]
    assert told == [
        "en cours, fin publiée : 2027",
        "fin inconnue, vu pour la dernière fois : mars 2023",
        "clos depuis décembre 2022",
    ]
    undated = found.assign(source_date=None).iloc[[1]]
    assert [needs_view.situation(row) for row in undated.itertuples()] == ["fin inconnue, date de la source inconnue"]
    said = needs_view.summary(found, "une usine", DAY).replace("\u00a0", " ")
    assert said == ("Pour une usine, 3 dispositifs : 1 en cours, 1 sans fin connue et 1 clos, au 22 novembre 2026.")
    assert "clos" not in needs_view.summary(found.head(1), "une usine", DAY)
