"""What a ranking holds and in which order: ties share a rank, one place may come first, the rest may be cut."""

import pandas as pd
import pytest

from data.places.levels import rankable, ranked
from data.query.selection import Selection

TABLE = pd.DataFrame(
    {
        "code": ["a", "b", "c", "d", "e"],
        "code_region": ["11", "11", "32", "32", "32"],
        "population": [4_999, 5_000, 19_999, 20_000, 2_000_000],
        "ordre": [5, 4, 3, 2, 1],
        "valeur": [3.0, 7.0, 3.0, None, 0.0],
    }
).set_index("code")


def order(table: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(table.index, table["rang"], strict=True))


def test_ties_share_the_best_rank_and_follow_their_names() -> None:
    assert order(ranked(TABLE)) == [("b", 1), ("c", 2), ("a", 2), ("e", 4)]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("a", [("a", 2), ("b", 1)]),
        ("b", [("b", 1), ("c", 2)]),
        ("d", [("b", 1), ("c", 2)]),
        ("elsewhere", [("b", 1), ("c", 2)]),
    ],
    ids=["behind", "ahead", "without a value", "not in the table"],
)
def test_a_place_comes_first_with_its_rank_even_when_the_rest_is_cut(
    first: str, expected: list[tuple[str, int]]
) -> None:
    assert order(ranked(TABLE, first, limit=2)) == expected


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), "abcde"),
        (Selection(ranked_region="32"), "cde"),
        (Selection(ranked_population="p1"), "abc"),
        (Selection(ranked_population="p2"), "d"),
        (Selection(ranked_population="p5"), "e"),
        (Selection(ranked_region="11", ranked_population="p1"), "ab"),
        (Selection(ranked_region="75"), ""),
    ],
)
def test_a_ranking_keeps_the_places_of_a_region_and_of_a_class_of_population(selection: Selection, kept: str) -> None:
    assert "".join(rankable(TABLE, selection).index) == kept
