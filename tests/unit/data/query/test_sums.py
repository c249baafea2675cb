"""Sums, medians and rankings of known projects: exact, whole, and nothing of another visitor."""

import csv
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.paths import FACTS
from data.query import aggregation
from data.query.aggregation import COLUMNS, DIMENSIONS, FACETS, aggregate, facets, loosening, matching, medians
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from geo.errors import DataError
from tests.unit.data.query.test_aggregation import ALL, BITING, PLAIN, PROJECTS, ROWS, plain_totals, table
from tests.unit.support.plain_projects import projects_of


def test_the_facts_to_the_euro() -> None:
    with (FACTS / "projets.csv").open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    sums = {}
    for column in ("investissement_eur", "aide_publique_eur", "emplois"):
        known = [int(row[column]) for row in published if row[column]]
        sums[column] = (sum(known), len(known))
    rows = [
        {
            **PLAIN,
            **{
                k: row[k]
                for k in ("id_projet", "projet", "entreprise", "commune", "code_insee", "filiere", "programme")
            },
            **{k: row[k] for k in ("statut", "precision")},
            "annee": int(row["annee"]),
            "investissement_centimes": int(row["investissement_eur"]) * 100 if row["investissement_eur"] else None,
            "aide_centimes": int(row["aide_publique_eur"]) * 100 if row["aide_publique_eur"] else None,
            "emplois": int(row["emplois"]) if row["emplois"] else None,
        }
        for row in published
    ]
    projects = Projects.from_tables(table(rows))
    total = aggregate(projects, ALL).iloc[0]
    assert total["projets"] == len(published)
    investment, aid, jobs = (sums[column] for column in ("investissement_eur", "aide_publique_eur", "emplois"))
    assert (total["investissement_centimes"], total["investissement_connus"]) == (investment[0] * 100, investment[1])
    assert (total["aide_centimes"], total["aide_connus"]) == (aid[0] * 100, aid[1])
    assert (total["emplois"], total["emplois_connus"]) == jobs
    for by in ("filieres", "programmes", "annees", "statuts", "precisions", "communes"):
        pd.testing.assert_series_equal(aggregate(projects, ALL, by).sum(), total, check_names=False)
    health = aggregate(projects, Selection(stopped="avec", filieres=("Santé",), years=(2020, 2022)))
    wanted = [r for r in published if r["filiere"] == "Santé" and "2020" <= r["annee"] <= "2022"]
    assert health["projets"].item() == len(wanted)
    assert health["investissement_centimes"].item() == 100 * sum(int(r["investissement_eur"] or 0) for r in wanted)


def test_sums_are_exact_where_a_float_is_not() -> None:
    odd = 2**53 + 1
    rows = [{**PLAIN, "id_projet": f"p{i}", "investissement_centimes": odd} for i in range(101)]
    projects = Projects.from_tables(table(rows))
    assert sum([float(odd)] * 101) != odd * 101
    assert aggregate(projects, ALL, "territoires")["investissement_centimes"].tolist() == [odd * 101]


def test_medians_are_right_when_group_and_amount_do_not_fit_in_one_integer() -> None:
    # Nine régions take 4 bits and the largest amount 61: more than the 63 of a positive int64.
    rows = [
        {**PLAIN, "id_projet": f"{region}{i}", "code_region": f"{region:02}", "investissement_centimes": cents}
        for region in range(9)
        for i, cents in enumerate((10 + region, 1, 2**60 if region == 8 else 99))
    ]
    found = medians(Projects.from_tables(table(rows)), ALL, "regions")
    assert found.tolist() == [10.0 + region for region in range(9)]


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("investissement_centimes", pd.array([2**61, 2**61], dtype="Int64"), "64 bits"),
        ("aide_centimes", pd.array([-1, 5], dtype="Int64"), "négatif"),
        ("emplois", [1.0, None], "entiers"),
    ],
    ids=["sums could overflow", "negative", "floats"],
)
def test_amounts_that_could_not_be_summed_exactly_are_refused(column: str, values: Any, message: str) -> None:
    frame = table(ROWS[:2])
    frame[column] = values
    with pytest.raises(DataError, match=message) as error:
        Projects.from_tables(frame)
    assert column in str(error.value)


def test_a_code_that_its_level_does_not_have_is_refused() -> None:
    regions = pd.DataFrame({"code_region": ["32", "94"]})
    with pytest.raises(DataError, match="« 04 »"):
        Projects.from_tables(table(ROWS), regions=regions)


def test_an_identifier_of_the_other_phase_is_refused() -> None:
    territoires = pd.DataFrame({"phase": [1, 2], "id_territoire": ["1-ti-0101", "2-ti-0101"]})
    with pytest.raises(DataError):
        Projects.from_tables(table([{**ROWS[0], "id_territoire_2": "1-ti-0101"}]), territoires=territoires)


def test_every_code_of_a_level_has_a_row_projects_or_not() -> None:
    territoires = pd.DataFrame(
        {"phase": [2, 2, 2, 1], "id_territoire": ["2-ti-0999", "2-ti-0101", "2-ti-0150", "1-ti-0101"]}
    )
    projects = Projects.from_tables(table(ROWS), territoires=territoires)
    totals = aggregate(projects, ALL, "territoires")
    assert totals.index.tolist() == ["2-ti-0101", "2-ti-0150", "2-ti-0999", NONE]
    assert totals.loc["2-ti-0999"].sum() == 0
    assert totals.loc[NONE, "projets"] == 3
    assert aggregate(projects, Selection(phase=1), "territoires").index.tolist() == ["1-ti-0101", NONE]


def test_the_years_without_a_project_are_shown() -> None:
    assert aggregate(PROJECTS, ALL, "annees").index.tolist() == list(range(2012, 2025))


def test_an_unknown_amount_is_not_a_zero() -> None:
    totals = aggregate(PROJECTS, ALL).iloc[0]
    assert totals["investissement_connus"] == len(ROWS) - 2
    assert matching(PROJECTS, Selection(amounts_eur=(0, 0))).tolist() == [list(BITING).index("d_zero_is_known")]


@pytest.mark.parametrize(("n", "left_out"), [(0, []), (1, ["k"]), (2, ["k", "l"])])
def test_a_tie_for_the_largest_is_broken_by_the_identifier(n: int, left_out: list[str]) -> None:
    kept = [list(BITING)[i][0] for i in matching(PROJECTS, Selection(stopped="avec", without_top=n))]
    assert sorted(set("abcdefghijklmn") - set(kept)) == left_out


def test_the_largest_are_left_out_of_counts_jobs_and_aid_too() -> None:
    without = aggregate(PROJECTS, Selection(stopped="avec", without_top=2)).iloc[0]
    rest = [row for row in ROWS if row["investissement_centimes"] != 570_000_000_000]
    assert without.to_dict() == plain_totals(rest)


def test_the_largest_are_those_of_the_selection_and_not_of_the_country() -> None:
    assert len(matching(PROJECTS, Selection(filieres=("Santé",), without_top=1))) == 1


@pytest.mark.parametrize(
    ("measure", "left_out"),
    [
        ("projets", "money"),
        ("investissement", "money"),
        ("effet_levier", "money"),
        ("part_petites_communes", "money"),
        ("aide", "grants"),
        ("emplois", "jobs"),
        ("emplois_par_million", "jobs"),
    ],
)
def test_the_largest_are_those_of_the_quantity_shown(measure: str, left_out: str) -> None:
    sizes = {"money": (9, 1, 1), "grants": (1, 9, 1), "jobs": (1, 1, 9)}
    rows = [
        {**PLAIN, "id_projet": key, "investissement_centimes": money, "aide_centimes": aid, "emplois": jobs}
        for key, (money, aid, jobs) in sizes.items()
    ]
    kept = matching(Projects.from_tables(table(rows)), Selection(measure=measure, without_top=1))
    assert [list(sizes)[row] for row in kept] == [key for key in sizes if key != left_out]


def test_the_largest_of_a_selection_may_be_far_down_the_ranking_of_all() -> None:
    rows = [{**PLAIN, "id_projet": f"p{i:04}", "investissement_centimes": 9_000 - i} for i in range(9_000)]
    for row in rows[-3:]:
        row["filiere"] = "Santé"
    kept = matching(Projects.from_tables(table(rows)), Selection(filieres=("Santé",), without_top=2))
    assert kept.tolist() == [8_999]


@pytest.mark.parametrize(
    ("text", "scope", "found"),
    [
        ("oeuvre", "tout", "e"),
        ("L’ŒUVRE", "projet", "e"),
        ("saint denis", "commune", "i"),
        ("saint-denis batteries", "tout", "i"),
        ("denis batteries", "commune", ""),
        ("saint denis", "projet", ""),
        ("introuvable", "tout", ""),
    ],
)
def test_search_ignores_accents_hyphens_and_order(text: str, scope: str, found: str) -> None:
    rows = matching(PROJECTS, Selection(text=text, scope=scope))
    assert "".join(list(BITING)[i][0] for i in rows) == found


def test_known_rows_save_the_filtering() -> None:
    selection = Selection(statuses=("Annoncé",), years=(2020, None))
    rows = matching(PROJECTS, selection)
    for by in (None, *DIMENSIONS):
        pd.testing.assert_frame_equal(aggregate(PROJECTS, ALL, by, rows), aggregate(PROJECTS, selection, by))
    pd.testing.assert_series_equal(
        medians(PROJECTS, ALL, "regions", rows=rows), medians(PROJECTS, selection, "regions")
    )


@pytest.mark.parametrize("by", [None, "territoires", ("communes", "filieres")])
def test_naming_fewer_columns_changes_none_of_them(by: aggregation.By) -> None:
    everything = aggregate(PROJECTS, ALL, by)
    for columns in [("aide_centimes", "projets"), ("petites",), ("ratio_emplois", "levier_aide_centimes")]:
        pd.testing.assert_frame_equal(aggregate(PROJECTS, ALL, by, columns=columns), everything[list(columns)])


def test_a_dimension_of_more_than_256_values_is_filtered_right() -> None:
    rows = [{**PLAIN, "id_projet": f"p{i:03}", "filiere": f"f{i:03}"} for i in range(400)]
    projects = Projects.from_tables(table(rows))
    assert matching(projects, Selection(filieres=("f007", "f399"))).tolist() == [7, 399]
    assert facets(projects, ALL)["filieres"].tolist() == [1] * 400


def test_a_pair_with_more_combinations_than_projects() -> None:
    totals = aggregate(PROJECTS, ALL, ("communes", "filieres"))
    assert len(totals) > len(ROWS)
    assert totals.loc[("59178", "Santé"), "projets"] == 2
    assert totals["projets"].sum() == len(ROWS)


def test_an_empty_table_answers_everything() -> None:
    projects = Projects.from_tables(table([]))
    assert aggregate(projects, ALL)["projets"].tolist() == [0]
    assert matching(projects, Selection(text="usine", without_top=3, years=(2019, None))).tolist() == []
    assert medians(projects, ALL, "tailles").isna().all()
    assert set(facets(projects, ALL)) == set(FACETS)


def test_an_unknown_dimension_is_an_error() -> None:
    with pytest.raises(KeyError):
        aggregate(PROJECTS, ALL, "galaxies")


def test_nothing_shared_between_visitors_can_be_written() -> None:
    arrays = [
        PROJECTS.profiles,
        *PROJECTS.largest.values(),
        *(d.codes for d in PROJECTS.dimensions.values()),
        *(t.codes for t in PROJECTS.texts.values()),
        *(a for amounts in PROJECTS.amounts.values() for a in (amounts.values, amounts.known)),
    ]
    part = PROJECTS.take(np.array([3, 1]))
    arrays += [part.profiles, *part.largest.values(), *(d.codes for d in part.dimensions.values())]
    assert not any(array.flags.writeable for array in arrays)


def test_a_result_belongs_to_its_visitor() -> None:
    first = aggregate(PROJECTS, ALL, "tailles")
    first.loc[:, "projets"] = -1
    assert (aggregate(PROJECTS, ALL, "tailles")["projets"] >= 0).all()


def test_what_to_loosen_when_nothing_is_left() -> None:
    selection = Selection(regions=("94",), filieres=("Santé",), years=(2012, 2023))
    assert len(matching(PROJECTS, selection)) == 0
    assert loosening(PROJECTS, selection) == [("regions", None, 2), ("filieres", None, 1)]


def test_nothing_to_loosen_when_two_filters_exclude_everything() -> None:
    assert loosening(PROJECTS, Selection(text="introuvable", filieres=("absente",))) == []


@pytest.mark.parametrize("pair", list(product(["regions"], ["tailles", "annees"])))
def test_the_rows_of_a_pair_are_named(pair: tuple[str, str]) -> None:
    assert aggregate(PROJECTS, ALL, pair).index.names == list(pair)


def test_every_column_is_documented_by_a_plain_formula() -> None:
    assert set(COLUMNS) == set(plain_totals([]))


def test_a_project_in_a_place_above_communes_is_somewhere() -> None:
    nowhere = {"code_insee": None, "code_epci": None, "code_departement": None, "code_region": None, "taille": None}
    projects = projects_of(
        {
            "commune": {},
            "epci": {**nowhere, "code_epci": "200044618", "code_region": "32"},
            "region": {**nowhere, "code_region": "32"},
            "nowhere": nowhere,
        }
    )
    assert aggregation.unplaced(projects, Selection()) == 1
    assert aggregation.unplaced(projects, Selection(regions=("32",))) == 0
