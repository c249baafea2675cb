"""What is near a place: distances « à vol d'oiseau », by great circle between the points of communes.

Communes are told by their position in `Places.communes`, -1 where there is none. A few have no contour, hence no point
(NaN): nothing is near them, and they are near nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.query.projects import Rows
from data.words.numbers import Floats

EARTH_RADIUS_KM: Final = 6371.0088  # mean radius of the IUGG
KM_PER_DEGREE: Final = EARTH_RADIUS_KM * np.pi / 180  # along a meridian
NEAR_KM: Final = 30.0  # half an hour by road: what people call around them
SURROUNDINGS_KM: Final = NEAR_KM  # what a map shows around a place is what its list tells
_SAFE: Final = 1.05  # a box in degrees is a little short of its margin at its corners
MAX_NEIGHBOURS: Final = 2_000  # more than a territory or a département has; only the largest régions are cut


@dataclass(frozen=True)
class Globe:
    """Points by position: lon and lat in degrees, the true ones overseas too, and their unit vectors, (n, 3).

    The nearest of many is the greatest product of two vectors: no sine is asked for each pair.
    """

    lon: Floats
    lat: Floats
    vectors: Floats

    @classmethod
    def of(cls, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Self:
        """The globe of these points."""
        lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        x, y = np.radians(lon), np.radians(lat)
        return cls(lon, lat, np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)]))

    def closest_km(self, own: Rows, others: Rows) -> Floats:
        """The distance from each of `others` to the closest of `own`, NaN from or to a missing point."""
        seen = own[np.isfinite(self.lon[own])]
        if not len(seen):
            return np.full(len(others), np.nan)
        # Which is the closest first, for all pairs; then its distance, for one pair each.
        closest = np.argmax(self.vectors[others] @ self.vectors[seen].T, axis=1)
        return self._between_km(others, seen[closest])

    def _between_km(self, these: Rows, those: Rows) -> Floats:
        # By the chord: of two points a few hundred metres apart, the product of the vectors has lost the digits.
        chords = np.sqrt(((self.vectors[these] - self.vectors[those]) ** 2).sum(axis=1))
        distances: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords / 2, 1))
        return np.where(these < 0, np.nan, distances)

    def boxed(self, own: Rows, margin_km: float, among: Rows | slice = slice(None)) -> npt.NDArray[np.bool_]:
        """Which of some points are in the box of the points of `own`, enlarged by a margin on each side: none where
        these have no point.
        """
        lon, lat = self.lon[among], self.lat[among]
        seen = own[np.isfinite(self.lon[own])]
        if not len(seen):
            return np.zeros(len(lon), dtype=bool)
        west, east, south, north = self._box(seen)
        high = margin_km / KM_PER_DEGREE
        wide = high / np.cos(np.radians(max(abs(south), abs(north))))  # where a degree of longitude is the shortest
        found: npt.NDArray[np.bool_] = (lon >= west - wide) & (lon <= east + wide)
        found &= (lat >= south - high) & (lat <= north + high)
        return found

    def middle(self, own: Rows) -> Floats:
        """The unit vector of the middle of the box of the points of `own`."""
        west, east, south, north = self._box(own[np.isfinite(self.lon[own])])
        (vector,) = Globe.of([(west + east) / 2], [(south + north) / 2]).vectors
        return vector

    def _box(self, seen: Rows) -> tuple[float, float, float, float]:
        lon, lat = self.lon[seen], self.lat[seen]
        return float(lon.min()), float(lon.max()), float(lat.min()), float(lat.max())


@dataclass(frozen=True)
class Nearby:
    """structures: the rows asked for, with distance_km. non_situees: how many of the table cannot be placed."""

    structures: pd.DataFrame
    non_situees: int


def distances_km(lon: npt.ArrayLike, lat: npt.ArrayLike, lons: npt.ArrayLike, lats: npt.ArrayLike) -> Floats:
    """Great-circle distances between points in degrees, broadcast as numpy does; NaN from or to a missing point."""
    lon, lat, lons, lats = (np.radians(np.asarray(degrees, dtype=np.float64)) for degrees in (lon, lat, lons, lats))
    chord = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    distances: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return distances


def nearest_territories(globe: Globe, row: int, territories: Mapping[str, Rows], n: int = 3) -> pd.DataFrame:
    """The n territories nearest to a commune by their closest commune, 0 km when it is inside; ties by id.

    territories: the communes of each one. Columns id_territoire, distance_km. Empty for a commune without a point.
    """
    products = np.nan_to_num(globe.vectors @ globe.vectors[row], nan=-2)
    closest = {code: rows[np.argmax(products[rows])] for code, rows in territories.items() if len(rows)}
    found = pd.DataFrame(
        {
            "id_territoire": list(closest),
            "distance_km": globe.closest_km(np.array([row]), np.array([*closest.values()], dtype=np.intp)),
        }
    ).dropna()
    return found.sort_values(["distance_km", "id_territoire"], ignore_index=True).head(n)


def nearest_structures(globe: Globe, own: Rows, structures: pd.DataFrame, at: Rows, n: int = 5) -> Nearby:
    """The structures in a place (all, at 0 km), then the n nearest outside it, from the place's closest commune.

    own: its communes, one at least. structures: a table, whose columns and index are kept, and rows at the same
    distance keep its order; at: the commune of each. A structure without a commune, or outside the place with no point
    to measure between, is left out and counted.
    """
    inside = np.isin(at, own)
    distances = np.where(inside, 0.0, globe.closest_km(own, at))
    order = np.argsort(distances, kind="stable")  # those without a distance come last
    placed = int(np.isfinite(distances).sum())
    kept = order[: min(placed, int(inside.sum()) + n)]
    return Nearby(structures.iloc[kept].assign(distance_km=distances[kept]), len(structures) - placed)


def nearest(globe: Globe, own: Rows, at: Rows, n: int = 5) -> tuple[Rows, Floats]:
    """The projects within `NEAR_KM` of a place and outside it, or the n nearest where there are fewer: their ranks in
    `at`, the nearest first, and their distances (km) from the place's closest commune.

    own: the communes of the place; at: that of each project. At the same distance they keep their order. Empty for a
    place without a point.
    """
    outside = np.flatnonzero((at >= 0) & ~np.isin(at, own))
    elsewhere, groups = np.unique(at[outside], return_inverse=True)
    # First to those that may be near, to all only where these are too few: a département has hundreds of communes.
    beside = globe.boxed(own, _SAFE * NEAR_KM, elsewhere)
    between = np.full(len(elsewhere), np.nan)
    between[beside] = globe.closest_km(own, elsewhere[beside])
    if np.count_nonzero(between[groups] <= NEAR_KM) < n:
        between = globe.closest_km(own, elsewhere)
    distances = between[groups]
    order = np.argsort(distances, kind="stable")[: int(np.isfinite(distances).sum())]
    kept = order[: max(n, int((distances <= NEAR_KM).sum()))]
    return outside[kept], distances[kept]


def neighbours(globe: Globe, own: Rows, margin_km: float = SURROUNDINGS_KM) -> Rows:
    """The communes around a place, without its own, ascending: those that a locator map adds.

    They have their point in the box of the points of the place, enlarged by a margin on each side; so one commune has a
    square of 60 km. Past `MAX_NEIGHBOURS`, those nearest to the middle of the box. Empty for a place without a point.
    """
    near = globe.boxed(own, margin_km)
    near[own] = False
    found = np.flatnonzero(near)
    if len(found) <= MAX_NEIGHBOURS:
        return found
    closeness = globe.vectors[found] @ globe.middle(own)
    return np.sort(found[np.argsort(-closeness, kind="stable")[:MAX_NEIGHBOURS]])
