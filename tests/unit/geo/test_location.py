"""The contour that holds a point."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.location import OUTSIDE, Locator

# Four squares side by side, a missing contour among them, and one far overseas.
SQUARES = np.array(
    [
        shapely.box(2.0, 46.0, 2.1, 46.1),
        None,
        shapely.box(2.1, 46.0, 2.2, 46.1),
        shapely.Polygon([(2.0, 46.1), (2.2, 46.1), (2.1, 46.3)]),
        shapely.box(-61.2, 14.4, -60.8, 14.9),
    ],
    dtype=object,
)
LOCATOR = Locator(SQUARES)


def position(lon: float, lat: float) -> int:
    return int(LOCATOR.positions(np.array([lon]), np.array([lat]))[0])


def test_each_point_is_in_the_contour_that_holds_it() -> None:
    assert position(2.05, 46.05) == 0
    assert position(2.15, 46.05) == 2
    assert position(2.1, 46.2) == 3
    assert position(-61.0, 14.6) == 4


def test_a_point_on_a_border_is_in_the_first_of_its_contours() -> None:
    assert position(2.1, 46.05) == 0


def test_a_point_that_is_nowhere_or_no_point_at_all_is_outside() -> None:
    for lon, lat in ((0.0, 0.0), (np.nan, 46.0), (2.05, np.inf), (1e300, -1e300), (2.01, 46.25)):
        assert position(lon, lat) == OUTSIDE
    assert LOCATOR.positions(np.array([]), np.array([])).tolist() == []


@given(st.lists(st.tuples(st.floats(1.9, 2.3), st.floats(45.9, 46.4)), max_size=30))
def test_many_points_are_placed_as_one_by_one(points: list[tuple[float, float]]) -> None:
    lon, lat = (np.array([point[axis] for point in points], dtype=np.float64) for axis in (0, 1))
    expected = [
        next((i for i, each in enumerate(SQUARES) if each is not None and each.intersects(shapely.Point(p))), OUTSIDE)
        for p in points
    ]
    assert LOCATOR.positions(lon, lat).tolist() == expected
