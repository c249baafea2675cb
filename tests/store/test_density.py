"""Shares by level of INSEE's grid of density, against a plain reading of the published file."""

import csv
from collections import defaultdict

import pytest

from data.editions.edition import Edition
from data.official import density, published_rows
from data.official.ground import Ground
from data.paths import FACTS
from data.places.levels import Places
from data.query.projects import Projects
from data.query.selection import Selection
from data.sources import catalogue, facts
from data.spread import shares
from tests.conftest import PublicFile
from tests.store.plain_count import Row


def test_shares_by_density_are_those_of_the_published_grid(
    edition: Edition, places: Places, live: list[Row], people: list[Row], public_file: PublicFile
) -> None:
    path = public_file("insee_grille_densite_2025.csv")
    successions = edition.table("successions").set_index("code_ancien")["code_insee"]
    ground = Ground(edition.table("communes"), successions, facts.read_facts(FACTS))
    source = catalogue.read()["densite"]
    grid = density.load(published_rows.read(path, source), source, ground).table
    projects = Projects.from_tables(density.with_density(edition.table("projets"), grid))
    communes = density.with_density(edition.table("communes"), grid)
    table = shares.side_by_side(projects, shares.inhabitants(communes, Selection()), Selection(), "densites")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        published = {row["insee_com"]: row["niveau_densite"] for row in csv.DictReader(lines)}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for row in live:
        counts["projets", published.get(row["code"], "")] += 1
        counts["investissement", published.get(row["code"], "")] += int(row["investissement_eur"] or 0)
    for row in people:
        counts["population", published.get(row["code"], "")] += row["population"]
    assert len(set(published.values())) == 7
    for row in table[table["grandeur"].isin(["projets", "investissement", "population"])].to_dict("records"):
        assert row["valeur"] == counts[row["grandeur"], row["classe"]]
    classed = table[table["classe"] != ""]
    assert classed.groupby("grandeur")["part"].sum().tolist() == pytest.approx([1] * 5)
