"""Filières on tables made by hand: shares, quotients and their bounds as they are computed on paper."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.places.levels import COLUMNS, Places
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.spread import sectors
from tests.unit.support.plain_projects import PLAIN, completed

ALL = Selection()
REGIONS = pd.DataFrame({"code_region": ["24", "27", "84"]})
TERRITORIES = pd.DataFrame({"id_territoire": ["2-a", "2-b", "2-c", "2-d"], "phase": 2})


def made(rows: Sequence[dict[str, Any]]) -> Projects:
    table = pd.DataFrame([{**PLAIN, "code_region": "24", **row, "id_projet": f"p{i}"} for i, row in enumerate(rows)])
    return Projects.from_tables(completed(table), regions=REGIONS, territoires=TERRITORIES)


def counted(counts: dict[tuple[str, str | None], int]) -> Projects:
    """As many projects of each filière in each région."""
    return made([{"filiere": name, "code_region": region} for (name, region), n in counts.items() for _ in range(n)])


def quotients(counts: dict[tuple[str, str | None], int], selection: Selection = ALL) -> pd.DataFrame:
    return sectors.location_quotients(counted(counts), selection).set_index(["filiere", "code_region"])


# Région 24: 8 of 20 projects are of Santé; the whole: 10 of 100.
COUNTS: dict[tuple[str, str | None], int] = {
    ("Santé", "24"): 8,
    ("Bois", "24"): 12,
    ("Santé", "27"): 2,
    ("Bois", "27"): 70,
    ("Bois", "84"): 8,
}
SMALL = made(
    [
        {"filiere": "Santé", "investissement_centimes": 10_001, "emplois": 3},
        {"filiere": "Santé", "investissement_centimes": 30_002, "code_region": "27"},
        {"filiere": "Bois", "investissement_centimes": 60_000, "code_region": "27", "aide_centimes": 0},
        {"filiere": "Bois", "code_region": "27"},
    ]
)


def test_sums_and_shares_of_filieres_are_of_what_is_known() -> None:
    table = sectors.by_sector(SMALL, ALL).set_index(["grandeur", "filiere"])
    assert table["part"]["projets"].to_dict() == {"Bois": 0.5, "Santé": 0.5}
    assert table["valeur"]["investissement"].to_dict() == {"Bois": 600, "Santé": 400.03}
    assert table.loc[("investissement", "Bois"), ["connus", "n", "couverture"]].tolist() == [1, 2, 0.5]
    assert table["part"]["investissement"].sum() == pytest.approx(1)


def test_an_unknown_filiere_amount_is_not_zero_and_zero_is_known() -> None:
    table = sectors.by_sector(SMALL, ALL).set_index(["grandeur", "filiere"])
    assert math.isnan(table.loc[("emplois", "Bois"), "valeur"])
    assert math.isnan(table.loc[("emplois", "Bois"), "part"])
    assert math.isnan(table.loc[("emplois", "Santé"), "part"]), "all of what is known, beside projects of unknown jobs"
    assert table.loc[("aide", "Bois"), "valeur"] == 0  # known, though it shares nothing
    assert math.isnan(table.loc[("aide", "Bois"), "part"])


def test_matrix_shares_are_of_the_row_the_column_and_the_total() -> None:
    table = sectors.matrix(SMALL, ALL, "investissement").set_index(["filiere", "code_region"])
    cell = table.loc[("Santé", "27")]
    assert cell["part"] == pytest.approx(300.02 / 1000.03)
    assert cell["part_ligne"] == pytest.approx(300.02 / 400.03)
    assert cell["part_colonne"] == pytest.approx(300.02 / 900.02)
    assert len(table) == 2 * 3  # also the région without a project
    assert math.isnan(table.loc[("Bois", "24"), "valeur"])


def test_projects_outside_any_region_are_kept_apart() -> None:
    projects = counted({("Santé", "24"): 3, ("Santé", None): 5, ("Bois", "27"): 1})
    table = sectors.matrix(projects, ALL, "projets").set_index(["filiere", "code_region"])
    assert table.loc[("Santé", NONE), "valeur"] == 5
    assert table.loc[("Santé", NONE), ["part", "part_ligne", "part_colonne"]].isna().all()
    assert table.loc[("Santé", "24"), "part"] == 0.75
    assert NONE not in sectors.location_quotients(projects, ALL)["code_region"].tolist()


def test_filtered_filieres_and_regions_have_no_row() -> None:
    table = sectors.matrix(SMALL, Selection(filieres=("Bois",), regions=("27",)), "projets")
    assert table[["filiere", "code_region", "valeur", "part"]].to_numpy().tolist() == [["Bois", "27", 2.0, 1.0]]
    assert sectors.by_sector(SMALL, Selection(filieres=("Bois",)))["filiere"].unique().tolist() == ["Bois"]


def test_a_quotient_computed_on_paper() -> None:
    found = quotients(COUNTS)
    assert found.loc[("Santé", "24"), "quotient"] == pytest.approx((8 / 20) / (10 / 100))
    assert found.loc[("Bois", "24"), "quotient"] == pytest.approx((12 / 20) / (90 / 100))
    assert found.loc[("Santé", "24"), ["projets", "projets_region", "projets_filiere"]].tolist() == [8, 20, 10]
    assert found.loc[("Santé", "24"), "bas"] > 1 > found.loc[("Bois", "24"), "haut"]


def test_too_few_projects_give_no_quotient_but_a_reason() -> None:
    found = quotients(COUNTS)
    assert found["motif"].to_dict() == {
        ("Bois", "24"): "",
        ("Bois", "27"): "",
        ("Bois", "84"): sectors.FEW,  # 8 projects in the région
        ("Santé", "24"): "",
        ("Santé", "27"): sectors.FEW,  # 2 projects of the filière
        ("Santé", "84"): sectors.FEW,
    }
    assert found.loc[found["motif"] != "", ["quotient", "bas", "haut"]].isna().all(axis=None)
    assert found.loc[found["motif"] == "", ["quotient", "bas", "haut"]].notna().all(axis=None)


def test_the_minimum_is_reached_exactly() -> None:
    counts: dict[tuple[str, str | None], int] = {("Santé", "24"): 3, ("Bois", "24"): 7, ("Bois", "27"): 10}
    assert quotients(counts).loc[("Santé", "24"), "motif"] == ""
    assert quotients({**counts, ("Santé", "24"): 2}).loc[("Santé", "24"), "motif"] == sectors.FEW
    assert quotients({**counts, ("Bois", "24"): 6}).loc[("Santé", "24"), "motif"] == sectors.FEW


def test_one_region_or_one_filiere_compares_with_nothing() -> None:
    region = quotients({("Santé", "24"): 8, ("Bois", "24"): 12})
    assert set(region.xs("24", level="code_region")["motif"]) == {sectors.ALONE}
    filiere = quotients({("Santé", "24"): 20, ("Santé", "27"): 12})
    assert filiere.loc[("Santé", "24"), "motif"] == filiere.loc[("Santé", "27"), "motif"] == sectors.ALONE


def test_a_filter_on_filieres_shows_fewer_quotients_but_changes_none() -> None:
    whole = quotients(COUNTS)
    part = quotients(COUNTS, Selection(filieres=("Santé",)))
    pd.testing.assert_frame_equal(part, whole.loc[["Santé"]])


# The files that other tests left open are told when the memory is collected: here as well as elsewhere.
@pytest.mark.filterwarnings("error", "ignore::ResourceWarning")
def test_no_project_gives_no_quotient_and_no_warning() -> None:
    empty = Selection(years=(1900, 1900))
    projects = counted(COUNTS)
    assert set(sectors.location_quotients(projects, empty)["motif"]) == {sectors.FEW}
    assert sectors.by_sector(projects, empty)["part"].isna().all()
    assert sectors.matrix(projects, empty, "projets")["part"].isna().all()


def ratio(quotient: float, share: float) -> float:
    """The ratio between a région and the rest that a quotient stands for."""
    return quotient * (1 - share) / (1 - share * quotient)


def test_bounds_are_those_published_for_the_ratio_of_two_proportions() -> None:
    """7 of 34 beside 1 of 34: 1.1537 to 41.9763, « MOVER-R Wilson » of the R package contingencytables."""
    low, high = sectors.interval(np.array([7.0]), np.array([34.0]), np.array([8.0]), 68)
    assert ratio(float(low[0]), 0.5) == pytest.approx(1.1537, abs=5e-5)
    assert ratio(float(high[0]), 0.5) == pytest.approx(41.9763, abs=5e-4)


def test_a_filiere_that_lies_in_one_region_alone_has_bounds() -> None:
    low, high = sectors.interval(np.array([3.0]), np.array([20.0]), np.array([3.0]), 800)
    assert 1 < low[0] < 40
    assert high[0] == pytest.approx(800 / 20)  # all of it is there: no quotient can be greater


def test_a_region_of_one_filiere_alone_has_a_lower_bound_under_its_quotient() -> None:
    low, high = sectors.interval(np.array([10.0]), np.array([10.0]), np.array([60.0]), 500)
    assert low[0] < 500 / 60 * 0.95
    assert high[0] >= 500 / 60


def binomial(size: int, share: float) -> np.ndarray:
    return np.array([math.comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)])


@pytest.mark.parametrize(("p1", "p2"), [(0.1, 0.1), (0.2, 0.05), (0.3, 0.1), (0.15, 0.3), (0.5, 0.1)])
@pytest.mark.parametrize("size", [20, 60])
def test_the_interval_holds_the_true_quotient_95_times_in_100(p1: float, p2: float, size: int) -> None:
    """The exact chance, over all the pairs of counts that two binomials can draw."""
    rest = 300
    cell, other = (counts.ravel() for counts in np.meshgrid(np.arange(1.0, size + 1), np.arange(rest + 1.0)))
    chance = np.outer(binomial(rest, p2), binomial(size, p1)[1:]).ravel()
    low, high = sectors.interval(cell, np.full_like(cell, size), cell + other, size + rest)
    share = size / (size + rest)
    true = p1 / (share * p1 + (1 - share) * p2)
    held = chance[(low <= true) & (true <= high)].sum() / chance.sum()
    assert 0.925 <= held <= 0.985


def places() -> Places:
    names = pd.DataFrame(
        {
            "nom": ["Aa", "Brie", "Creuse", "Douaisis"],
            "precision_nom": "",
            "population": 1,
            "population_millesime": "2023",
        },
        index=TERRITORIES["id_territoire"],
    ).assign(superficie_km2=1.0, code_region="24", ordre=[1, 2, 3, 4])
    return Places({"territoires-2": names[COLUMNS]}, pd.DataFrame())


def test_leaders_tie_share_their_rank_and_stay_together() -> None:
    spread = {"2-d": 3, "2-b": 2, "2-c": 2, "2-a": 1, None: 8}
    projects = made([{"filiere": "Santé", "id_territoire_2": code} for code, n in spread.items() for _ in range(n)])
    table = sectors.leaders(projects, places(), ALL, "projets", 2)
    assert table[["nom", "rang", "valeur"]].to_numpy().tolist() == [
        ["Douaisis", 1, 3],
        ["Brie", 2, 2],
        ["Creuse", 2, 2],
    ]
    assert table["part"].tolist() == [3 / 16, 2 / 16, 2 / 16]


def test_a_territory_without_a_known_amount_leads_nothing() -> None:
    projects = made(
        [
            {"filiere": "Santé", "id_territoire_2": "2-a"},
            {"filiere": "Santé", "id_territoire_2": "2-b", "investissement_centimes": 0},
            {"filiere": "Bois", "id_territoire_2": "2-c", "investissement_centimes": 100},
        ]
    )
    table = sectors.leaders(projects, places(), ALL, "investissement", 3)
    assert table[["filiere", "nom", "valeur", "part"]].to_numpy().tolist() == [["Bois", "Creuse", 1.0, 1.0]]
