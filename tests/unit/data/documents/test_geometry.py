"""Contours in the pixels of a map: all at once, as one after another."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.documents import geometry
from data.documents.geometry import Screen

FRANCE = Screen(2.5, 46.5, 5.0, 760, 560)
RINGS = st.lists(
    arrays(np.float64, st.tuples(st.integers(1, 8), st.just(2)), elements=st.floats(-300, 300)), max_size=6
)


def alone(ring: np.ndarray, *, closed: bool) -> str:
    """What is asked of one ring: its corners to a fifth of a pixel, none twice in a row; nothing of what is no line."""
    corners = [(round(x * 5), round(y * 5)) for x, y in ring.tolist()]
    kept = [each for rank, each in enumerate(corners) if not rank or each != corners[rank - 1]]
    written = " ".join(f"{x / 5:g},{y / 5:g}" for x, y in kept)
    return f"M{written}{'Z' if closed else ''}" if len(kept) > (2 if closed else 1) else ""


@given(RINGS, st.booleans())
def test_rings_written_at_once_are_those_written_one_by_one(rings: list[np.ndarray], closed: bool) -> None:
    assert geometry.path_data(rings, closed=closed) == "".join(alone(ring, closed=closed) for ring in rings)


def feature(name: str, kind: str, coordinates: Any) -> dict[str, Any]:
    return {"properties": {"nom": name}, "geometry": {"type": kind, "coordinates": coordinates}}


def test_a_place_has_its_own_rings_and_one_far_away_or_without_contour_none(tmp_path: Path) -> None:
    square = [[2.0, 46.0], [3.0, 46.0], [3.0, 47.0], [2.0, 46.0]]
    moved = [[[x + 1, y] for x, y in square], []]
    far = [[x + 120, y] for x, y in square]
    features = [
        feature("Un", "Polygon", [square]),
        {"properties": {"nom": "Sans"}, "geometry": None},
        feature("Deux", "MultiPolygon", [[square], moved]),
        feature("Loin", "Polygon", [far]),
    ]
    path = tmp_path / "lieux.json"
    path.write_text(json.dumps({"features": features}))
    found = geometry.shapes(path, FRANCE)
    assert [(each.name, len(each.rings)) for each in found] == [("Un", 1), ("Sans", 0), ("Deux", 2), ("Loin", 0)]
    assert np.allclose(found[2].rings[0], FRANCE.pixels(np.array(square)))
    assert np.allclose(found[2].rings[1], FRANCE.pixels(np.array(moved[0])))
    outlines = geometry.outlines(path, FRANCE)
    assert outlines[1] == outlines[3] == "" and outlines[2].startswith(outlines[0]) and outlines[2].count("M") == 2
