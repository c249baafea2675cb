"""Filières of the real inventory, counted again with the csv module: sums, shares, quotients, leading territories."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.editions.edition import Edition
from data.places.levels import Places
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import sectors
from tests.inventory import euros
from tests.store.plain_count import AMOUNTS, Row, drawn, selected

ALL = Selection()
DRAWN = 50
# Measure -> the column of the grand total, in cents where it is money.
COLUMNS = {
    "projets": "projets",
    "investissement": "investissement_centimes",
    "aide": "aide_centimes",
    "emplois": "emplois",
}


@pytest.fixture(scope="module")
def territories(edition: Edition) -> dict[int, dict[str, str]]:
    """The territory of each commune, by phase, from the memberships; former communes follow their present one."""
    members = edition.table("appartenances")
    present = dict(edition.table("successions")[["code_ancien", "code_insee"]].itertuples(index=False))
    found = {
        phase: dict(members.loc[members["phase"] == phase, ["code_insee", "id_territoire"]].itertuples(index=False))
        for phase in (1, 2)
    }
    for names in found.values():
        names.update({old: names[new] for old, new in present.items() if new in names})
    return found


def amount(row: Row, measure: str) -> str:
    return "1" if measure == "projets" else str(row[AMOUNTS[measure]])


def sums(rows: list[Row], measure: str, *keys: str) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """(value, known, n) by these columns."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        text = amount(row, measure)
        total = found[tuple(row[key] for key in keys)]
        total[0] += int(text or 0)
        total[1] += text != ""
        total[2] += 1
    return {key: (value, known, n) for key, (value, known, n) in found.items()}


def check(table: pd.DataFrame, keys: list[str], expected: Mapping[tuple[str, ...], tuple[int, int, int]]) -> None:
    """The values and coverages of a table, and that nothing is missing from it; only a count of nothing may be 0."""
    rest = dict(expected)
    for row in table.to_dict("records"):
        value, known, n = rest.pop(tuple(row[key] for key in keys), (0, 0, 0))
        assert (row["connus"], row["n"]) == (known, n)
        assert row["valeur"] == value or (known == 0 and np.isnan(row["valeur"]))
        assert known or not n or np.isnan(row["valeur"])
    assert not rest


def hole(rows: pd.DataFrame) -> bool:
    """Whether one row alone has known values while others have projects: its share would be of an unknown rest."""
    known = rows[rows["connus"] > 0]
    return len(known) == 1 and int(rows["n"].sum()) > int(known["n"].sum())


@pytest.mark.parametrize("draw", range(-1, DRAWN))
def test_sums_and_shares_agree_with_a_plain_count(projects: Projects, inventory: list[Row], draw: int) -> None:
    selection = ALL if draw < 0 else drawn(inventory, DRAWN)[draw]
    rows = selected(inventory, selection)
    table = sectors.by_sector(projects, selection)
    total = aggregation.aggregate(projects, selection).iloc[0]
    for measure, column in COLUMNS.items():
        found = table[table["grandeur"] == measure]
        check(found, ["filiere"], sums(rows, measure, "filiere"))
        assert round(found["valeur"].sum() * (100 if column.endswith("centimes") else 1)) == total[column]
        assert found["part"].sum() == pytest.approx(0 if hole(found) else 1 if found["valeur"].sum() else 0)
    for measure in COLUMNS if draw < 0 else [list(COLUMNS)[draw % len(COLUMNS)]]:
        crossed = sectors.matrix(projects, selection, measure)
        check(crossed, ["filiere", "code_region"], sums(rows, measure, "filiere", "region"))
        assert crossed["part"].sum() == pytest.approx(0 if hole(crossed) else float(crossed["valeur"].sum() > 0))
        for share, key in (("part_ligne", "filiere"), ("part_colonne", "code_region")):
            for _, group in crossed.groupby(key):
                expected = 0 if hole(group) else float(group["valeur"].sum() > 0)
                assert group[share].sum() == pytest.approx(expected)


def test_the_anchors_of_the_inventory(projects: Projects, live: list[Row]) -> None:
    table = sectors.by_sector(projects, ALL).set_index(["grandeur", "filiere"])
    assert table["valeur"]["investissement"].sum() == euros(live)
    assert table.loc["projets"].idxmax()["valeur"] == "Agroalimentaire"
    first = sum(row["filiere"] == "Agroalimentaire" for row in live)
    assert table.loc[("projets", "Agroalimentaire"), ["valeur", "part"]].tolist() == [first, first / len(live)]
    assert len(table.loc["projets"]) == 17


def test_quotients_agree_with_a_plain_count(projects: Projects, live: list[Row]) -> None:
    cells = Counter((row["filiere"], row["region"]) for row in live)
    regions = Counter(row["region"] for row in live)
    filieres = Counter(row["filiere"] for row in live)
    table = sectors.location_quotients(projects, ALL)
    assert len(table) == 17 * 18
    for row in table.to_dict("records"):
        a, r, whole = cells[row["filiere"], row["code_region"]], regions[row["code_region"]], filieres[row["filiere"]]
        assert (row["projets"], row["projets_region"], row["projets_filiere"]) == (a, r, whole)
        if a < 3 or r < 10:
            assert row["motif"] == "trop peu de projets"
            assert np.isnan([row["quotient"], row["bas"], row["haut"]]).all()
        else:
            assert row["motif"] == ""
            assert row["quotient"] == pytest.approx((a / r) / (whole / len(live)))
            assert 0 < row["bas"] < row["quotient"] < row["haut"] <= len(live) / r + 1e-9
    assert (table["motif"] == "").sum() > 100


def test_intervals_are_near_those_of_the_logarithm_where_projects_are_many(projects: Projects, live: list[Row]) -> None:
    """Katz's interval of the ratio between a région and the rest, brought to the quotient as ours is."""
    table = sectors.location_quotients(projects, ALL)
    many = table[(table["projets"] >= 12) & (table["projets_filiere"] - table["projets"] >= 30)]
    assert len(many) >= 10
    for row in many.to_dict("records"):
        a, r, b = row["projets"], row["projets_region"], row["projets_filiere"] - row["projets"]
        s = len(live) - r
        spread = NormalDist().inv_cdf(0.975) * (1 / a - 1 / r + 1 / b - 1 / s) ** 0.5
        for bound, side in (("bas", -1), ("haut", 1)):
            other = a / r / (b / s) * np.exp(side * spread)
            assert row[bound] == pytest.approx(other / ((r * other + s) / len(live)), rel=0.06)


@settings(max_examples=60)
@given(data=st.data())
def test_bounds_stand_around_every_possible_quotient(data: st.DataObject) -> None:
    region, rest = data.draw(st.integers(10, 400)), data.draw(st.integers(1, 900))
    cell, other = data.draw(st.integers(3, region)), data.draw(st.integers(0, rest))
    total = region + rest
    arrays = (np.array([float(value)]) for value in (cell, region, cell + other))
    low, high = (float(bound[0]) for bound in sectors.interval(*arrays, total))
    quotient = cell * total / (region * (cell + other))
    assert 0 < low <= quotient * (1 + 1e-9)
    assert quotient <= high * (1 + 1e-9)
    assert high <= total / region * (1 + 1e-9)


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("measure", ["projets", "investissement"])
def test_leaders_agree_with_a_plain_count(
    projects: Projects,
    places: Places,
    live: list[Row],
    territories: Mapping[int, Mapping[str, str]],
    phase: int,
    measure: str,
) -> None:
    found = sectors.leaders(projects, places, Selection(phase=phase), measure, 3)
    inside = [row | {"territoire": territories[phase].get(row["code_insee"], "")} for row in live]
    counted: dict[str, dict[str, Any]] = defaultdict(dict)
    for (filiere, code), (value, known, n) in sums(inside, measure, "filiere", "territoire").items():
        if code and value:
            counted[filiere][code] = (value, known, n)
    assert set(found["filiere"]) == set(counted)
    for filiere, values in counted.items():
        amounts = sorted((value for value, _, _ in values.values()), reverse=True)
        expected = {
            code: (amounts.index(value) + 1, value, known, n)
            for code, (value, known, n) in values.items()
            if amounts.index(value) < 3
        }
        own = found[found["filiere"] == filiere]
        whole = sum(int(amount(row, measure) or 0) for row in live if row["filiere"] == filiere)
        assert {row.id_territoire: (row.rang, row.valeur, row.connus, row.n) for row in own.itertuples()} == expected
        assert own["part"].to_numpy() == pytest.approx(own["valeur"].to_numpy() / whole)
        assert own["rang"].is_monotonic_increasing


def test_names_of_leaders_are_those_of_their_territories(projects: Projects, places: Places, edition: Edition) -> None:
    found = sectors.leaders(projects, places, ALL, "projets", 5)
    names = edition.table("territoires").set_index("id_territoire")["nom"]
    assert (found["nom"] == found["id_territoire"].map(names)).all()
    first = found[(found["filiere"] == "Électronique et semi-conducteurs") & (found["rang"] == 1)]
    assert first["nom"].tolist() == ["Sud Isère"]
