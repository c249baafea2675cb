"""The view of a picture, the legend of a map, and the files that it names."""

import json
import re
from itertools import pairwise
from math import asinh, degrees, radians, tan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from components.maps import drawing as map_drawing
from components.maps import legend as map_legend
from components.maps import published, viewport
from components.maps.frame import contours_of
from components.text import formats
from geo.overseas import FRAMES, from_plane
from tests.unit.components.maps.test_drawing import NAN, frame, legend


def screen(view: viewport.View, longitude: float, latitude: float) -> tuple[float, float]:
    """Pixels from the middle of the map."""
    scale = 512 / 360 * 2**view.zoom
    low, high = (degrees(asinh(tan(radians(each)))) for each in (view.latitude, latitude))  # Web Mercator
    up = high - low
    return (longitude - view.longitude) * scale, up * scale


@pytest.mark.parametrize("width", [760, 350])
def test_the_national_view_shows_france_and_its_overseas_frames(width: int) -> None:
    view = viewport.fit(viewport.NATIONAL, width)
    corners = [from_plane(np.array([[f.west, f.south], [f.east, f.north]])).tolist() for f in FRAMES]
    points = [point for pair in corners for point in pair] + [[-5.15, 48.4], [9.56, 42.1], [2.5, 51.09], [9.2, 41.33]]
    for longitude, latitude in points:
        x, y = screen(view, longitude, latitude)
        assert abs(x) <= width / 2 and abs(y) <= view.height / 2


def test_a_zone_fills_its_view() -> None:
    view = viewport.fit((3.6, 46.1, 5.5, 47.2))
    x, y = screen(view, 5.5, 47.2)
    assert x <= 380 and y <= 280
    assert max(x / 380, y / 280) > 0.9


@pytest.mark.parametrize("size", [(490, 230), (230, 490)])
def test_a_zone_is_whole_on_a_map_of_any_shape(size: tuple[int, int]) -> None:
    view = viewport.fit((3.6, 46.1, 5.5, 47.2), *size)
    x, y = screen(view, 5.5, 47.2)
    assert x <= size[0] / 2 and y <= size[1] / 2 == view.height / 2


def test_a_zone_of_one_point_has_a_view() -> None:
    assert viewport.fit((2.0, 48.0, 2.0, 48.0)).zoom <= 12


# --- legend ------------------------------------------------------------------------------------------------------


def test_the_legend_gives_bounds_counts_and_method_in_french() -> None:
    shown = frame(np.append(np.arange(1000.0, 1600.0), NAN), format_value=formats.number)
    text = re.sub(r"<[^>]+>", " ", legend(shown))
    assert "1\u202f000 à 1\u202f099" in text and "(100)" in text
    assert "effectifs égaux (quantiles)" in text and "nombre de territoires" in text
    assert "pas de donnée" in text


def test_whole_values_leave_no_doubt_between_two_classes() -> None:
    text = legend(frame([1.0, 2.0, 3.0]))
    assert re.findall(r"<span>([^<]*)</span>", text) == ["1", "2", "3"]


def test_hatching_is_in_the_legend_when_it_is_on_the_map() -> None:
    shown = frame([1.0, 5.0, 9.0], fragile=np.array([False, True, False]))
    assert "moins de 3 projets" in legend(shown)
    assert "moins de 3 projets" not in legend(frame([1.0, 5.0, 9.0]))


def test_sizes_of_the_legend_are_those_of_the_map_the_greatest_first() -> None:
    shown = frame([900.0, 3.0, 1.0, 120.0], kind="circles")
    circles = map_legend._circles(shown)
    assert [circle.label for circle in circles] == ["900", "200", "50"]
    assert circles[0].diameter == pytest.approx(2 * map_drawing.radius_px(map_drawing.RADIUS_STEPS), abs=0.1)
    assert all(big.diameter > small.diameter for big, small in pairwise(circles))


def test_a_circle_of_the_legend_has_the_area_of_its_value() -> None:
    circles = map_legend._circles(frame([900.0, 10.0], kind="circles"))
    ratio = circles[1].diameter / circles[0].diameter
    assert ratio**2 == pytest.approx(200 / 900, rel=0.02)


def test_brackets_are_explained_only_where_there_are_some() -> None:
    whole = frame([1.0, 2.0], kind="circles")
    partial = frame([1.0, NAN], kind="circles")
    assert "Entre parenthèses" not in map_legend.html(whole, None)
    assert "Entre parenthèses" in map_legend.html(partial, None)


# --- files -------------------------------------------------------------------------------------------------------


def test_a_file_is_published_once_under_its_content(tmp_path: Path) -> None:
    name = published.as_json("names", {"towns": [["Thiers", 3.5, 45.9]]}, tmp_path)
    again = published.as_json("names", {"towns": [["Thiers", 3.5, 45.9]]}, tmp_path)
    other = published.as_json("names", {"towns": []}, tmp_path)
    assert name == again != other
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, other])
    assert json.loads((tmp_path / name).read_text()) == {"towns": [["Thiers", 3.5, 45.9]]}


def test_maps_side_by_side_have_one_scale_around_their_own_middle() -> None:
    small, large = (3.5, 45.8, 3.6, 45.9), (2.4, 45.3, 4.0, 46.3)
    boxes = viewport.alike([small, large])
    views = [viewport.fit(box, 400, 300) for box in boxes]
    assert views[0].zoom == pytest.approx(views[1].zoom, abs=0.01)
    assert (views[0].longitude, views[0].latitude) == pytest.approx((3.55, 45.85), abs=0.002)
    assert boxes[1] == pytest.approx(large)


def test_contours_come_from_the_table_of_the_edition() -> None:
    table = pd.DataFrame(
        {
            "polygones": ["c.json", "t.json", None, "r.json", "z.json"],
            "points": [None, "tp.json", "f.json", None, "zp.json"],
            "lignes": ["dl.json", "tl.json", None, "rl.json", "zl.json"],
            "ouest": [-5.0, -9.0, NAN, -9.0, 3.6],
            "sud": [41.0, 41.0, NAN, 41.0, 46.1],
            "est": [9.0, 9.0, NAN, 9.0, 5.5],
            "nord": [51.0, 51.0, NAN, 51.0, 47.2],
        },
        index=["departements", "territoires-2", "cadres", "regions", "communes-71"],
    )
    national = contours_of(table, "territoires-2")
    assert (national.land, national.context, national.regions) == ("r.json", "dl.json", "rl.json")
    assert (national.frames, national.local) == ("f.json", False)
    departements = contours_of(table, "departements")
    assert (departements.context, departements.regions) == (None, "rl.json")
    assert national.bounds == viewport.NATIONAL
    local = contours_of(table, "communes-71")
    assert (local.polygons, local.bounds, local.local) == ("z.json", (3.6, 46.1, 5.5, 47.2), True)
    assert (local.land, local.frames) == ("r.json", None)  # no white void around
    with pytest.raises(KeyError):
        contours_of(table, "communes-99")
