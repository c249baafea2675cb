"""A real file as a visitor brings it: every row accounted for, sums exact, against a count in plain Python."""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from data.editions.edition import Edition
from data.files import exports, reading
from data.own import proposals, report
from data.own.findings import AMBIGUOUS, REJECTED
from data.own.ground import Ground
from data.own.report import Checked, Choices
from data.places.levels import Places
from geo.location import OUTSIDE
from tests.conftest import PublicFile


@pytest.fixture(scope="module")
def path(public_file: PublicFile) -> Path:
    return public_file("fonds_vert_2023.csv")


@pytest.fixture(scope="module")
def ground(edition: Edition, places: Places) -> Ground:
    return Ground.of_edition(edition, places)


@pytest.fixture(scope="module")
def frame(path: Path) -> pd.DataFrame:
    return reading.read_table(path.read_bytes(), path.name).frame


@pytest.fixture(scope="module")
def checked(frame: pd.DataFrame, ground: Ground) -> Checked:
    return report.check(frame, Choices.proposed(proposals.propose(frame, ground)), ground)


@pytest.fixture(scope="module")
def published(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_row_of_the_file_is_in_one_group(checked: Checked, published: list[dict[str, str]]) -> None:
    groups = report.groups(checked.rows).set_index("statut")["lignes"]
    assert groups.sum() == len(published) == 10_782
    without = sum(row["code_commune"] == "NULL" for row in published)
    assert without == 827
    assert groups[REJECTED] == 73 + 1  # of overseas collectivities, and a code that no commune has or had
    assert groups[AMBIGUOUS] == 0
    levels = report.levels_of(checked.rows)
    assert levels.value_counts().to_dict() == {"commune": 10_782 - 828, "departement": without - 73}
    told = {line: row["code_departement"] for line, row in enumerate(published, start=2)}
    placed = checked.rows.loc[levels == "departement", "lieu"]
    assert all(lieu == f"departement-{told[line].zfill(2)}" for line, lieu in placed.items())


def test_a_rejected_row_says_its_line_and_what_to_do(checked: Checked, path: Path) -> None:
    rejected = checked.rows[checked.rows["statut"] == REJECTED]
    with path.open(encoding="utf-8-sig") as stream:
        assert sum(1 for _ in stream) == 10_783  # no cell of this file spans lines: a line is a row
    assert (rejected["motif"] != "").all()
    assert (rejected["remede"] != "").all()
    assert rejected.index.is_unique
    assert rejected.index.min() >= 2


def test_sums_of_groups_are_those_of_the_file_to_the_centime(checked: Checked, published: list[dict[str, str]]) -> None:
    groups = report.groups(checked.rows)
    cents = [int((Decimal(row["montant_engage"]) * 100).quantize(Decimal(1))) for row in published]
    assert groups["aide_centimes"].sum() == sum(cents)
    assert groups["aide_centimes_connus"].sum() == len(published)
    rejected = checked.rows["statut"] == REJECTED
    without = sum(c for c, lost in zip(cents, rejected, strict=True) if lost)
    assert groups.set_index("statut").at[REJECTED, "aide_centimes"] == without


def test_the_enriched_file_has_every_row_with_its_territories(
    frame: pd.DataFrame, checked: Checked, places: Places, published: list[dict[str, str]]
) -> None:
    table = report.enriched(frame, checked.rows, places)
    assert table["nom_du_projet"].fillna("").str.strip().tolist() == [r["nom_du_projet"].strip() for r in published]
    known = {code: places.communes.at[code, "id_territoire_2"] for code in places.communes.index}
    for published_code, found in zip(
        (r["code_commune"] for r in published), table["atlas_id_territoire_2"], strict=True
    ):
        if published_code in known:
            assert found == known[published_code] or (pd.isna(found) and pd.isna(known[published_code]))
    lines = exports.csv(table.head(3)).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("nom_region;")


def test_points_of_the_communes_are_in_their_communes(ground: Ground, places: Places) -> None:
    located = places.communes[places.communes["lon"].notna()]
    found = ground.locator.positions(located["lon"].to_numpy(), located["lat"].to_numpy())
    assert (places.communes.index[found] == located.index).all()


def test_points_drawn_at_random_are_where_the_predicate_of_shapely_says(edition: Edition, ground: Ground) -> None:
    contours = edition.geotable("communes", ["code_insee"]).geometry.to_numpy()
    drawn = np.random.default_rng(6)
    lon, lat = drawn.uniform(-5, 9, 20_000), drawn.uniform(42, 51, 20_000)
    points, held = shapely.STRtree(contours).query(shapely.points(lon, lat), predicate="intersects")
    expected = np.full(len(lon), OUTSIDE)
    expected[points[::-1]] = held[::-1]
    assert (ground.locator.positions(lon, lat) == expected).all()


def test_a_cell_that_looks_like_a_formula_leaves_as_text(ground: Ground, places: Places) -> None:
    frame = pd.DataFrame({"code_insee": ["63430"], "=x": ["=cmd|'/c calc'!A1"]}, dtype="str")
    rows = report.check(frame, Choices({"code_insee": "code_insee"}), ground).rows
    text = exports.csv(report.enriched(frame, rows, places)).decode("utf-8-sig")
    assert "'=cmd" in text and ";=cmd" not in text
    assert "'=x" in text
