"""The inventory and the communes as the published files have them, read with the csv module."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.words.vocabulary import TAILLES
from geo import reference
from tests.inventory import LIVE, every_project, facts
from tests.store.plain_count import Row, packaged


@pytest.fixture(scope="session")
def communes(edition: Edition) -> dict[str, Row]:
    """What is known of each code of a commune, past or present, from the packaged files and the facts alone."""
    epci = {row["id"]: row for row in packaged("epci")}
    regions = {row["id"]: row["code"] for row in packaged("regions")}
    departements = {row["id"]: regions[row["region_id"]] for row in packaged("departements")}
    inhabitants = {row["code_insee"]: int(row["population"]) for row in facts("populations")}
    members = edition.table("appartenances")
    labelled = {(str(row.phase), row.code_insee) for row in members.itertuples()}
    found: dict[str, Row] = {}
    present: dict[str, str] = {}
    parents: dict[str, str] = {}
    for row in packaged("communes"):
        code = row["code"]
        if row["type"] != "COM":
            parents[code] = row["commune_parent_id"]
            continue
        present[row["id"]] = code
        population = inhabitants[code]
        found[code] = {
            "population": population,
            "tailles": list(TAILLES)[bisect_right([2_000, 5_000, 20_000, 100_000], population)],
            "code": code,
            "epci": epci[row["epci_id"]]["code"] if row["epci_id"] in epci else None,
            "types_epci": epci[row["epci_id"]]["type"] if row["epci_id"] in epci else "SE",
            "region": departements[row["departement_id"]],
            "label_1": "dans" if ("1", code) in labelled else "hors",
            "label_2": "dans" if ("2", code) in labelled else "hors",
        }
    former = {code: found[present[parent]] for code, parent in parents.items() if parent in present}
    return former | found


@pytest.fixture(scope="session")
def inventory(communes: dict[str, Row]) -> list[Row]:
    """The projects with what is known of their commune: no size where the communes of a site are of several."""
    rows = [{**row, **communes[row["code_insee"]]} for row in every_project()]
    for row in rows:
        sizes = {communes[code]["tailles"] for code in row["sites"]}
        if len(sizes) > 1 or row["precision"] == "agglomération":
            row["tailles"] = ""
    return rows


@pytest.fixture(scope="session")
def people(communes: dict[str, Row], edition: Edition) -> list[Row]:
    """The present communes."""
    return [communes[code] for code in edition.table("communes", ["code_insee"])["code_insee"]]


@pytest.fixture(scope="session")
def live(inventory: list[Row]) -> list[Row]:
    """Those of the inventory that totals count."""
    return [row for row in inventory if row["statut"] in LIVE]


@pytest.fixture(scope="session")
def read_once() -> Iterator[None]:
    """The geography of the package is read once for all the builds of a test process; each build has its own tables."""
    read = cache(reference.read_reference)

    def copied() -> reference.Reference:
        found = read()
        tables = {each.name: getattr(found, each.name) for each in fields(found)}
        return replace(
            found, **{name: t.copy() for name, t in tables.items() if isinstance(t, pd.DataFrame | pd.Series)}
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "read_reference", copied)
        yield
