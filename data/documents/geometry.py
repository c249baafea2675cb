"""Contour files in the pixels of a map: paths, points, lines, read once for each view."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic_core import from_json

from geo import mercator

_KEPT: Final = 48  # files in one view: those of two maps of sheets
_FILES: Final = 64  # of contours: a sheet reads those of up to twenty départements around, the next one the same
_STEPS: Final = 5  # of a pixel: half of one in a picture at twice the size is not seen
_WRITTEN: Final = 200_000  # positions, each as a text

Points = np.ndarray
"""(n, 2) float64, px."""


@dataclass(frozen=True)
class Screen:
    """A view and the scale of its drawing: where degrees are on it, in px from the top left corner."""

    longitude: float
    latitude: float
    zoom: float
    width: float
    height: float

    def pixels(self, degrees: np.ndarray) -> Points:
        """(n, 2) longitudes and latitudes to pixels."""
        scale = mercator.PX_PER_DEGREE * 2**self.zoom
        middle = float(mercator.northing(self.latitude))
        across = (degrees[:, 0] - self.longitude) * scale + self.width / 2
        down = (middle - mercator.northing(degrees[:, 1])) * scale + self.height / 2
        return np.column_stack([across, down])

    def show(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Which boxes of degrees touch the screen: a zoomed map has all the borders of France around it."""
        (left, bottom), (right, top) = self.pixels(low).T, self.pixels(high).T
        found: np.ndarray = (right >= 0) & (bottom >= 0) & (left <= self.width) & (top <= self.height)
        return found

    def shows(self, line: np.ndarray) -> bool:
        """Whether the box of a line in degrees touches the screen."""
        return bool(self.show(line.min(axis=0, keepdims=True), line.max(axis=0, keepdims=True))[0])

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point is on the screen, or that near to it."""
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin


@dataclass(frozen=True)
class Shape:
    """A place: its name, and its rings (or its lines) in pixels."""

    name: str
    rings: tuple[Points, ...]


@lru_cache(maxsize=_KEPT)
def shapes(path: Path, screen: Screen) -> tuple[Shape, ...]:
    """The polygons or the lines of a contour file, in its order; a place without a contour has no ring."""
    found = _contours(path)
    seen = screen.show(found.low, found.high)
    pixels = screen.pixels(found.corners[np.repeat(seen, found.lengths)])
    rings: list[list[Points]] = [[] for _ in found.names]
    ends = [0, *np.cumsum(found.lengths[seen]).tolist()]
    for place, (first, last) in zip(found.places[seen].tolist(), pairwise(ends), strict=True):
        rings[place].append(pixels[first:last])
    return tuple(Shape(name, tuple(lines)) for name, lines in zip(found.names, rings, strict=True))


@lru_cache(maxsize=_KEPT)
def points(path: Path, screen: Screen) -> tuple[tuple[str, float, float] | None, ...]:
    """Name and position of the points of a contour file, None for one without."""
    found = _features(path)
    places = [each["geometry"]["coordinates"] if each["geometry"] else (0.0, 0.0) for each in found]
    where = screen.pixels(np.array(places, dtype=np.float64).reshape(-1, 2)).tolist()
    return tuple((_name(each), x, y) if each["geometry"] else None for each, (x, y) in zip(found, where, strict=True))


@lru_cache(maxsize=_KEPT)
def outlines(path: Path, screen: Screen) -> tuple[str, ...]:
    """The `d` of each place of a contour file, in its order."""
    found = shapes(path, screen)
    parts = iter(_parts([ring for each in found for ring in each.rings], closed=True))
    return tuple("".join(next(parts) for _ in each.rings) for each in found)


@lru_cache(maxsize=_KEPT)
def lines(path: Path, screen: Screen) -> str:
    """The `d` of all the lines of a contour file."""
    return path_data(tuple(ring for each in shapes(path, screen) for ring in each.rings), closed=False)


def path_data(rings: Sequence[Points], *, closed: bool) -> str:
    """The `d` of an SVG path. Neighbours are rounded alike, so that no gap opens between them."""
    return "".join(_parts(rings, closed=closed))


def _parts(rings: Sequence[Points], *, closed: bool) -> list[str]:
    """The part of the path of each ring, "" for one that is not seen: all at once, for they are thousands and short."""
    if not rings:
        return []
    steps = (np.concatenate(rings) * _STEPS).round().astype(np.int64)
    starts = np.cumsum([0, *map(len, rings)])
    kept = np.r_[True, (steps[1:] != steps[:-1]).any(axis=1)]
    kept[starts[:-1]] = True
    written = [f"{_position(x)},{_position(y)}" for x, y in steps[kept].tolist()]
    ends = np.r_[0, np.cumsum(kept)][starts].tolist()
    least, end = (3, "Z") if closed else (2, "")
    return [f"M{' '.join(written[first:last])}{end}" if last - first >= least else "" for first, last in pairwise(ends)]


@lru_cache(maxsize=_WRITTEN)
def _position(steps: int) -> str:
    """In pixels."""
    return f"{steps / _STEPS:g}"


def _features(path: Path) -> list[dict[str, Any]]:
    # A file is a million small lists that point to nothing else: looking for cycles among them costs more than all.
    collected = gc.isenabled()
    gc.disable()
    try:
        found: list[dict[str, Any]] = from_json(path.read_bytes())["features"]
    finally:
        if collected:
            gc.enable()
    return found


def _name(feature: dict[str, Any]) -> str:
    properties = feature["properties"]
    return str(properties.get("nom") or properties.get("text") or "")


@dataclass(frozen=True)
class _Contours:
    """A file in degrees. corners: (n, 2), of its rings or lines, one after another; of these lengths, of the places of
    these ranks, in these boxes.
    """

    names: tuple[str, ...]
    corners: np.ndarray
    lengths: np.ndarray
    places: np.ndarray
    low: np.ndarray
    high: np.ndarray


@lru_cache(maxsize=_FILES)
def _contours(path: Path) -> _Contours:
    """A file, read once for the views of many sheets."""
    found = _features(path)
    held = [(rank, line) for rank, each in enumerate(found) for line in _lines(each["geometry"])]
    lengths = np.array([len(line) for _, line in held], dtype=np.int64)
    numbers = chain.from_iterable(chain.from_iterable(line for _, line in held))
    corners = np.fromiter(numbers, dtype=np.float64).reshape(-1, 2)
    starts = np.cumsum(lengths) - lengths
    low, high = (bound.reduceat(corners, starts) if held else corners for bound in (np.minimum, np.maximum))
    places = np.array([rank for rank, _ in held], dtype=np.int64)
    return _Contours(tuple(map(_name, found)), corners, lengths, places, low, high)


def _lines(geometry: dict[str, Any] | None) -> list[list[list[float]]]:
    """The rings or lines of a place, those without a corner left out."""
    if geometry is None:
        return []
    kind, held = geometry["type"], geometry["coordinates"]
    lines = {"Polygon": held, "MultiLineString": held, "LineString": [held]}.get(kind)
    if lines is None:
        lines = [ring for polygon in held for ring in polygon]
    return [line for line in lines if line]
