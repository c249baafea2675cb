"""Areas in km², on the true positions of the contours, never on the displayed ones."""

import geopandas as gpd
import numpy as np

# EASE-Grid 2.0, an equal-area projection of the whole globe: one rule for the mainland and for overseas, where
# Lambert-93 would be wrong without saying so.
EQUAL_AREA_CRS = "EPSG:6933"
WGS84 = "EPSG:4326"


def square_kilometres(contours: gpd.GeoSeries) -> np.ndarray:
    """Area of each contour, in km², NaN where there is none. The contours must be in EPSG:4326 (ValueError)."""
    if contours.crs is None or contours.crs.to_string() != WGS84:
        raise ValueError(f"expected {WGS84}, got {contours.crs}")
    return contours.to_crs(EQUAL_AREA_CRS).area.to_numpy() / 1e6
