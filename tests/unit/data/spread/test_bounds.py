"""Shares when amounts that nobody published are given a value."""

import pandas as pd
import pytest

from data.spread import bounds
from tests.unit.data.spread.test_shares import ALL, COMMUNES, PROJECTS, shares


def test_unknown_amounts_at_zero_leave_the_known_shares_and_at_the_median_move_them() -> None:
    people = shares.inhabitants(COMMUNES, ALL)
    medians = bounds.known_medians(PROJECTS, ALL)
    found = bounds.bounded(shares.side_by_side(PROJECTS, people, ALL, "tailles"), medians)
    own = found[found["grandeur"] == "investissement"].set_index("classe")
    assert medians["investissement"] == 200  # of 600, 300, 100 and 50, the last in no known class
    shown = own[own["part"].notna()]
    assert shown["part_zero"].tolist() == pytest.approx(shown["part"].tolist())
    # Two classes know nothing: each has one project, at 200.
    parts = {"t1": 600, "t2": 200, "t3": 200, "t4": 100, "t5": 300}
    assert own["part_mediane"].dropna().to_dict() == pytest.approx({key: own / 1_400 for key, own in parts.items()})
    assert own["part_zero"].dropna().sum() == pytest.approx(1)


def test_the_share_that_moves_most_is_told_with_both_bounds() -> None:
    rows = pd.DataFrame(
        {
            "classe": ["t1", "t2", "t1", "t2"],
            "grandeur": ["aide", "aide", "emplois", "emplois"],
            "valeur": [90.0, 10.0, 5.0, 5.0],
            "connus": [1, 1, 1, 1],
            "n": [1, 9, 1, 1],
        }
    )
    found = bounds.widest(bounds.bounded(rows, {"aide": 10.0, "emplois": 5.0}))
    assert found == bounds.Widest("t1", "aide", 0.9, 0.5)
    assert bounds.widest(bounds.bounded(rows.assign(n=rows["connus"]), {"aide": 10.0})) is None
