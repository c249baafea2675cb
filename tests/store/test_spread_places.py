"""What the page of spread compares between places: units, dominant sizes, matched EPCI, against plain counts."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from data.places.levels import Places
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import matching
from data.spread.dominant import dominant_sizes
from data.spread.shares import MEASURED
from data.spread.units import units
from data.words.vocabulary import TAILLES
from tests.store.plain_count import AMOUNTS, Row, drawn, lives, selected

DRAWN = range(50)
MEASURES = ("projets", *AMOUNTS)
UNITS = (("epci", "epci"), ("communes", "code"), ("regions", "region"))


def summed(rows: list[Row], key: Callable[[Row], object], measure: str) -> dict[object, list[int]]:
    """(value, known, projects) by key."""
    sums: dict[object, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        text = "1" if measure == "projets" else row[AMOUNTS[measure]]
        total = sums[key(row)]
        total[0] += int(text or 0)
        total[1] += text != ""
        total[2] += 1
    return sums


@pytest.mark.parametrize("draw", DRAWN)
def test_units_are_the_places_of_the_communes_kept_with_their_projects(
    projects: Projects, places: Places, inventory: list[Row], people: list[Row], draw: int
) -> None:
    measure = MEASURES[draw % 4]
    level, key = UNITS[draw % 3]  # each one with each measure, four times
    selection = replace(drawn(inventory)[draw], measure=measure, level=level)
    rows = selected(inventory, selection)
    table = units(projects, places, selection)
    population: dict[str, int] = defaultdict(int)
    for row in people:
        if row[key] is not None and lives(row, selection):
            population[row[key]] += row["population"]
    assert table["population"].to_dict() == population
    expected = summed(rows, lambda row: row[key], measure)
    for code, value, n, connus in table[["valeur", "projets", "connus"]].itertuples():
        found, known, counted = expected[code]
        assert (n, connus) == (counted, known)
        assert value == found or (math.isnan(value) and known == 0 and measure != "projets")
    assert level == "communes" or set(table.columns) == {"population", "valeur", "projets", "connus"}


@pytest.mark.parametrize("draw", DRAWN)
def test_the_dominant_size_is_the_one_with_most(
    projects: Projects, places: Places, inventory: list[Row], draw: int
) -> None:
    measure = MEASURES[draw % 4]
    selection = replace(drawn(inventory)[draw], measure=measure, level="epci", denominator=["aucun", "part"][draw % 2])
    table = dominant_sizes(projects, places, selection)
    assert table.index.equals(places.levels["epci"].index)
    sums = summed(selected(inventory, selection), lambda row: (row["epci"], row["tailles"]), measure)
    by_place: dict[str, dict[str, int]] = defaultdict(dict)
    for (code, size), (value, _, _) in sums.items():
        if value and size:
            by_place[code][size] = value
    for code, row in table.iterrows():
        held = by_place.get(code, {})
        best = [size for size in TAILLES if held and held.get(size) == max(held.values())]
        assert row["egalite"] == (len(best) > 1)
        assert (row["taille"] if isinstance(row["taille"], str) else None) == (best[0] if len(best) == 1 else None)
        assert np.isnan(row["rang"]) == (not held)
        if held:
            assert row["part"] == pytest.approx(max(held.values()) / sum(held.values()), abs=1e-15)


@pytest.mark.parametrize("draw", DRAWN)
def test_the_dominant_size_of_a_rate_is_the_one_with_most_per_inhabitant(
    projects: Projects, places: Places, inventory: list[Row], people: list[Row], draw: int
) -> None:
    measure = MEASURES[draw % 4]
    selection = replace(drawn(inventory)[draw], measure=measure, level="epci", denominator="habitants")
    table = dominant_sizes(projects, places, selection)
    sums = summed(selected(inventory, selection), lambda row: (row["epci"], row["tailles"]), measure)
    living: dict[object, int] = defaultdict(int)
    for row in people:
        if lives(row, selection):
            living[row["epci"], row["tailles"]] += row["population"]
            living[row["epci"]] += row["population"]
    held: dict[str, dict[str, float]] = defaultdict(dict)
    totals: dict[str, int] = defaultdict(int)
    whole: dict[str, int] = defaultdict(int)
    for (code, size), (value, _, _) in sums.items():
        whole[code] += value
        if value and size:
            held[code][size] = value / living[code, size] * 10_000
            totals[code] += value
    assert table["rang"].notna().sum() == len([code for code in held if code in table.index])
    for code, row in table[table["rang"].notna()].iterrows():
        most = max(held[code].values())
        best = [size for size in TAILLES if held[code].get(size, 0) > most * (1 - 1e-12)]
        assert row["egalite"] == (len(best) > 1)
        if len(best) == 1:
            known = sums[code, best[0]][1]
            assert (row["taille"], row["connus_taille"], row["fragile"]) == (best[0], known, known < 3)
            assert row["part"] == pytest.approx(sums[code, best[0]][0] / totals[code])
        assert row["valeur"] == pytest.approx(most, rel=1e-12)
        assert row["total"] == pytest.approx(whole[code] / living[code] * 10_000, rel=1e-12)


@pytest.mark.parametrize("phase", [1, 2])
def test_epci_are_compared_with_like_ones_only(
    projects: Projects, places: Places, live: list[Row], people: list[Row], phase: int
) -> None:
    found = matching.matched(projects, places, Selection(phase=phase))
    sides: dict[str, set[str]] = defaultdict(set)
    population: dict[str, int] = defaultdict(int)
    for row in people:
        if row["epci"]:
            sides[row["epci"]].add(row[f"label_{phase}"])
            population[row["epci"]] += row["population"]
    whole = {code: next(iter(labels)) for code, labels in sides.items() if len(labels) == 1}
    assert found.partial == len(sides) - len(whole)
    everyone = found.balance.loc["tous"]
    for side in ("dans", "hors"):
        own = [code for code, label in whole.items() if label == side]
        assert everyone.at[side, "epci"] == len(own)
        assert everyone.at[side, "habitants"] == sum(population[code] for code in own)
        kept = found.balance.loc["appariés"].at[side, "epci"]
        assert kept + found.unmatched[side] == len(own)
        projects_of = sum(whole.get(row["epci"]) == side for row in live)
        rate = found.rates.set_index("grandeur").at["projets", f"brut_{side}"]
        assert rate == pytest.approx(10_000 * projects_of / everyone.at[side, "habitants"])
    matched = found.balance.loc["appariés"]
    assert matched["part_cc"]["dans"] == pytest.approx(matched["part_cc"]["hors"])
    for name in ("population", "densite"):
        before, after = (
            abs(math.log(table.at["dans", name] / table.at["hors", name])) for table in (everyone, matched)
        )
        assert after < before
    rows = found.rates[found.rates["rapport_haut"].notna()]
    assert rows["grandeur"].iloc[0] == "projets"
    assert {*found.rates["grandeur"]} | {*found.dropped} == {*MEASURED}
    assert {*found.rates["grandeur"]}.isdisjoint(found.dropped)
    assert all(share >= matching.MOST for share in found.dropped.values())
    assert (rows["rapport_bas"] < rows["rapport"]).all() and (rows["rapport"] < rows["rapport_haut"]).all()
    assert rows["rapport"].to_numpy() == pytest.approx((rows["dans"] / rows["hors"]).to_numpy())
