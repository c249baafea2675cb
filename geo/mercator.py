"""Web Mercator in degrees: the projection that maps draw, with x the longitude."""

from typing import Final

import numpy as np
import numpy.typing as npt

PX_PER_DEGREE: Final = 512 / 360
"""At zoom 0, where the world is 512 px wide: the zooms of deck.gl, on which views are said, not of tiles of 256 px."""


def northing(latitude: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Degrees of latitude to the plane."""
    return np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))


def latitude(northing: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The inverse of `northing`."""
    return np.degrees(2 * np.arctan(np.exp(np.radians(northing))) - np.pi / 2)
