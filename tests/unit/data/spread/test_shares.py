"""Shares by class of commune on a table made by hand: unknown is not zero, and inhabitants follow the places."""

import math
from typing import Any

import pandas as pd
import pytest

from data.query import measures
from data.query.projects import NONE
from data.query.selection import Selection
from data.spread import shares
from tests.unit.support.plain_projects import projects_of

ALL = Selection()
LABELLED = {"id_territoire_2": "2-ti-1"}
ROWS: dict[str, dict[str, Any]] = {
    "largest_small_commune": {"investissement_centimes": 60_000, "emplois": 5, **LABELLED},
    "second_metropole": {"investissement_centimes": 30_000, "aide_centimes": 900, "taille": "t5", "type_epci": "ME"},
    "third_ca_other_year": {"investissement_centimes": 10_000, "taille": "t4", "type_epci": "CA", "annee": 2024},
    "unknown_amount": {"taille": "t3", "type_epci": "CA", **LABELLED},
    "zero_is_known": {"aide_centimes": 0, "taille": "t2"},
    "no_commune": {"investissement_centimes": 5_000, "taille": None, "type_epci": None},
}
COMMUNES = pd.DataFrame(
    [
        ("t1", "CC", "32", "2-ti-1", 1_000, 10.0),
        ("t1", "CC", "84", None, 1_000, 10.0),
        ("t3", "CA", "32", "2-ti-1", 8_000, 20.0),
        ("t4", "CA", "84", None, 30_000, 40.0),
        ("t5", "ME", "84", None, 160_000, 20.0),
    ],
    columns=["taille", "type_epci", "code_region", "id_territoire_2", "population", "superficie_km2"],
).assign(id_territoire_1=None, densite=["Petites villes", None, None, None, "Grands centres urbains"])


PROJECTS = projects_of(ROWS)
PEOPLE = shares.inhabitants(COMMUNES, ALL)


def moved_most(selection: Selection, ns: tuple[int, ...] = (1,), of: str = shares.SHARE) -> shares.Move | None:
    people = shares.inhabitants(COMMUNES, selection)
    return shares.moved_most(PROJECTS, selection, shares.moves(PROJECTS, people, selection, ns, of))


def beside(by: str, selection: Selection = ALL) -> pd.DataFrame:
    people = shares.inhabitants(COMMUNES, selection)
    return shares.side_by_side(PROJECTS, people, selection, by).set_index(["grandeur", "classe"])


def test_shares_are_of_what_is_known_and_of_known_classes() -> None:
    table = beside("tailles")
    parts = table["part"]["investissement"]
    assert parts.dropna().to_dict() == {"t1": 0.6, "t4": 0.1, "t5": 0.3}
    assert table.loc[("investissement", NONE), "valeur"] == 50  # shown, but in no share
    assert table["part"]["projets"].to_dict() == pytest.approx(
        {"t1": 0.2, "t2": 0.2, "t3": 0.2, "t4": 0.2, "t5": 0.2, NONE: math.nan}, nan_ok=True
    )


def test_unknown_is_not_zero_and_zero_is_known() -> None:
    table = beside("tailles")
    unknown = table.loc[("investissement", "t3")]
    assert (unknown["connus"], unknown["n"], unknown["couverture"]) == (0, 1, 0)
    assert math.isnan(unknown["valeur"])
    assert math.isnan(unknown["part"])
    zero = table.loc[("aide", "t2")]
    assert (zero["valeur"], zero["part"], zero["couverture"]) == (0, 0, 1)


def test_a_class_without_a_project_is_there_with_its_inhabitants() -> None:
    table = beside("types_epci")
    assert table.loc[("projets", "CU"), ["valeur", "part", "n"]].tolist() == [0, 0, 0]
    assert math.isnan(table.loc[("investissement", "CU"), "valeur"])
    assert table["part"]["population"].to_dict() == pytest.approx(
        {"ME": 0.8, "CU": 0, "CA": 0.19, "CC": 0.01, "SE": 0, NONE: math.nan}, nan_ok=True
    )


RATE = shares.RATES[measures.BY_JOBS]


def with_jobs(*jobs: float) -> pd.DataFrame:
    people = shares.inhabitants(COMMUNES.assign(emplois_industriels=jobs), ALL)
    return shares.side_by_side(PROJECTS, people, ALL, "tailles").set_index(["grandeur", "classe"])


def test_rates_are_per_industrial_job_where_the_jobs_are_known() -> None:
    table = with_jobs(30, 10, 500, 0, 2_000)
    euros = table.loc["investissement"]
    assert euros.at["t1", RATE] == pytest.approx(1_000 * 600 / 40)
    assert euros.at["t5", RATE] == pytest.approx(1_000 * 300 / 2_000)
    assert math.isnan(euros.at["t4", RATE])  # no job at all is a number, and divides nothing
    assert euros[RATE + shares.MEAN].dropna().unique() == pytest.approx([1_000 * 1_000 / 2_540])
    assert RATE not in beside("tailles")


def test_a_rate_per_job_is_not_given_where_jobs_are_secret() -> None:
    # The commune of t1 whose jobs are secret has half of the inhabitants of its class; that of all classes lacks more
    # than one inhabitant in a hundred of t1 alone, and a mean over what lacks a class would be too high.
    table = with_jobs(30, math.nan, 500, 0, 2_000)
    assert table.loc["investissement"][RATE].isna()[["t1", "t4"]].all()
    assert table.loc["investissement"].at["t5", RATE] == pytest.approx(1_000 * 300 / 2_000)
    assert table[RATE + shares.MEAN].isna().all()


def test_rates_are_per_inhabitant_and_per_area_of_the_class() -> None:
    largest = beside("tailles").loc[("investissement", "t1")]
    assert (largest["valeur"], largest["pour_10000_habitants"], largest["pour_100_km2"]) == (600, 3_000, 3_000)
    assert largest["fragile"]


def test_the_mean_rate_is_of_all_the_classes_known_or_not_but_the_unknown_one() -> None:
    table = beside("tailles")
    # 1 000 € known, of the projects whose class is known, for all the inhabitants: also those of t2 and t3, where
    # nothing is known.
    assert (
        table["pour_10000_habitants_moyen"]["investissement"].tolist() == [pytest.approx(1_000 / 200_000 * 10_000)] * 6
    )
    assert table["pour_100_km2_moyen"]["investissement"].iloc[0] == pytest.approx(1_000)
    assert table["pour_10000_habitants_moyen"]["emplois"].iloc[0] == pytest.approx(5 / 20)
    assert table["pour_10000_habitants_moyen"]["population"].isna().all()


def test_a_rate_without_a_known_value_or_an_inhabitant_is_unknown_and_one_of_no_project_is_zero() -> None:
    rates = beside("tailles")["pour_10000_habitants"]
    assert math.isnan(rates["investissement", "t3"])  # a project, its amount unknown
    assert math.isnan(rates["projets", "t2"])  # a project, but nobody lives in the communes kept
    assert beside("types_epci", Selection(years=(2024, None)))["pour_10000_habitants"]["projets", "ME"] == 0
    empty = beside("tailles", Selection(text="rien"))
    assert empty["pour_10000_habitants_moyen"]["projets"].tolist() == [0] * 6
    assert empty["pour_10000_habitants_moyen"]["aide"].isna().all()


def test_inside_and_outside_follow_the_phase() -> None:
    assert beside("label")["valeur"]["projets"].to_dict() == {"dans": 2, "hors": 4}
    assert beside("label")["valeur"]["population"].to_dict() == {"dans": 9_000, "hors": 191_000}
    phase_1 = beside("label", Selection(phase=1))
    assert phase_1["valeur"]["projets"].to_dict() == {"dans": 0, "hors": 6}
    assert phase_1["valeur"]["population"].to_dict() == {"dans": 0, "hors": 200_000}


@pytest.mark.parametrize(
    ("selection", "population"),
    [
        (Selection(regions=("84",)), 191_000),
        (Selection(sizes=("t1", "t3")), 10_000),
        (Selection(epci_types=("CA",)), 38_000),
        (Selection(perimeter="dans"), 9_000),
        (Selection(perimeter="hors", regions=("84",), sizes=("t1",)), 1_000),
        (Selection(programmes=("France 2030",), years=(2024, None), without_top=1), 200_000),
    ],
)
def test_inhabitants_are_those_of_the_places_that_are_selected(selection: Selection, population: int) -> None:
    assert shares.inhabitants(COMMUNES, selection)["population"].sum() == population


def test_the_cross_table_shares_each_row_column_and_the_whole() -> None:
    table = shares.cross_table(PROJECTS, shares.inhabitants(COMMUNES, ALL), ALL)
    table = table.set_index(["grandeur", "taille", "type_epci"])
    cell = table.loc[("population", "t3", "CA")]
    assert (cell["part"], cell["part_ligne"]) == (0.04, 1)
    assert cell["part_colonne"] == pytest.approx(8 / 38)
    cell = table.loc[("projets", "t1", "CC")]
    assert (cell["part"], cell["part_ligne"], cell["part_colonne"]) == (0.2, 1, 0.5)
    assert table.loc[("projets", NONE, NONE), ["part", "part_ligne", "part_colonne"]].isna().all()
    assert math.isnan(table.loc[("projets", "t5", "SE"), "part_colonne"])  # a share of nothing


@pytest.mark.parametrize("selection", [ALL, Selection(years=(2024, None)), Selection(text="rien")])
def test_the_years_stay_the_same_whatever_is_selected(selection: Selection) -> None:
    table = shares.by_year(PROJECTS, shares.inhabitants(COMMUNES, selection), selection, "tailles")
    assert table["annee"].unique().tolist() == [2022, 2023, 2024]
    assert "population" not in set(table["grandeur"])


def test_shares_over_time_are_of_the_year() -> None:
    table = shares.by_year(PROJECTS, PEOPLE, ALL, "tailles").set_index(["grandeur", "annee", "classe"])
    table = table["part"].sort_index()
    assert table["projets", 2024, "t4"] == 1
    assert table["projets", 2022, "t1"] == 0.25
    assert math.isnan(table["projets", 2023, "t1"])
    assert table["investissement", 2022].dropna().to_dict() == pytest.approx({"t1": 2 / 3, "t5": 1 / 3})


def test_rates_over_time_are_for_all_the_inhabitants_of_the_class_and_the_mean_is_of_the_year() -> None:
    table = shares.by_year(PROJECTS, PEOPLE, ALL, "tailles").set_index(["grandeur", "annee", "classe"]).sort_index()
    rates = table["pour_10000_habitants"]
    assert rates["investissement", 2022, "t1"] == pytest.approx(600 / 2_000 * 10_000)
    assert rates["investissement", 2024, "t4"] == pytest.approx(100 / 30_000 * 10_000)
    assert math.isnan(rates["investissement", 2022, "t3"])
    assert math.isnan(rates["investissement", 2023, "t1"])
    assert rates["projets", 2023, "t1"] == 0
    means = table["pour_10000_habitants_moyen"]
    assert means["investissement", 2022].tolist() == [pytest.approx(900 / 200_000 * 10_000)] * 6
    assert means["investissement", 2024].tolist() == [pytest.approx(100 / 200_000 * 10_000)] * 6
    assert means["investissement", 2023].isna().all()


def test_headline_rates_are_beside_that_of_all_communes() -> None:
    table = shares.headlines(PROJECTS, PEOPLE, ALL).set_index(["ensemble", "grandeur"])
    small = table.loc[("petites_communes", "investissement")]
    assert small["pour_10000_habitants"] == pytest.approx(600 / 10_000 * 10_000)
    assert small["pour_10000_habitants_moyen"] == pytest.approx(1_000 / 200_000 * 10_000)
    assert (small["connus_ensemble"], small["fragile"]) == (1, True)
    assert table["pour_100_km2"]["metropoles", "aide"] == pytest.approx(9 / 20 * 100)


def test_headlines_say_how_far_they_are_known() -> None:
    table = shares.headlines(PROJECTS, PEOPLE, ALL).set_index(["ensemble", "grandeur"])
    small = table.loc[("petites_communes", "investissement")]
    assert small[["valeur", "total", "part", "connus", "n", "couverture"]].tolist() == [600, 1_000, 0.6, 3, 5, 0.6]
    parts = table["part"]["metropoles"]
    assert parts[["projets", "investissement", "aide", "population"]].tolist() == [0.2, 0.3, 1, 0.8]
    assert math.isnan(parts["emplois"])
    assert table.loc[("label", "investissement"), ["part", "n"]].tolist() == pytest.approx([600 / 1_050, 6])


def test_what_moves_most_without_the_largest_project() -> None:
    found = moved_most(ALL)
    # Small communes have no other known amount: their share is then unknown, so the métropole's is what moves most.
    assert found == shares.Move("metropoles", "investissement", 1, 0.3, 0.75, (0,))
    moves = shares.moves(PROJECTS, PEOPLE, ALL, [1]).set_index(["ensemble", "grandeur"])
    assert math.isnan(moves["apres"]["label", "emplois"])


def test_rates_move_beside_that_of_all_communes_and_the_one_that_moves_most_does_so_for_its_size() -> None:
    table = shares.moves(PROJECTS, PEOPLE, ALL, [1], "pour_10000_habitants").set_index(["ensemble", "grandeur"])
    assert set(table.index.get_level_values("ensemble")) == {*shares.HEADLINES, shares.ALL}
    assert table.loc[("ensemble", "investissement"), ["avant", "apres", "ecart"]].tolist() == pytest.approx(
        [50, 20, -0.6]
    )
    assert "population" not in table.index.get_level_values("grandeur")
    # 9 € of aid, all there is, count for more than 600 €, three in five: shares of what was, not euros.
    found = moved_most(ALL, of="pour_10000_habitants")
    assert found is not None
    assert (found.ensemble, found.grandeur, found.ecartes) == ("ensemble", "aide", (1,))


def test_the_projects_left_out_are_those_of_the_selection_largest_first() -> None:
    found = moved_most(Selection(years=(None, 2023), without_top=1), ns=(2,))
    assert found is not None
    assert (found.n, found.ecartes) == (2, (0, 1))


def test_nothing_moves_in_a_selection_without_amounts() -> None:
    assert moved_most(Selection(sizes=("t3",)), ns=(1, 3)) is None
    assert moved_most(Selection(text="rien")) is None


def test_an_empty_selection_has_no_share_but_all_its_rows() -> None:
    table = beside("tailles", Selection(text="rien"))
    assert table["valeur"]["projets"].tolist() == [0] * 6
    assert table["part"][list(shares.MEASURED)].isna().all()
    assert table["part"]["population"].sum() == pytest.approx(1)


def test_another_partition_is_refused() -> None:
    with pytest.raises(KeyError, match="filieres"):
        shares.side_by_side(PROJECTS, shares.inhabitants(COMMUNES, ALL), ALL, "filieres")


def test_without_a_level_of_density_nothing_is_shared_but_all_is_counted() -> None:
    rows = {
        "town": {"investissement_centimes": 3_000, "densite": "Petites villes"},
        "city": {"investissement_centimes": 1_000, "densite": "Grands centres urbains"},
        "unknown": {"investissement_centimes": 6_000},
    }
    people = shares.inhabitants(COMMUNES, ALL)
    table = shares.side_by_side(projects_of(rows), people, ALL, "densites").set_index(["grandeur", "classe"])
    assert people["population"].sum() == 200_000
    assert table.loc["investissement", "part"].dropna().to_dict() == {
        "Petites villes": 0.75,
        "Grands centres urbains": 0.25,
    }
    assert table.at[("investissement", NONE), "valeur"] == 60
    assert table.at[("population", "Grands centres urbains"), "part"] == pytest.approx(160 / 161)


def test_all_of_what_is_known_is_no_share_where_the_rest_has_projects_of_unknown_value() -> None:
    own = pd.DataFrame({"valeur": [5.0, 5.0, 5.0, math.nan], "connus": [1, 1, 1, 0], "n": [1, 1, 2, 1]})
    whole = pd.DataFrame({"valeur": [5.0, 5.0, 8.0, 5.0], "connus": [1, 1, 2, 1], "n": [3, 1, 9, 2]})
    shares_found = measures.part(own, whole)
    assert math.isnan(shares_found[0]) and math.isnan(shares_found[3])
    assert shares_found[1:2].tolist() == [1] and shares_found[2] == 0.625
