"""What is near real places, against the facts and the spherical law of cosines."""

import csv
import math

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.paths import FACTS
from data.places import proximity
from data.places.levels import Places


def facts(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def cosines_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    (lon, lat), (lons, lats) = (tuple(map(math.radians, point)) for point in (start, end))
    cosine = math.sin(lat) * math.sin(lats) + math.cos(lat) * math.cos(lats) * math.cos(lons - lon)
    return 6371.0088 * math.acos(min(cosine, 1))


def nearest_territories(places: Places, code: str, phase: int) -> pd.DataFrame:
    row = int(places.communes.index.get_loc(code))
    return proximity.nearest_territories(places.globe, row, places.grouped[f"territoires-{phase}"])


def beside(places: Places, codes: list[str]) -> list[str]:
    """The communes around some, by code."""
    found = proximity.neighbours(places.globe, places.positions(pd.Series(codes)))
    return places.communes.index[found].tolist()


@pytest.mark.parametrize("phase", [1, 2])
def test_paris_is_in_no_territory_and_near_three(edition: Edition, places: Places, phase: int) -> None:
    communes = edition.table("communes")
    points = {row.code_insee: (row.lon, row.lat) for row in communes.itertuples() if not math.isnan(row.lon)}
    members = edition.table("appartenances")
    closest: dict[str, float] = {}
    for row in members[members["phase"] == phase].itertuples():
        if row.code_insee in points:
            distance = cosines_km(points["75056"], points[row.code_insee])
            closest[row.id_territoire] = min(distance, closest.get(row.id_territoire, math.inf))
    expected = sorted((distance, territory) for territory, distance in closest.items())[:3]
    found = nearest_territories(places, "75056", phase)
    assert found["id_territoire"].tolist() == [territory for _, territory in expected]
    assert found["distance_km"].tolist() == pytest.approx([distance for distance, _ in expected], rel=1e-4)
    assert found["distance_km"].between(4, 15).all()


@pytest.mark.parametrize("phase", [1, 2])
def test_thiers_is_inside_a_territory_of_both_phases(places: Places, phase: int) -> None:
    epci = places.communes.at["63430", "code_epci"]
    [official] = {row["id_ti"] for row in facts(f"membres_phase{phase}") if row["code_membre"] == epci}
    [name] = [row["nom"] for row in facts(f"territoires_phase{phase}") if row["id_ti"] == official]
    first, second, _ = nearest_territories(places, "63430", phase).itertuples(index=False)
    assert first.distance_km == 0
    assert places.levels[f"territoires-{phase}"].at[first.id_territoire, "nom"] == name
    assert "Thiers" in name
    assert 5 < second.distance_km < 50


def test_paris_and_lyon_are_392_km_apart(places: Places) -> None:
    paris, lyon = (places.communes.loc[code, ["lon", "lat"]] for code in ("75056", "69123"))
    assert proximity.distances_km(*paris, *lyon) == pytest.approx(392, abs=4)


def test_four_communes_have_no_point_and_nothing_near(places: Places) -> None:
    without = places.communes.index[places.communes["lon"].isna()]
    assert without.tolist() == ["15031", "15035", "15047", "15171"]
    for code in without:
        assert nearest_territories(places, code, phase=2).empty
        assert not beside(places, [code])


@pytest.mark.parametrize("name", ["accelerateurs", "accompagnes"])
def test_structures_near_thiers(edition: Edition, places: Places, name: str) -> None:
    communes = places.communes
    territory = communes.at["63430", "id_territoire_2"]
    members = communes.index[communes["id_territoire_2"] == territory]
    table = edition.table(name)
    own, at = places.grouped["territoires-2"][territory], places.positions(table["code_insee"])
    found = proximity.nearest_structures(places.globe, own, table, at, n=1_000)
    assert found.non_situees == sum(not row["code_insee"] for row in facts(name))
    assert len(found.structures) + found.non_situees == len(facts(name))
    inside = found.structures["code_insee"].isin(members)
    assert (found.structures.loc[inside, "distance_km"] == 0).all()
    assert (found.structures.loc[~inside, "distance_km"] > 0).all()
    assert found.structures["distance_km"].is_monotonic_increasing


def test_the_surroundings_of_communes_here_and_overseas(places: Places) -> None:
    communes = places.communes
    for code, neighbour in (("63430", "63125"), ("97411", "97407"), ("2A004", "2A017")):
        found = beside(places, [code])
        assert neighbour in found
        assert code not in found
        assert set(communes.loc[list(found), "code_region"]) == {communes.at[code, "code_region"]}


def test_no_territory_is_cut_at_the_most_neighbours(places: Places) -> None:
    for phase in (1, 2):
        largest = places.levels[f"territoires-{phase}"]["superficie_km2"].nlargest(8).index
        for territory in largest:
            own = places.grouped[f"territoires-{phase}"][territory]
            assert len(proximity.neighbours(places.globe, own)) < proximity.MAX_NEIGHBOURS
