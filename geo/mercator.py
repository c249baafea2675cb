"""Web Mercator in degrees: the projection that maps draw, with x the longitude."""

import numpy as np
import numpy.typing as npt


def northing(latitude: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Degrees of latitude to the plane."""
    return np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))


def latitude(northing: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The inverse of `northing`."""
    return np.degrees(2 * np.arctan(np.exp(np.radians(northing))) - np.pi / 2)
