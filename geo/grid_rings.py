"""Contours on a grid: their rings as integer degrees, the text of their vertices, the lines between two of them.

All the rings of a coverage are worked on at once: one at a time, the 34 875 communes cost five times as much.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Self

import numpy as np
import numpy.typing as npt
import shapely

from geo.overseas import from_plane, to_plane

Integers = npt.NDArray[np.int64]
_CORNERS = 4  # a triangle and its first vertex again: a ring of fewer has collapsed
_ABOVE_ANY_NORTHING = 2**32  # degrees x 10^decimals are far smaller


@dataclass(frozen=True)
class GridRings:
    """Rings of polygons, on integer degrees x 10^decimals, without repeated vertices.

    grid: (n, 2) vertices, ring after ring. starts: (r + 1,) where each ring begins, then n.
    polygon, feature: (r,) of each ring, ascending; a polygon begins with its outer ring.
    """

    grid: Integers
    starts: Integers
    polygon: Integers
    feature: Integers

    @classmethod
    def of(cls, plane: np.ndarray, decimals: int) -> Self:
        """From contours in the plane of `geo.overseas`; a null contour has no ring.

        Rings that collapse on the grid are dropped, but a feature that would lose all of them is one cell: no place
        disappears.
        """
        rings = cls._quantised(plane, decimals)
        lost = ~shapely.is_missing(plane)
        lost[rings.feature] = False
        if not lost.any():
            return rings
        widened = plane.copy()
        widened[lost] = _cells(plane[lost], decimals)
        return cls._quantised(widened, decimals)

    @classmethod
    def _quantised(cls, plane: np.ndarray, decimals: int) -> Self:
        parts, feature = shapely.get_parts(plane, return_index=True)
        rings, polygon = shapely.get_rings(parts, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        grid = np.round(from_plane(points) * 10**decimals).astype(np.int64)
        moved = np.append(True, (grid[1:] != grid[:-1]).any(axis=1) | (ring[1:] != ring[:-1]))
        lengths = np.bincount(ring[moved], minlength=len(rings))
        outer = np.append(True, polygon[1:] != polygon[:-1])[: len(rings)]
        held = np.zeros(len(parts), dtype=bool)
        held[polygon[outer & (lengths >= _CORNERS)]] = True
        kept = held[polygon] & (lengths >= _CORNERS)
        starts = np.append(0, np.cumsum(lengths[kept]))
        return cls(grid[moved & kept[ring]], starts, polygon[kept], feature[polygon[kept]])

    def points_json(self, decimals: int) -> list[str]:
        """Longitude and latitude of each vertex, as they are written between brackets."""
        return json.dumps((self.grid / 10**decimals).tolist(), separators=(",", ":"))[2:-2].split("],[")

    def polygons_json(self, points: Sequence[str], features: int) -> list[str]:
        """The geometry of each of the features, null for one that has no ring. points: of `points_json`."""
        written = ["null"] * features
        bounds = zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True)
        rings = (line_json(points[start:end]) for start, end in bounds)
        named = zip(self.feature.tolist(), self.polygon.tolist(), rings, strict=True)
        for feature, of_feature in groupby(named, key=itemgetter(0)):
            polygons = (
                "[" + ",".join(ring for *_, ring in of_polygon) + "]"
                for _, of_polygon in groupby(of_feature, key=itemgetter(1))
            )
            written[feature] = f'{{"type":"MultiPolygon","coordinates":[{",".join(polygons)}]}}'
        return written

    def lines(self) -> tuple[Integers, Integers, Integers]:
        """The segments of all rings, each once, in lines that have the same features beside them from end to end.

        Returns where each line begins and ends among the vertices, and (m, 2) the features beside it: the same one
        twice along the outside.
        """
        ring = np.repeat(np.arange(len(self.polygon)), np.diff(self.starts))
        along = np.flatnonzero(ring[1:] == ring[:-1])  # segments, by their first vertex
        _, vertex = np.unique(self.grid @ [_ABOVE_ANY_NORTHING, 1], return_inverse=True)
        ends = np.sort(np.column_stack([vertex[along], vertex[along + 1]]), axis=1)
        _, first, same = np.unique(ends @ [len(vertex), 1], return_index=True, return_inverse=True)
        owner = self.feature[ring[along]]
        sides = _extremes(same, owner)[same]
        once = np.zeros(len(along), dtype=bool)
        once[first] = True
        follows = (along[1:] == along[:-1] + 1) & once[:-1] & (sides[1:] == sides[:-1]).all(axis=1)
        begins = np.flatnonzero(once & ~np.append(False, follows))
        stops = np.flatnonzero(once & ~np.append(follows & once[1:], False))
        return along[begins], along[stops] + 2, sides[begins]


def line_json(points: Sequence[str]) -> str:
    """The coordinates of a line, or of a ring."""
    return "[[" + "],[".join(points) + "]]"


def _extremes(groups: Integers, values: Integers) -> Integers:
    """(g, 2) the least and the greatest of the values of each group."""
    order = np.lexsort((values, groups))
    begins = np.append(True, groups[order][1:] != groups[order][:-1])
    stops = np.append(begins[1:], True)
    return np.column_stack([values[order][begins], values[order][stops]])


def _cells(plane: np.ndarray, decimals: int) -> np.ndarray:
    """Each contour as the cells of the grid that its box meets, at least one."""
    west, south, east, north = shapely.bounds(plane).T
    low, high = (
        np.round(from_plane(np.column_stack(corner)) * 10**decimals) for corner in ((west, south), (east, north))
    )
    high = np.maximum(high, low + 1)
    return shapely.box(*to_plane(low / 10**decimals).T, *to_plane(high / 10**decimals).T)
