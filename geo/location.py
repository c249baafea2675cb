"""The commune that holds a point."""

from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

OUTSIDE = -1  # as an index, it would be the last contour: to be masked after any look-up
_TILE = 0.04  # degrees: a tile meets a handful of communes

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Locator:
    """Finds which contour holds a point; contours that are missing hold none."""

    def __init__(self, contours: npt.NDArray[np.object_]) -> None:
        """contours: polygons in EPSG:4326, None where there is none, that do not overlap."""
        self._contours = contours

    @cached_property
    def _tree(self) -> shapely.STRtree:
        shapely.prepare(self._contours)
        return shapely.STRtree(self._contours)

    @cached_property
    def _bounds(self) -> Floats:
        return np.ascontiguousarray(shapely.bounds(self._contours).T)

    def positions(self, lon: Floats, lat: Floats) -> Integers:
        """The position of the contour that holds each point (degrees), the first one on a border, else `OUTSIDE`."""
        points, contours = self._candidates(lon, lat)
        # The points of a contour together: its edges stay in the caches of the processor.
        order = np.argsort(contours, kind="stable")
        points, contours = points[order], contours[order]
        held = shapely.intersects_xy(self._contours[contours], lon[points], lat[points])
        found = np.full(len(lon), OUTSIDE, dtype=np.int64)
        # Assigned from the last: on a border, the first contour stays.
        found[points[held][::-1]] = contours[held][::-1]
        return found

    def distances(self, positions: Integers, lon: Floats, lat: Floats) -> Floats:
        """From the contour at each position to a point, in degrees: 0 inside it, NaN for a contour that is missing."""
        found: Floats = shapely.distance(self._contours[positions], shapely.points(lon, lat))
        return found

    def _candidates(self, lon: Floats, lat: Floats) -> tuple[Integers, Integers]:
        """Points and contours whose box holds them, as pairs of positions.

        The tree is asked once per tile: to make a million points of shapely is longer than all the rest.
        """
        located = np.flatnonzero((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
        across, up = (np.floor(axis[located] / _TILE).astype(np.int64) for axis in (lon, lat))
        width = round(360 / _TILE) + 2
        tiles, tile_of = np.unique(up * width + across + width // 2, return_inverse=True)
        row, column = np.divmod(tiles, width)
        west, south = (column - width // 2) * _TILE, row * _TILE
        near, contours = self._tree.query(shapely.box(west, south, west + _TILE, south + _TILE))
        first = np.searchsorted(near, np.arange(len(tiles)))  # `near` is sorted
        each = np.bincount(near, minlength=len(tiles))[tile_of]
        points = np.repeat(located, each)
        rank = np.arange(len(points)) - np.repeat(np.cumsum(each) - each, each)
        contours = contours[np.repeat(first[tile_of], each) + rank]
        x, y = lon[points], lat[points]
        west, south, east, north = (side[contours] for side in self._bounds)
        boxed = (west <= x) & (x <= east) & (south <= y) & (y <= north)
        return points[boxed], contours[boxed]
