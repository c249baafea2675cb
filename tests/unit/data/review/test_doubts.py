"""What is asked of a row: amounts out of proportion, dates out of order."""

import pandas as pd
import pytest

from data.review import doubts
from tests.unit.data.review.conftest import Made


@pytest.mark.parametrize(
    ("euros", "jobs", "asked"),
    [(10_000_000, 20, 0), (399_999, 20, 1), (400_000, 20, 0), (100_000_001, 20, 1), (10_000_000, 0, 0), (1, None, 0)],
)
def test_an_investment_per_job_out_of_bounds_is_asked(projets: Made, euros: int, jobs: int | None, asked: int) -> None:
    rows = projets({"investissement_centimes": 100 * euros, "emplois": jobs})
    found = list(doubts.per_job(rows))
    assert len(found) == asked
    assert all((problem.row, problem.column) == (2, "emplois") for problem in found)


def test_what_is_asked_of_jobs_says_how_much(projets: Made) -> None:
    rows = projets({}, {"emplois": 1})
    assert [problem.message for problem in doubts.per_job(rows)] == [
        "10\u202f000\u202f000 € d'investissement par emploi : « Usine de tuiles »"
    ]


@pytest.mark.parametrize(
    ("euros", "nature", "asked"),
    [
        (5_000_000, "subvention", 0),
        (5_100_000, "subvention", 1),
        (9_000_000, "prêt", 0),
        (9_000_000, "non précisée", 1),
    ],
)
def test_an_aid_of_more_than_half_is_asked_where_ratios_count_it(
    projets: Made, euros: int, nature: str, asked: int
) -> None:
    rows = projets({"aide_centimes": 100 * euros, "nature_aide": nature})
    assert len(list(doubts.aid_share(rows))) == asked


def test_a_project_is_not_announced_after_its_page(projets: Made) -> None:
    rows = projets(
        {"annee": 2022, "source_date": "2022"}, {"annee": 2023, "source_date": "2022-12-31"}, {"source_date": None}
    )
    assert [(problem.row, problem.column) for problem in doubts.late_years(rows)] == [(3, "annee")]


def test_a_branch_that_one_project_has_is_asked(projets: Made) -> None:
    rows = projets(*[{"filiere": "Santé"}] * doubts.FEWEST_OF_A_NAME, {"filiere": "Automobile"}, {"filiere": None})
    assert [(problem.row, problem.column) for problem in doubts.rare_names(rows)] == [(5, "filiere")]


def events(*rows: tuple[str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "source_date"], dtype="str").assign(id_projet="p00000001")
    return frame.set_axis(range(2, len(rows) + 2))


def test_an_event_before_the_announcement_is_asked(projets: Made) -> None:
    told = events(("2020-12", "2020-12"), ("2021", "2021"), ("2024-01-02", "2024"))
    found = list(doubts.early_events(told, projets()))
    assert [(problem.row, problem.message) for problem in found] == [
        (2, "événement de 2020, projet de 2021 : « Usine de tuiles »")
    ]


def test_an_event_after_its_page_is_asked_as_far_as_both_dates_tell() -> None:
    told = events(
        ("2023-09", "2023-08"), ("2023-09", "2023"), ("2023", "2023-08"), ("2024", None), ("2024", "2023-12-31")
    )
    assert [problem.row for problem in doubts.foretold(told)] == [2, 6]
