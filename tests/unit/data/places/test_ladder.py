"""Where projects stand, and what corrections changed, on a handful of made projects."""

import pandas as pd
import pytest

from data.places import ladder, revisions
from tests.unit.support.plain_projects import completed

MILLION = 100_000_000  # cents


def projects(*rows: tuple[str | None, int | None, str | None]) -> pd.DataFrame:
    """statut, millions of euros invested, date of the status."""
    table = pd.DataFrame(rows, columns=["statut", "millions", "statut_date"])
    amounts = (table["millions"] * MILLION).astype("Int64")
    return table.assign(investissement_centimes=amounts, statut_date=table["statut_date"].astype("str"))


STEPS = ladder.ladder(
    projects(
        ("En service", 30, "2023-05"),
        ("Annoncé", 60, "2021"),
        ("Annoncé", None, None),
        ("Annoncé", 10, "2025-01-02"),
        ("Liquidé", 500, "2025"),
        ("Suspendu", None, "2024"),
        (None, 7, None),
    )
)


def test_steps_follow_the_life_of_a_project_and_leave_out_what_has_no_status() -> None:
    assert STEPS.index.tolist() == ["Annoncé", "En service", "Suspendu", "Liquidé"]
    assert STEPS["projets"].tolist() == [3, 1, 1, 1]
    assert STEPS["connus"].tolist() == [2, 1, 0, 1]
    assert STEPS["investissement_eur"].tolist() == [70e6, 30e6, 0, 500e6]
    assert STEPS["vu"].tolist() == [2023, 2023, 2024, 2025]


def test_the_share_only_announced_is_of_the_live_euros() -> None:
    assert ladder.share_announced(STEPS) == pytest.approx(0.7)
    assert ladder.live(STEPS)["projets"].sum() == 4
    assert ladder.stopped(STEPS).index.tolist() == ["Suspendu", "Liquidé"]
    assert ladder.share_announced(ladder.ladder(projects(("Annoncé", None, None)))) is None
    assert ladder.share_announced(ladder.ladder(projects(("En service", 1, None)))) == 0


def test_a_table_without_statuses_has_no_ladder() -> None:
    silent = projects((None, 7, None)).astype({"statut_date": "object"})
    assert ladder.ladder(silent).empty
    assert ladder.ladder(silent).columns.tolist() == STEPS.columns.tolist()


def edition() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two projects: one moved from a city to a village, one whose amount was halved and then emptied."""
    projets = pd.DataFrame(
        {
            "id_projet": ["p1", "p2"],
            "taille": ["t2", "t5"],
            "statut": ["Annoncé", "Abandonné"],
            "investissement_centimes": pd.array([10 * MILLION, None], dtype="Int64"),
            "aide_centimes": pd.array([None, None], dtype="Int64"),
            "emplois": pd.array([5, 7], dtype="Int64"),
        }
    )
    rows = [
        ("p1", "code_insee", "59183", "59094", "2026-01-01"),
        ("p2", "investissement_eur", "30000000", "15000000", "2026-01-01"),
        ("p2", "investissement_eur", "15000000", "", "2026-01-02"),
        ("p1", "emplois", "", "5", "2026-01-01"),
        ("p9", "emplois", "1", "2", "2026-01-01"),
    ]
    corrections = pd.DataFrame(rows, columns=["id_projet", "colonne", "ancienne_valeur", "nouvelle_valeur", "date"])
    return completed(projets), corrections.replace("", None)


def test_totals_are_told_before_after_and_live() -> None:
    found = revisions.totals(*edition(), pd.Series({"59183": "t5", "59094": "t2"}))
    assert found.loc[("investissement", "total")].tolist() == [40e6, 10e6, 10e6]
    assert found.loc[("investissement", "petites")].tolist() == [0.0, 1.0, 1.0]
    assert found.loc[("emplois", "total")].tolist() == [7, 12, 5]
    assert found.loc[("aide", "petites")].isna().all()
