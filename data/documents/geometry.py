"""Contour files in the pixels of a map: paths, points, lines, read once for each view."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo import mercator

_PX_PER_DEGREE: Final = 512 / 360  # the world is 512 px wide at zoom 0
_KEPT: Final = 48
_FILES: Final = 64  # of contours: a sheet reads those of up to twenty départements around, the next one the same
_STEPS: Final = 5  # of a pixel: half of one in a picture at twice the size is not seen

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
        scale = _PX_PER_DEGREE * 2**self.zoom
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
    rings: list[list[Points]] = [[] for _ in found.names]
    for rank in np.flatnonzero(screen.show(found.low, found.high)).tolist():
        rings[found.places[rank]].append(screen.pixels(found.lines[rank]))
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
    return tuple(path_data(each.rings, closed=True) for each in shapes(path, screen))


@lru_cache(maxsize=_KEPT)
def lines(path: Path, screen: Screen) -> str:
    """The `d` of all the lines of a contour file."""
    return path_data(tuple(ring for each in shapes(path, screen) for ring in each.rings), closed=False)


def path_data(rings: tuple[Points, ...], *, closed: bool) -> str:
    """The `d` of an SVG path. Neighbours are rounded alike, so that no gap opens between them."""
    parts = []
    for ring in rings:
        corners = (ring * _STEPS).round() / _STEPS
        kept = corners[np.r_[True, (np.diff(corners, axis=0) != 0).any(axis=1)]]
        if len(kept) > (2 if closed else 1):
            written = " ".join(f"{x:g},{y:g}" for x, y in kept.tolist())
            parts.append(f"M{written}{'Z' if closed else ''}")
    return "".join(parts)


def _features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["features"]
    return found


def _name(feature: dict[str, Any]) -> str:
    properties = feature["properties"]
    return str(properties.get("nom") or properties.get("text") or "")


@dataclass(frozen=True)
class _Contours:
    """A file in degrees. lines: rings or lines, of the places of these ranks, in these boxes."""

    names: tuple[str, ...]
    lines: tuple[np.ndarray, ...]
    places: tuple[int, ...]
    low: np.ndarray
    high: np.ndarray


@lru_cache(maxsize=_FILES)
def _contours(path: Path) -> _Contours:
    """A file, read once for the views of many sheets."""
    found = _features(path)
    held = [(rank, line) for rank, each in enumerate(found) for line in _lines(each["geometry"])]
    lines = tuple(line for _, line in held)
    low, high = (
        np.array([bound(line, axis=0) for line in lines], dtype=np.float64).reshape(-1, 2) for bound in (np.min, np.max)
    )
    return _Contours(tuple(map(_name, found)), lines, tuple(rank for rank, _ in held), low, high)


def _lines(geometry: dict[str, Any] | None) -> tuple[np.ndarray, ...]:
    if geometry is None:
        return ()
    kind, held = geometry["type"], geometry["coordinates"]
    lines = {"Polygon": held, "MultiLineString": held, "LineString": [held]}.get(kind)
    if lines is None:
        lines = [ring for polygon in held for ring in polygon]
    return tuple(np.array(line, dtype=np.float64) for line in lines)
