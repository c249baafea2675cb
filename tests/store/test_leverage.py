"""Ratios of the real projects, against the query and against a plain count of the published rows."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from data.editions.edition import Edition
from data.query import aggregation, measures
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import leverage
from data.spread.leverage import DIMENSIONS, RATIOS
from tests.inventory import live_projects

SELECTIONS = (Selection(), Selection(phase=1), Selection(regions=("84", "76")), Selection(years=(2021, 2023)))


def plain(rows: list[dict[str, str]], above: str) -> tuple[float, int]:
    """The ratio to the public aid and how many projects enter it."""
    counted = {"subvention", "avance remboursable", "non précisée"}
    both = [row for row in rows if row["aide_publique_eur"] and row[above] and row["nature_aide"] in counted]
    aid = sum(float(row["aide_publique_eur"]) for row in both)
    return (sum(float(row[above]) for row in both) / aid if aid else np.nan), len(both)


@pytest.fixture(scope="module")
def keys(edition: Edition) -> dict[str, Callable[[dict[str, str]], str]]:
    """The value of each dimension for a published row."""
    former = dict(edition.table("successions")[["code_ancien", "code_insee"]].itertuples(index=False))
    members = edition.table("appartenances")
    second = dict(members.loc[members["phase"] == 2, ["code_insee", "id_territoire"]].itertuples(index=False))
    return {
        "programmes": lambda row: row["programme"],
        "filieres": lambda row: row["filiere"],
        "territoires": lambda row: second.get(former.get(row["code_insee"], row["code_insee"]), ""),
    }


@pytest.mark.parametrize("by", DIMENSIONS)
def test_a_plain_count_gives_the_same_values(
    projects: Projects, keys: dict[str, Callable[[dict[str, str]], str]], by: str
) -> None:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in live_projects():
        groups[keys[by](row)].append(row)
    found = leverage.ratios(projects, Selection(), by)
    assert set(found.index) == set(groups)
    for ratio, above, times in (("effet_levier", "investissement_eur", 1), ("emplois_par_million", "emplois", 10**6)):
        for value, rows in groups.items():
            expected, known = plain(rows, above)
            assert found.at[value, f"{ratio}_connus"] == known
            assert found.at[value, ratio] == pytest.approx(expected * times, nan_ok=True)
            assert found.at[value, f"{ratio}_fragile"] == (0 < known < 3)
    assert found["projets"].sum() == len(live_projects())


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("by", [None, *DIMENSIONS])
def test_values_are_those_of_the_query(projects: Projects, selection: Selection, by: str | None) -> None:
    found = leverage.ratios(projects, selection, by)
    totals = aggregation.aggregate(projects, selection, by=by).loc[found.index]
    for ratio in RATIOS:
        expected = measures.values(totals, ratio)
        np.testing.assert_array_equal(found[ratio], expected.values)
        np.testing.assert_array_equal(found[f"{ratio}_connus"], expected.known)


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("by", DIMENSIONS)
def test_the_projects_behind_each_value_are_those_counted(
    edition: Edition, projects: Projects, selection: Selection, by: str
) -> None:
    table = edition.table("projets")
    assert len(projects) == len(table)
    for value, row in leverage.ratios(projects, selection, by).iterrows():
        found = leverage.with_own(projects, table, leverage.behind(projects, selection, by, str(value)))
        for ratio, column in (("effet_levier", "investissement_centimes"), ("emplois_par_million", "emplois")):
            entering = found[found[column].notna()]
            assert len(entering) == row[f"{ratio}_connus"]
            if row[f"{ratio}_connus"]:
                assert int(entering[column].sum()) == row[measures.MEASURES[ratio].numerator]


def test_rows_of_each_dimension_make_the_whole(projects: Projects) -> None:
    whole = leverage.ratios(projects, Selection(), None).iloc[0]
    sums = [column for column in whole.index if column.endswith(("_connus", "_centimes", "ratio_emplois", "projets"))]
    for by in DIMENSIONS:
        pd.testing.assert_series_equal(
            leverage.ratios(projects, Selection(), by)[sums].sum(), whole[sums], check_dtype=False, check_names=False
        )
