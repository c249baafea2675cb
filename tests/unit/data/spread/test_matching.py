"""Matched EPCI on a few made by hand: who is kept, how the others weigh, what a rate counts."""

import numpy as np
import pandas as pd
import pytest

from components.views.repartition.matched import left_out
from data.places.levels import Places
from data.query.aggregation import COLUMNS
from data.query.selection import Selection
from data.spread.matching import balance, epci, rates, weights, with_weights
from tests.unit.support.plain_projects import projects_of

INSIDE = [
    ("a", "CC11", 1_000, 40),
    ("b", "CC11", 3_000, 40),
    ("i", "CC11", 2_000, 10),
    ("j", "CC11", 2_000, 10),
    ("c", "CA33", 4_000, 20),
    ("k", "CA33", 4_000, 0),
    ("d", "ME55", 9_000, 90),
    ("l", "CC44", 1_000, 0),
    ("m", "CC44", 1_000, 0),
]
OUTSIDE = [
    ("e", "CC11", 2_000, 20),
    ("n", "CC11", 2_000, 0),
    ("f", "CA33", 1_000, 10),
    ("g", "CA33", 1_000, 0),
    ("h", "CC22", 7_000, 70),
    ("o", "CC44", 1_000, 10),
]


def units() -> pd.DataFrame:
    rows = [(*row, "dans") for row in INSIDE] + [(*row, "hors") for row in OUTSIDE]
    table = pd.DataFrame(rows, columns=["code", "cellule", "population", "projets", "cote"]).set_index("code")
    nothing = dict.fromkeys([column for column in COLUMNS if column != "projets"], 0)
    own = {"habitants": table["population"], "type_epci": table["cellule"].str[:2], "densite": 50.0}
    return table.assign(**nothing, **own, industrie=np.nan)


def test_only_cells_with_two_of_both_sides_are_kept_and_each_counts_as_inside() -> None:
    kept = with_weights(units())
    assert kept.index.tolist() == ["a", "b", "i", "j", "c", "k", "e", "n", "f", "g"]
    # Inside, 4 of 6 are in CC11 and 2 of 6 in CA33; outside, 2 and 2 of 4.
    assert kept["poids"].loc[["a", "c", "e", "f"]].tolist() == pytest.approx([1, 1, 4 / 3, 2 / 3])
    assert balance(kept)["part_cc"].tolist() == pytest.approx([2 / 3, 2 / 3])


def test_the_mean_of_jobs_is_of_those_that_are_known() -> None:
    kept = with_weights(units())
    assert balance(kept)["industrie"].isna().all()
    told = kept.assign(industrie=[10.0, 20.0, *[np.nan] * 4, 30.0, 60.0, np.nan, np.nan])
    assert balance(told)["industrie"].tolist() == [15, 45]


def communes() -> pd.DataFrame:
    """Three EPCI of one commune each, alike but for their industrial jobs."""
    return pd.DataFrame(
        {
            "code_epci": ["a", "b", "c"],
            "type_epci": "CC",
            "population": 15_000,
            "superficie_km2": 200.0,
            "id_territoire_2": ["2-ti-1", None, None],
            "emplois_industriels": [300.0, 1_600.0, np.nan],
        },
        index=["01001", "01002", "01003"],
    )


def test_like_ones_have_as_many_industrial_jobs_where_they_are_known() -> None:
    projects = projects_of({"elsewhere": {"code_epci": "200000000"}})
    table = epci(projects, Places({}, communes()), Selection())
    assert table["industrie"].tolist() == pytest.approx([20, 106.7, np.nan], abs=0.1, nan_ok=True)
    assert table["cellule"].tolist() == ["CC121", "CC123", "CC12?"]
    without = epci(projects, Places({}, communes().drop(columns="emplois_industriels")), Selection())
    assert without["cellule"].nunique() == 1
    assert without["industrie"].isna().all()


def test_a_rate_is_of_all_inhabitants_and_what_is_unknown_is_not_zero() -> None:
    table = rates(units(), with_weights(units()), draws=50).set_index("grandeur")
    row = table.loc["projets"]
    assert row["dans"] == pytest.approx(10_000 * 120 / 16_000)
    assert row["hors"] == pytest.approx(10_000 * (20 * 4 / 3 + 10 * 2 / 3) / (4_000 * 4 / 3 + 2_000 * 2 / 3))
    assert row["rapport"] == pytest.approx(row["dans"] / row["hors"])
    assert row["brut_hors"] == pytest.approx(10_000 * 110 / 14_000)
    assert row["dans_bas"] <= row["dans"] <= row["dans_haut"]
    assert (row["connus_dans"], row["n_dans"], row["n_hors"]) == (120, 120, 30)
    assert table.loc["investissement", ["dans", "hors", "rapport", "dans_bas"]].isna().all()


def test_an_unknown_amount_beside_known_ones_only_adds_its_inhabitants() -> None:
    kept = with_weights(units())
    known = kept.assign(investissement_centimes=0, investissement_connus=0)
    known.loc[["a", "e"], ["investissement_centimes", "investissement_connus"]] = [[600_000, 12], [300_000, 12]]
    row = rates(known, known, draws=50).set_index("grandeur").loc["investissement"]
    assert row["dans"] == pytest.approx(10_000 * 6_000 / 16_000)
    assert row["rapport"] == pytest.approx(row["dans"] / row["hors"])
    # A draw without the only EPCI outside that has an amount has no ratio: nothing bounds it.
    assert np.isnan(row["rapport_haut"]) and row["hors_bas"] == 0


def test_no_ratio_rests_on_a_few_projects() -> None:
    few = with_weights(units()).assign(projets=1)
    row = rates(few, few, draws=50).set_index("grandeur").loc["projets"]
    assert (row["connus_dans"], row["connus_hors"]) == (6, 4)
    assert row["dans"] > 0 and np.isnan(row["rapport"])


def test_without_a_like_one_nothing_is_compared() -> None:
    alone = units().loc[["d", "h"]]
    kept = with_weights(alone)
    assert kept.empty
    assert np.isnan(rates(alone, kept, draws=50)["rapport"]).all()


def test_a_quantity_made_by_its_ten_largest_projects_is_told_apart() -> None:
    few = {f"few{rank}": {"emplois": 10, "investissement_centimes": 100} for rank in range(10)}
    many = {f"many{rank:02}": {"emplois": 9} for rank in range(30)}
    elsewhere = {"elsewhere": {"emplois": 9_999, "code_epci": "200000000"}}
    found = weights(projects_of(few | many | elsewhere), Selection(), pd.Index(["200044618"]))
    assert found == {"investissement": 1.0, "emplois": 100 / 370}
    told = left_out({"investissement": 0.8})
    assert "investissement connu (80" in told and "10 plus gros" in told
    assert left_out({}) == ""
