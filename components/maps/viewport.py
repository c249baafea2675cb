"""Where a map opens: a function of the level, the zone and the width of the screen, never of filtered data.

A view that does not change is what lets the visitor's own position and zoom survive each change of filter.
"""

from dataclasses import dataclass
from math import floor, log2
from typing import Any, Final

from geo import mercator
from geo.overseas import FRAMES

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

WIDE_HEIGHT: Final = 560
# Width that a map has at least: between a phone and a wide screen, and on a phone of 390 px.
_WIDE_WIDTH: Final = 760
_NARROW_WIDTH: Final = 350  # 390 px less the margins of the page
WIDTHS: Final = {False: _WIDE_WIDTH, True: _NARROW_WIDTH}
_NARROW_HEIGHTS: Final = (290, 420)
# Room for half of a large circle on the edge of the box.
_MARGIN: Final = {False: 18, True: 8}
# deck.gl draws the world 512 px wide at zoom 0.
PX_PER_DEGREE: Final = 512 / 360
_MAX_ZOOM: Final = 12
_MAINLAND: Final[Bounds] = (-5.2, 41.3, 9.7, 51.15)


def _latitude(northing: float) -> float:
    return float(mercator.latitude(northing))


NATIONAL: Final[Bounds] = (
    min(frame.west for frame in FRAMES),
    min(_MAINLAND[1], *(_latitude(frame.south) for frame in FRAMES)),
    _MAINLAND[2],
    max(_MAINLAND[3], *(_latitude(frame.north) for frame in FRAMES)),
)
"""The mainland, Corsica and the overseas frames."""


@dataclass(frozen=True)
class View:
    """The first view of a map, and the height (px) of its box."""

    longitude: float
    latitude: float
    zoom: float
    height: int

    def state(self) -> dict[str, Any]:
        """The `initialViewState` of deck.gl."""
        return {"longitude": self.longitude, "latitude": self.latitude, "zoom": self.zoom}


def fit(bounds: Bounds, *, narrow: bool, wide_height: int = WIDE_HEIGHT) -> View:
    """The view that shows a box entirely, on a phone or on anything wider. wide_height: px, on the latter."""
    height = wide_height
    if narrow:
        across, up = _spans(bounds)
        least, most = _NARROW_HEIGHTS
        height = round(min(max(_NARROW_WIDTH * up / across, least), most))
    return fit_in(bounds, WIDTHS[narrow], height, _MARGIN[narrow])


def fit_in(bounds: Bounds, width: int, height: int, margin: int = _MARGIN[True]) -> View:
    """The view that shows a box entirely on a map of that size, px."""
    west, south, east, north = bounds
    across, up = _spans(bounds)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / up)
    zoom = min(floor(log2(scale / PX_PER_DEGREE) * 100) / 100, _MAX_ZOOM)
    middle = (float(mercator.northing(south)) + float(mercator.northing(north))) / 2
    return View(round((west + east) / 2, 3), round(_latitude(middle), 3), zoom, height)


def _spans(bounds: Bounds) -> tuple[float, float]:
    """Across and up, in degrees of longitude."""
    west, south, east, north = bounds
    low, high = (float(mercator.northing(latitude)) for latitude in (south, north))
    return max(east - west, 1e-3), max(high - low, 1e-3)
