"""The real structures: all in a family, and distances that plain Python finds again."""

import csv
import math

import pytest

from components.places import nearby
from data.editions.edition import Edition
from data.paths import FACTS
from data.places import proximity
from data.places.levels import Places
from data.published import structures


def rows(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def haversine_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    (lon, lat), (lons, lats) = (tuple(map(math.radians, point)) for point in (start, end))
    half = math.sin((lats - lat) / 2) ** 2 + math.cos(lat) * math.cos(lats) * math.sin((lons - lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))


def test_every_published_type_has_a_family(edition: Edition) -> None:
    table = edition.table("accelerateurs")
    assert structures.OTHER not in set(structures.families(table))
    published = [row["type"] for row in rows("accelerateurs")]
    assert structures.types(table).to_dict() == {kind: published.count(kind) for kind in published}
    assert sum(structures.types(table)) == len(published) == 103


@pytest.mark.parametrize("phase", [1, 2])
def test_a_plain_count_finds_the_same_distances(edition: Edition, places: Places, phase: int) -> None:
    communes = edition.table("communes")
    points = {row.code_insee: (row.lon, row.lat) for row in communes.itertuples() if not math.isnan(row.lon)}
    former = dict(edition.table("successions")[["code_ancien", "code_insee"]].itertuples(index=False))
    there = {former.get(row["code_insee"], row["code_insee"]) for row in rows("accelerateurs") if row["code_insee"]}
    members = edition.table("appartenances")
    members = members[members["phase"] == phase]
    closest: dict[str, float] = {}
    for row in members.itertuples():
        here = (
            [haversine_km(points[row.code_insee], points[code]) for code in there] if row.code_insee in points else []
        )
        closest[row.id_territoire] = min([closest.get(row.id_territoire, math.inf), *here])
    found = structures.reach(places, edition.table("accelerateurs"), phase, 50)
    assert found["distance_km"].to_dict() == pytest.approx(closest, abs=1e-6)
    assert (found["a_portee"] > 0).tolist() == [closest[code] <= 50 for code in found.index]
    owners = dict(members[["code_insee", "id_territoire"]].itertuples(index=False))
    assert set(found.index[found["sur_place"] > 0]) == {owners[code] for code in there if code in owners}


def test_a_territory_and_its_sheet_say_the_same_nearest(edition: Edition, places: Places) -> None:
    grouped = nearby.grouped(edition.table("accelerateurs"))
    found = structures.reach(places, grouped, 2, 50)
    for code in found.index[::15]:
        own, at = places.grouped["territoires-2"][code], places.positions(grouped["code_insee"])
        sheet = proximity.nearest_structures(places.globe, own, grouped, at, 1).structures.iloc[0]
        assert found.at[code, "distance_km"] == pytest.approx(sheet["distance_km"])
        assert sheet["nom"] in found.at[code, "structures"].split(" ; ")


def test_the_structure_of_la_reunion_without_a_commune_is_counted_in_its_region(
    edition: Edition, places: Places
) -> None:
    found = structures.reach(places, edition.table("accelerateurs"), 2, 50)
    assert set(found.loc[found["precision_nom"] == "La Réunion", "non_situees"]) == {1}
