"""Matched EPCI on a few made by hand: who is kept, how the others weigh, what a rate counts."""

import numpy as np
import pandas as pd
import pytest

from data.matching import balance, rates, with_weights
from data.query import COLUMNS

INSIDE = [("a", "CC11", 1_000, 4), ("b", "CC11", 3_000, 4), ("c", "CA33", 4_000, 2), ("d", "ME55", 9_000, 9)]
OUTSIDE = [("e", "CC11", 2_000, 2), ("f", "CA33", 1_000, 1), ("g", "CA33", 1_000, 0), ("h", "CC22", 7_000, 7)]


def units() -> pd.DataFrame:
    rows = [(*row, "dans") for row in INSIDE] + [(*row, "hors") for row in OUTSIDE]
    table = pd.DataFrame(rows, columns=["code", "cellule", "population", "projets", "cote"]).set_index("code")
    nothing = dict.fromkeys([column for column in COLUMNS if column != "projets"], 0)
    return table.assign(**nothing, type_epci=table["cellule"].str[:2], densite=50.0)


def test_only_cells_of_both_sides_are_kept_and_each_counts_as_inside() -> None:
    kept = with_weights(units())
    assert kept.index.tolist() == ["a", "b", "c", "e", "f", "g"]
    # Inside, 2 of 3 are in CC11 and 1 of 3 in CA33; outside, 1 and 2 of 3.
    assert kept["poids"].to_dict() == pytest.approx({"a": 1, "b": 1, "c": 1, "e": 2, "f": 0.5, "g": 0.5})
    same = balance(kept)
    assert same["part_cc"].tolist() == pytest.approx([2 / 3, 2 / 3])


def test_a_rate_is_of_all_inhabitants_and_what_is_unknown_is_not_zero() -> None:
    table = rates(units(), with_weights(units()), draws=200).set_index("grandeur")
    row = table.loc["projets"]
    assert row["dans"] == pytest.approx(10_000 * 10 / 8_000)
    assert row["hors"] == pytest.approx(10_000 * (2 * 2 + 0.5 * 1) / (2 * 2_000 + 0.5 * 2_000))
    assert row["rapport"] == pytest.approx(row["dans"] / row["hors"])
    assert row["brut_hors"] == pytest.approx(10_000 * 10 / 11_000)
    assert row["dans_bas"] <= row["dans"] <= row["dans_haut"]
    assert (row["connus_dans"], row["n_dans"], row["n_hors"]) == (10, 10, 3)
    assert table.loc["investissement", ["dans", "hors", "rapport", "dans_bas"]].isna().all()


def test_without_a_like_one_nothing_is_compared() -> None:
    alone = units().loc[["d", "h"]]
    kept = with_weights(alone)
    assert kept.empty
    table = rates(alone, kept, draws=50)
    assert np.isnan(table["rapport"]).all()
