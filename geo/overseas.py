"""Where overseas départements stand on the map: in frames west of the mainland, for display only.

Everything here works on the « plane »: Web Mercator in degrees (x = longitude), the projection that the map draws.
A uniform scale and a shift in that plane keep the shape of an island whatever its latitude.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from geo import mercator


@dataclass(frozen=True)
class Frame:
    """A rectangle of the plane that holds one département."""

    code_departement: str
    nom: str
    west: float
    south: float
    east: float
    north: float

    @property
    def label(self) -> tuple[float, float]:
        """Where the middle of its name stands."""
        return (self.west + self.east) / 2, self.south + _LABEL_HEIGHT / 2


# A column between the Atlantic coast and the edge of the map, from 51.1° N to 41.4° N, in the order of the codes.
_WEST, _EAST, _TOP, _HEIGHT, _GAP = -10.2, -6.9, 59.5, 2.5, 0.3
_NAMES = {"971": "Guadeloupe", "972": "Martinique", "973": "Guyane", "974": "La Réunion", "976": "Mayotte"}
FRAMES = tuple(
    Frame(code, nom, _WEST, _TOP - (_HEIGHT + _GAP) * rank - _HEIGHT, _EAST, _TOP - (_HEIGHT + _GAP) * rank)
    for rank, (code, nom) in enumerate(_NAMES.items())
)
# Share of a frame left empty around the island, so that borders do not touch it.
_MARGIN = 0.07
# The foot of a frame, for its name.
_LABEL_HEIGHT = 0.5


def to_plane(lonlat: np.ndarray) -> np.ndarray:
    """(n, 2) longitudes and latitudes in degrees to the plane."""
    return np.column_stack([lonlat[:, 0], mercator.northing(lonlat[:, 1])])


def from_plane(xy: np.ndarray) -> np.ndarray:
    """The inverse of `to_plane`."""
    return np.column_stack([xy[:, 0], mercator.latitude(xy[:, 1])])


def displayed(contours: np.ndarray, departements: np.ndarray) -> np.ndarray:
    """Contours in EPSG:4326 to the plane, those of overseas départements moved into their frames.

    departements: the code of each contour's département. Contours of one département keep their relative positions.
    """
    plane = shapely.transform(contours, to_plane)
    for frame in FRAMES:
        inside = departements == frame.code_departement
        if inside.any():
            plane[inside] = _fit(plane[inside], frame)
    return plane


def _fit(contours: np.ndarray, frame: Frame) -> np.ndarray:
    west, south, east, north = shapely.total_bounds(contours)
    floor = frame.south + _LABEL_HEIGHT
    width, height = frame.east - frame.west, frame.north - floor
    scale = (1 - 2 * _MARGIN) * min(width / (east - west), height / (north - south))
    source = np.array([(west + east) / 2, (south + north) / 2])
    target = np.array([(frame.west + frame.east) / 2, (floor + frame.north) / 2])
    return shapely.transform(contours, lambda xy: (xy - source) * scale + target)
