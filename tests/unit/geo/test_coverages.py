"""Shared borders stay shared, areas stay right, overseas stays in its frame, nothing disappears on the grid."""

import itertools
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import areas, contours, coverages, overseas
from geo.contours import Shapes
from geo.coverages import Atoms


def staircase(west: float, east: float) -> shapely.Polygon:
    """A polygon whose east and west sides have many vertices that a neighbour shares."""
    heights = np.linspace(45, 46, 60)
    side = 0.003 * np.sin(40 * heights)
    left = np.column_stack([west + side, heights])
    right = np.column_stack([east + side, heights])[::-1]
    return shapely.Polygon(np.vstack([left, right]))


NEIGHBOURS = np.array([staircase(1, 2), staircase(2, 3), staircase(3, 4)], dtype=object)


def test_simplified_neighbours_still_share_their_border() -> None:
    simplified = coverages.simplify(NEIGHBOURS, 0.05)
    assert shapely.get_num_coordinates(simplified).sum() < shapely.get_num_coordinates(NEIGHBOURS).sum() / 3
    assert shapely.coverage_is_valid(simplified)


def test_contours_that_share_an_edge_are_adjacent_and_those_of_a_corner_are_not() -> None:
    island = shapely.MultiPolygon([shapely.box(9, 9, 10, 10), shapely.box(0, 1, 1, 2)])
    squares = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(1, 1, 2, 2), None, island]
    found = coverages.adjacent(np.array(squares, dtype=object))
    assert found.tolist() == [[0, 1], [0, 4], [1, 2], [2, 4]]


def test_an_enclave_is_adjacent_to_what_surrounds_it() -> None:
    hole = shapely.box(1, 1, 2, 2)
    around = shapely.Polygon(shapely.box(0, 0, 3, 3).exterior, [hole.exterior])
    assert coverages.adjacent(np.array([around, hole], dtype=object)).tolist() == [[0, 1]]


def test_cleaning_removes_an_overlap_and_keeps_absent_contours() -> None:
    overlapping = np.array([shapely.box(0, 0, 1.001, 1), shapely.box(1, 0, 2, 1), None], dtype=object)
    cleaned = coverages.clean(overlapping)
    assert cleaned[2] is None
    assert shapely.coverage_is_valid(cleaned[:2])


def test_cleaning_changes_only_what_an_overlap_touches() -> None:
    twice = shapely.Polygon([(9, 0), (10, 0), (10, 0), (10, 1), (9, 1)])
    overlapping = np.array([shapely.box(0, 0, 1.001, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 0, 6, 1), twice])
    cleaned = coverages.clean(overlapping)
    assert cleaned[2].equals_exact(overlapping[2])
    assert len(cleaned[3].exterior.coords) == 5, "the repeated vertex is gone"
    assert cleaned[0].area + cleaned[1].area == pytest.approx(2)


def test_a_contour_that_nearly_touches_itself_is_cleaned() -> None:
    neck = shapely.Polygon([(0, 0), (2, 0), (2, 1), (1, 1e-9), (0, 1)])
    (cleaned,) = coverages.clean(np.array([neck]))
    assert shapely.minimum_clearance(cleaned) > 1e-6


def test_a_cleaning_that_moves_its_outer_edges_cleans_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaning = shapely.coverage_clean

    def moving(contours: np.ndarray) -> np.ndarray:
        return cleaning(contours) if len(contours) == 3 else shapely.transform(contours, lambda xy: xy * 1.01)

    monkeypatch.setattr(shapely, "coverage_clean", moving)
    row = np.array([shapely.box(0, 0, 1.001, 1), shapely.box(1, 0, 2, 1), shapely.box(2, 0, 3, 1)])
    # The first two are touched by what is wrong, the third by what they become.
    monkeypatch.setattr(coverages, "_touched", lambda _, chosen: np.arange(2 if chosen.dtype == bool else 3))
    assert shapely.coverage_is_valid(coverages.clean(row))


def test_a_level_is_the_union_of_its_atoms() -> None:
    told = {"epci": ["a", "a", None, None], "departement": ["1", "2", "2", "2"]}
    communes = gpd.GeoDataFrame(told, geometry=[*NEIGHBOURS, None], crs="EPSG:4326")
    atoms = Atoms.of(communes, ["epci", "departement"])
    assert len(atoms.contours) == len(atoms.groups) == 3
    assert atoms.level("departement").index.tolist() == ["1", "2"]
    assert atoms.level("departement")["2"].equals(shapely.union_all(NEIGHBOURS[1:]))
    assert atoms.level("epci").index.tolist() == ["a"]
    assert atoms.level("epci")["a"].equals(shapely.union_all(NEIGHBOURS[:2]))


def test_areas_are_right_at_every_latitude() -> None:
    degree = gpd.GeoSeries([shapely.box(2, 0, 3, 1), shapely.box(2, 45, 3, 46), None], crs="EPSG:4326")
    # Areas of one degree cells of the WGS 84 ellipsoid.
    assert areas.square_kilometres(degree)[:2] == pytest.approx([12308.8, 8686.8], rel=2e-3)
    assert np.isnan(areas.square_kilometres(degree)[2])


def test_areas_refuse_another_projection() -> None:
    with pytest.raises(ValueError, match="EPSG:2154"):
        areas.square_kilometres(gpd.GeoSeries([shapely.box(0, 0, 1, 1)], crs="EPSG:2154"))


@given(st.floats(-179, 179), st.floats(-80, 80))
def test_the_plane_is_reversible(longitude: float, latitude: float) -> None:
    point = np.array([[longitude, latitude]])
    assert overseas.from_plane(overseas.to_plane(point)) == pytest.approx(point, abs=1e-9)


def test_overseas_goes_into_its_frame_and_keeps_its_shape() -> None:
    island = shapely.box(55.2, -21.4, 55.8, -20.9)
    moved = overseas.displayed(np.array([island, NEIGHBOURS[0]], dtype=object), np.array(["974", "01"]))
    frame = next(frame for frame in overseas.FRAMES if frame.code_departement == "974")
    assert shapely.box(frame.west, frame.south, frame.east, frame.north).contains(moved[0])
    west, south, east, north = shapely.bounds(shapely.transform(island, overseas.to_plane))
    left, bottom, right, top = shapely.bounds(moved[0])
    assert (right - left) / (top - bottom) == pytest.approx((east - west) / (north - south))
    assert moved[1].equals_exact(shapely.transform(NEIGHBOURS[0], overseas.to_plane), 1e-9)


def test_frames_do_not_overlap_each_other_nor_the_mainland() -> None:
    boxes = [shapely.box(f.west, f.south, f.east, f.north) for f in overseas.FRAMES]
    assert all(not a.intersects(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert max(frame.east for frame in overseas.FRAMES) < -5.2


def level(folder: Path, plane: np.ndarray) -> tuple[dict, list, dict]:
    files = contours.write_level(folder, "essai", ["Ouest", "L'« Est »", "Sans"], Shapes.prepare(plane, 3))
    read = [json.loads((folder / name).read_text("utf-8")) for name in (files.polygones, files.lignes, files.points)]
    return read[0], read[1]["features"][0]["geometry"]["coordinates"], read[2]


def test_features_keep_their_positions_even_without_a_contour(tmp_path: Path) -> None:
    polygons, _, anchors = level(tmp_path, np.array([NEIGHBOURS[0], NEIGHBOURS[1], None], dtype=object))
    assert [f["properties"] for f in polygons["features"]] == [
        {"i": 0, "nom": "Ouest"},
        {"i": 1, "nom": "L'« Est »"},
        {"i": 2, "nom": "Sans"},
    ]
    assert polygons["features"][2]["geometry"] is None
    assert anchors["features"][2]["geometry"] is None


def test_a_shared_border_is_drawn_once(tmp_path: Path) -> None:
    two = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), None], dtype=object)
    _, lines, _ = level(tmp_path, two)
    segments = [tuple(sorted(map(tuple, pair))) for line in lines for pair in itertools.pairwise(line)]
    assert len(segments) == len(set(segments)) == 7


def test_a_zone_has_the_lines_of_its_features_alone(tmp_path: Path) -> None:
    hole = shapely.box(1.25, 0.25, 1.75, 0.75)
    around = shapely.Polygon(shapely.box(1, 0, 2, 1).exterior, [hole.exterior])
    shapes = Shapes.prepare(np.array([shapely.box(0, 0, 1, 1), around, hole, None], dtype=object), 3)
    files = contours.write_level(tmp_path, "zone", ["Enclave"], shapes.take(np.array([2])))
    lines = json.loads((tmp_path / files.lignes).read_text("utf-8"))["features"][0]["geometry"]["coordinates"]
    zone = shapely.MultiLineString(lines)
    # To the grid: latitudes are those of a map.
    inside = shapely.get_coordinates(zone)
    assert zone.length == pytest.approx(2, abs=0.02)
    assert set(inside[:, 0]) == {1.25, 1.75}
    assert len(shapes.take(np.array([0, 1])).lines) == len(shapes.lines), "the hole is a border of what surrounds it"


def test_lines_have_the_same_features_beside_them_from_end_to_end() -> None:
    shapes = Shapes.prepare(np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], dtype=object), 3)
    sides = {tuple(each) for each in shapes.sides.tolist()}
    assert sides == {(0, 0), (0, 1), (1, 1)}
    shared = [line for line, pair in zip(shapes.lines, shapes.sides.tolist(), strict=True) if pair == [0, 1]]
    (border,) = shared
    assert {tuple(point) for point in json.loads(border)} == {(1.0, 0.0), (1.0, 1.0)}


def test_a_place_smaller_than_the_grid_is_still_there(tmp_path: Path) -> None:
    tiny = np.array([shapely.box(2, 45, 2.0001, 45.0001), NEIGHBOURS[0], None], dtype=object)
    polygons, _, _ = level(tmp_path, tiny)
    ring = shapely.Polygon(polygons["features"][0]["geometry"]["coordinates"][0][0])
    assert ring.is_valid and ring.area > 0


def test_the_name_of_a_file_is_the_hash_of_its_content(tmp_path: Path) -> None:
    plane = np.array([*NEIGHBOURS[:2], None], dtype=object)
    names = ["Ouest", "Est", "Sans"]
    first = contours.write_level(tmp_path, "essai", names, Shapes.prepare(plane, 3))
    again = contours.write_level(tmp_path, "essai", names, Shapes.prepare(plane, 3))
    renamed = contours.write_level(tmp_path, "essai", ["Nord", *names[1:]], Shapes.prepare(plane, 3))
    assert first == again
    assert first.polygones != renamed.polygones and first.lignes == renamed.lignes
