"""Distances are those of the globe, at every longitude, and a place without a point is near nothing."""

import math

import numpy as np
import pandas as pd
import pytest

from data.places import proximity
from data.places.proximity import Globe, Nearby, distances_km
from data.query.projects import Rows

DEGREE = 111.195  # km in a degree of a great circle

# On the equator and its meridians a degree is a degree, so every distance below can be read from the coordinates.
COMMUNES = pd.DataFrame(
    [
        ("a", 0.0, 0.0, "2-A"),
        ("b", 1.0, 0.0, "2-B"),
        ("b2", 9.0, 0.0, "2-B"),
        ("c", 0.0, 2.0, "2-D"),
        ("d", 0.0, -2.0, "2-C"),
        ("e", 5.0, 0.0, None),
        ("sans", np.nan, np.nan, "2-B"),
    ],
    columns=["code_insee", "lon", "lat", "id_territoire_2"],
).set_index("code_insee")
GLOBE = Globe.of(COMMUNES["lon"], COMMUNES["lat"])


def rows(*codes: str | None) -> Rows:
    """Where communes are in the table, -1 for what is none."""
    return COMMUNES.index.get_indexer(pd.Index(codes, dtype=object))


def nearest_territories(code: str, n: int = 3) -> pd.DataFrame:
    territories = COMMUNES.groupby("id_territoire_2").indices
    return proximity.nearest_territories(GLOBE, int(rows(code)[0]), territories, n)


def nearest_structures(own: Rows, structures: pd.DataFrame, n: int = 5) -> Nearby:
    return proximity.nearest_structures(GLOBE, own, structures, rows(*structures["code_insee"]), n)


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ((2.3522, 48.8566), (4.8357, 45.7640), 391.5),  # Paris, Lyon
        ((2.3522, 48.8566), (55.4504, -20.8789), 9_362),  # Paris, Saint-Denis de La Réunion
        ((-61.5331, 16.2411), (-61.0588, 14.6161), 187.7),  # Pointe-à-Pitre, Fort-de-France
        ((0, 0), (0, 90), 90 * DEGREE),
        ((179.5, 0), (-179.5, 0), DEGREE),
        ((0, 60), (1, 60), DEGREE / 2),
    ],
)
def test_a_distance_is_that_of_the_globe(start: tuple[float, float], end: tuple[float, float], km: float) -> None:
    assert distances_km(*start, *end) == pytest.approx(km, rel=1e-3)
    assert distances_km(*end, *start) == distances_km(*start, *end)


def test_antipodes_are_half_a_turn_away() -> None:
    random = np.random.default_rng(0)
    lon, lat = random.uniform(-180, 180, 2_000), random.uniform(-90, 90, 2_000)
    assert distances_km(lon, lat, lon - 180, -lat) == pytest.approx(180 * DEGREE, rel=1e-5)


def test_nearest_territories_by_their_closest_commune() -> None:
    found = nearest_territories("a", n=4)
    assert found["id_territoire"].tolist() == ["2-A", "2-B", "2-C", "2-D"]  # C and D are as far: by id
    assert found["distance_km"].tolist() == pytest.approx([0, DEGREE, 2 * DEGREE, 2 * DEGREE], rel=1e-5)


def test_a_commune_outside_every_territory() -> None:
    found = nearest_territories("e", n=1)
    assert found["id_territoire"].tolist() == ["2-B"]
    assert found["distance_km"].tolist() == pytest.approx([4 * DEGREE], rel=1e-5)


def test_nothing_is_near_a_commune_without_a_point() -> None:
    found = nearest_territories("sans")
    assert found.empty
    assert found.columns.tolist() == ["id_territoire", "distance_km"]


STRUCTURES = pd.DataFrame(
    {
        "nom": ["loin", "sud", "dans", "nord", "partout", "dans sans point", "voisine"],
        "code_insee": ["b2", "d", "a", "c", None, "sans", "b"],
    },
    index=[10, 11, 12, 13, 14, 15, 16],
)


def test_structures_inside_come_first_then_the_nearest_outside() -> None:
    found = nearest_structures(rows("a", "sans"), STRUCTURES, n=3)
    assert found.structures["nom"].tolist() == ["dans", "dans sans point", "voisine", "sud", "nord"]
    expected = [0, 0, DEGREE, 2 * DEGREE, 2 * DEGREE]
    assert found.structures["distance_km"].tolist() == pytest.approx(expected, rel=1e-5)
    assert found.structures.index.tolist() == [12, 15, 16, 11, 13]
    assert found.non_situees == 1


def test_a_structure_is_measured_from_the_closest_commune_of_the_place() -> None:
    found = nearest_structures(rows("a", "e"), STRUCTURES).structures.set_index("nom")["distance_km"]
    assert found["loin"] == pytest.approx(4 * DEGREE, rel=1e-5)
    assert found["voisine"] == pytest.approx(DEGREE, rel=1e-5)


def test_structures_without_a_position_are_counted_apart() -> None:
    assert nearest_structures(rows("a"), STRUCTURES).non_situees == 2
    found = nearest_structures(rows("sans"), STRUCTURES)
    assert found.structures["nom"].tolist() == ["dans sans point"]
    assert found.non_situees == 6


def test_no_structure_is_no_error() -> None:
    found = nearest_structures(rows("a"), STRUCTURES.iloc[:0])
    assert found.structures.empty and found.non_situees == 0


PROJECTS = rows("b2", "d", "a", None, "b")


def test_the_projects_around_a_place_are_the_nearest_outside_it() -> None:
    ranks, distances = proximity.nearest(GLOBE, rows("a"), PROJECTS, n=2)
    assert ranks.tolist() == [4, 1]
    assert distances.tolist() == pytest.approx([DEGREE, 2 * DEGREE], rel=1e-5)


def test_all_the_projects_within_thirty_kilometres_are_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proximity, "NEAR_KM", 2.5 * DEGREE)
    assert proximity.nearest(GLOBE, rows("a"), PROJECTS, n=0)[0].tolist() == [4, 1]


@pytest.mark.parametrize("seed", range(15))
def test_the_projects_around_are_those_of_a_plain_measure(seed: int) -> None:
    """Few or many, near or far, where those of the box are enough and where they are not."""
    random = np.random.default_rng(seed)
    spread = random.choice([0.3, 1.5, 6.0])
    lon, lat = random.normal(3.5, spread, 150), random.normal(46, spread, 150)
    at = random.choice(150, 60)
    own = random.choice(150, random.integers(1, 20), replace=False)
    plain = {
        rank: min(float(distances_km(lon[row], lat[row], lon[other], lat[other])) for other in own)
        for rank, row in enumerate(at.tolist())
        if row not in own
    }
    expected = sorted(plain, key=plain.__getitem__)[: max(5, sum(km <= proximity.NEAR_KM for km in plain.values()))]
    ranks, distances = proximity.nearest(Globe.of(lon, lat), own, at)
    assert ranks.tolist() == expected
    assert distances.tolist() == pytest.approx([plain[rank] for rank in expected])


def test_nothing_is_around_a_place_without_a_point() -> None:
    assert not len(proximity.nearest(GLOBE, rows("sans"), PROJECTS)[0])
    assert not len(proximity.nearest(GLOBE, rows("a"), PROJECTS[:0])[0])


def grid(lon: float, lat: float, step_km: float = 4.0, half: int = 6) -> pd.DataFrame:
    """Communes every `step_km` on both axes, named by their ranks from the one in the middle: « 0:0 », « -1:2 »."""
    ranks = [(x, y) for x in range(-half, half + 1) for y in range(-half, half + 1)]
    degrees = step_km / DEGREE
    points = {f"{x}:{y}": (lon + x * degrees / math.cos(math.radians(lat)), lat + y * degrees) for x, y in ranks}
    return pd.DataFrame(points, index=["lon", "lat"]).T


def beside(communes: pd.DataFrame, own: list[str], margin_km: float = proximity.SURROUNDINGS_KM) -> list[str]:
    """The communes around some of a table, by name."""
    globe, at = Globe.of(communes["lon"], communes["lat"]), communes.index.get_indexer(pd.Index(own))
    return communes.index[proximity.neighbours(globe, at, margin_km)].tolist()


@pytest.mark.parametrize(("lon", "lat"), [(3.5, 45.9), (55.5, -21.1), (-61.5, 16.2), (-52.7, 4.9)])
def test_the_surroundings_of_a_commune_are_30_km_each_way(lon: float, lat: float) -> None:
    found = beside(grid(lon, lat, step_km=8), ["0:0"])
    near = range(-3, 4)  # 24 km is near, 32 km is not
    assert set(found) == {f"{x}:{y}" for x in near for y in near} - {"0:0"}


def test_a_larger_place_enlarges_the_box_by_the_margin() -> None:
    found = beside(grid(3.5, 45.9), ["-2:0", "1:1"], margin_km=5)
    assert set(found) == {f"{x}:{y}" for x in range(-3, 3) for y in range(-1, 3)} - {"-2:0", "1:1"}


def test_too_many_neighbours_leave_those_of_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proximity, "MAX_NEIGHBOURS", 4)
    table = grid(3.5, 45.9)
    found = beside(table, ["0:0"])
    assert found == ["-1:0", "0:-1", "0:1", "1:0"]  # in the order of the table


def test_members_without_a_point_do_not_move_the_box() -> None:
    assert beside(COMMUNES, ["a", "sans"], 120) == ["b"]
    assert beside(COMMUNES, ["sans"]) == []
