"""What is near a place: distances « à vol d'oiseau », by great circle between the points of communes.

`communes` is `Places.communes`: indexed by code_insee, with lon and lat in degrees, the true ones overseas too. A few
communes have no contour, hence no point (NaN): nothing is near them, and they are near nothing.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.words.numbers import Floats

EARTH_RADIUS_KM: Final = 6371.0088  # mean radius of the IUGG
KM_PER_DEGREE: Final = EARTH_RADIUS_KM * np.pi / 180  # along a meridian
NEAR_KM: Final = 30.0  # half an hour by road: what people call around them
SURROUNDINGS_KM: Final = NEAR_KM  # what a map shows around a place is what its list tells
_SAFE: Final = 1.05  # a box in degrees is a little short of its margin at its corners
MAX_NEIGHBOURS: Final = 2_000  # more than a territory or a département has; only the largest régions are cut


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


def nearest_territories(communes: pd.DataFrame, code_insee: str, phase: int, n: int = 3) -> pd.DataFrame:
    """The n territories of a phase nearest to a commune by their closest commune, 0 km when it is inside; ties by id.

    Columns id_territoire, distance_km. Empty for a commune without a point. Raises `KeyError` for an unknown commune.
    """
    origin = communes.loc[code_insee]
    distances = distances_km(origin["lon"], origin["lat"], communes["lon"], communes["lat"])
    measured = pd.DataFrame({"id_territoire": communes[f"id_territoire_{phase}"], "distance_km": distances}).dropna()
    closest = measured.groupby("id_territoire")["distance_km"].min().reset_index()
    return closest.sort_values(["distance_km", "id_territoire"], ignore_index=True).head(n)


def nearest_structures(communes: pd.DataFrame, members: pd.Index, structures: pd.DataFrame, n: int = 5) -> Nearby:
    """The structures in a place (all, at 0 km), then the n nearest outside it, from the place's closest commune.

    members: code_insee of the place's communes, one at least. structures: a table with a nullable code_insee; its
    columns and index are kept, and rows at the same distance keep its order. A structure without a commune, or outside
    the place with no point to measure between, is left out and counted. Raises `KeyError` for an unknown member.
    """
    codes = structures["code_insee"]
    inside = codes.isin(members)
    distances = codes.map(_closest(communes, members, codes.dropna().unique())).where(~inside, 0.0)
    placed = structures.assign(distance_km=distances.astype("float64")).dropna(subset="distance_km")
    nearest = placed.sort_values("distance_km", kind="stable").head(int(inside.sum()) + n)
    return Nearby(nearest, len(structures) - len(placed))


def nearest_projects(communes: pd.DataFrame, members: pd.Index, projects: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """The projects within `NEAR_KM` of a place and outside it, or the n nearest where there are fewer: the nearest
    first, with distance_km from the place's closest commune.

    members: code_insee of the place's communes. projects: rows of the table of projects; at the same distance they keep
    their order. Empty for a place without a point. Raises `KeyError` for an unknown member.

    Without an index of space: from one commune it takes 7 ms to the 1 329 that have a project, 9 ms to ten thousand.
    """
    codes = projects["code_insee"]
    outside = np.flatnonzero((codes.notna() & ~codes.isin(members)).to_numpy(dtype=bool))
    groups, elsewhere = pd.factorize(codes.iloc[outside])
    # From 186 communes to 1 300 it is 10 ms: first to those that may be near, to all only where these are too few.
    around = neighbours(communes, members, _SAFE * NEAR_KM)
    beside = pd.Index(elsewhere).isin(around)
    between = np.full(len(elsewhere), np.nan)
    between[beside] = _closest(communes, members, elsewhere[beside]).to_numpy()
    if np.count_nonzero(between[groups] <= NEAR_KM) < n or len(around) == MAX_NEIGHBOURS:
        between = _closest(communes, members, elsewhere).to_numpy()
    distances = between[groups]
    order = np.argsort(distances, kind="stable")[: int(np.isfinite(distances).sum())]
    kept = order[: max(n, int((distances <= NEAR_KM).sum()))]
    # The rows last, and these alone: they have thirty columns.
    return projects.iloc[outside[kept]].assign(distance_km=distances[kept])


def neighbours(communes: pd.DataFrame, members: pd.Index, margin_km: float = SURROUNDINGS_KM) -> pd.Index:
    """The communes around a place, without its own: the codes that a locator map adds, in the order of `communes`.

    They have their point in the box of the points of the members, enlarged by a margin on each side; so one commune has
    a square of 60 km. Past `MAX_NEIGHBOURS`, those nearest to the middle of the box. Empty for a place without a point.
    Raises `KeyError` for an unknown member.
    """
    lon, lat = communes["lon"].to_numpy(), communes["lat"].to_numpy()
    own = _positions(communes, members)
    if not np.isfinite(lon[own]).any():
        return communes.index[:0]
    west, east, south, north = (find(axis[own]) for axis in (lon, lat) for find in (np.nanmin, np.nanmax))
    high = margin_km / KM_PER_DEGREE
    wide = high / np.cos(np.radians(max(abs(south), abs(north))))  # where a degree of longitude is the shortest
    near = (lon >= west - wide) & (lon <= east + wide) & (lat >= south - high) & (lat <= north + high)
    near[own] = False
    found = np.flatnonzero(near)
    from_middle = distances_km((west + east) / 2, (south + north) / 2, lon[found], lat[found])
    kept = np.argsort(from_middle, kind="stable")[:MAX_NEIGHBOURS]
    return communes.index[found[np.sort(kept)]]


def _closest(communes: pd.DataFrame, members: pd.Index, codes: Any) -> pd.Series:
    """Distance from each of `codes` to the closest member, NaN when either has no point."""
    lon, lat = communes["lon"].to_numpy(), communes["lat"].to_numpy()
    ours, theirs = _positions(communes, members), communes.index.get_indexer(pd.Index(codes))
    between = distances_km(lon[theirs, np.newaxis], lat[theirs, np.newaxis], lon[ours], lat[ours])
    between[theirs < 0] = np.nan
    return pd.Series(np.fmin.reduce(between, axis=1), index=codes)  # `fmin` passes over NaN


def _positions(communes: pd.DataFrame, members: pd.Index) -> npt.NDArray[np.intp]:
    """Where members are in the table. Raises `KeyError` for one that is not there."""
    found = communes.index.get_indexer(members)
    if (found < 0).any():
        raise KeyError(members[found < 0][0])
    return found
