"""Ranks that hold and ranks that move, on four territories made by hand."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from data.places.levels import Places
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread.rank_stability import MAX_MOVE, rank_stability, ranks
from tests.unit.support.plain_projects import completed

INVESTED = Selection(measure="investissement")
# Territory -> inhabitants, km², euros of each project (None: not known).
MADE: Mapping[str, tuple[int, float, list[int | None]]] = {
    "2-a": (10_000, 10, [900, 50]),
    "2-b": (200_000, 10, [800]),
    "2-c": (10_000, 1_000, [100, 100]),
    "2-d": (10_000, 10, [None]),
}
COLUMNS = {
    "projet": "p",
    "entreprise": "e",
    "commune": "c",
    "filiere": "f",
    "programme": "p",
    "statut": "Annoncé",
    "precision": "site",
    "nature_aide": None,
    "etiquette": None,
}


def store(made: Mapping[str, tuple[int, float, list[int | None]]]) -> tuple[Projects, Places]:
    """The projects and the places of territories of phase 2."""
    rows: list[dict[str, Any]] = []
    for territory, (_, _, amounts) in made.items():
        for amount in amounts:
            cents = None if amount is None else amount * 100
            rows.append({**COLUMNS, "id_territoire_2": territory, "investissement_centimes": cents})
    table = pd.DataFrame(rows).assign(annee=2021, id_projet=[f"p{n:03}" for n in range(len(rows))])
    absent = ["taille", "type_epci", "densite"]
    table = completed(table.assign(**dict.fromkeys(absent, None)))
    shown = pd.DataFrame(
        {
            "nom": list(made),
            "precision_nom": "",
            "population": [population for population, _, _ in made.values()],
            "superficie_km2": [area for _, area, _ in made.values()],
        },
        index=pd.Index(list(made)),
    )
    return Projects.from_tables(table), Places({"territoires-2": shown}, pd.DataFrame())


def test_ranks_by_denominator_and_without_the_largest() -> None:
    table = ranks(*store(MADE), INVESTED, ns=(0, 1))
    assert table["aucun", 0].tolist()[:3] == [1, 2, 3]
    assert table["habitants", 0].tolist()[:3] == [1, 3, 2]  # 950, 40 and 200 € for 10 000 inhabitants
    assert table["superficie", 0].tolist()[:3] == [1, 2, 3]
    assert table["aucun", 1].tolist()[:3] == [3, 1, 2]  # 50, 800 and 200 € are left
    assert table["part"].equals(table["aucun"])
    assert table.loc["2-d"].isna().all()


def test_lowest_and_highest_over_all_readings() -> None:
    table = rank_stability(*store(MADE), INVESTED)
    assert table[["rang_min", "rang_max", "ecart"]].loc["2-a"].tolist() == [1, 3, 2]
    assert table[["rang_min", "rang_max", "ecart"]].loc["2-b"].tolist() == [1, 3, 2]
    assert table["rang_min"].dtype == "Int64"


def test_a_place_that_loses_its_only_amount_has_fewer_ranks_than_readings() -> None:
    table = rank_stability(*store(MADE), INVESTED)
    # Without 3: « c » keeps one of its two; without 10: nothing is known anywhere.
    assert table["lectures"].unique().tolist() == [16]
    assert table["classements"].to_dict() == {"2-a": 12, "2-b": 8, "2-c": 12, "2-d": 0}
    assert pd.isna(table.at["2-d", "rang_min"])
    assert not table.at["2-d", "instable"]


def test_ties_share_the_best_rank() -> None:
    made = {name: (1_000, 1.0, [amount]) for name, amount in (("2-a", 5), ("2-b", 7), ("2-c", 5), ("2-d", 3))}
    assert ranks(*store(made), INVESTED, ns=(0,))["habitants", 0].tolist() == [2, 1, 2, 4]


def test_a_ratio_has_no_denominator() -> None:
    assert ranks(*store(MADE), Selection(measure="effet_levier", denominator="habitants")).columns.tolist() == [
        ("aucun", 0),
        ("aucun", 1),
        ("aucun", 3),
        ("aucun", 10),
    ]


def test_the_number_left_out_replaces_that_of_the_selection() -> None:
    projects, places = store(MADE)
    beyond = Selection(measure="investissement", without_top=5)
    assert rank_stability(projects, places, beyond).equals(rank_stability(projects, places, INVESTED))


@pytest.mark.parametrize(("others", "flagged"), [(MAX_MOVE, False), (MAX_MOVE + 1, True)])
def test_past_50_ranks_a_place_is_flagged(others: int, flagged: bool) -> None:
    # The largest of all in euros, but so populated that it comes last for each inhabitant.
    made = {f"2-{n:02}": (1_000, 1.0, [100 + n]) for n in range(others)} | {"2-zz": (10**9, 1.0, [9_000, 900])}
    table = rank_stability(*store(made), INVESTED, ns=(0,))
    assert table.at["2-zz", "ecart"] == others
    assert table.at["2-zz", "instable"] == flagged
