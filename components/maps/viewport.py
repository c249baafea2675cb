"""What a map opens on: a box, by the level or the place, never by filtered data; and its view in a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log2
from typing import Final

from geo import mercator
from geo.overseas import FRAMES

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

# px: the map of a page of a laptop, beside its panel and its legend; the radii of circles are said on it.
WIDE_WIDTH: Final = 760
WIDE_HEIGHT: Final = 560
_MARGIN: Final = 18  # px, for half of a large circle on the edge of the box
_MAX_ZOOM: Final = 12  # a pixel of 13 m: the box of one point, which has no width, would go beyond what contours hold
MAINLAND: Final[Bounds] = (-5.2, 41.3, 9.7, 51.15)  # Ouessant to Corsica and Dunkerque, a few kilometres of sea around


def _latitude(northing: float) -> float:
    return float(mercator.latitude(northing))


NATIONAL: Final[Bounds] = (
    min(frame.west for frame in FRAMES),
    min(MAINLAND[1], *(_latitude(frame.south) for frame in FRAMES)),
    MAINLAND[2],
    max(MAINLAND[3], *(_latitude(frame.north) for frame in FRAMES)),
)
"""The mainland, Corsica and the overseas frames."""


@dataclass(frozen=True)
class View:
    """The view of a picture, and its height (px)."""

    longitude: float
    latitude: float
    zoom: float
    height: int


def fit(bounds: Bounds, width: int = WIDE_WIDTH, height: int = WIDE_HEIGHT) -> View:
    """The view that shows a box entirely in a picture of that size, px."""
    west, south, east, north = bounds
    across, up = _spans(bounds)
    scale = min((width - 2 * _MARGIN) / across, (height - 2 * _MARGIN) / up)
    zoom = min(floor(log2(scale / mercator.PX_PER_DEGREE) * 100) / 100, _MAX_ZOOM)
    middle = (float(mercator.northing(south)) + float(mercator.northing(north))) / 2
    return View(round((west + east) / 2, 3), round(_latitude(middle), 3), zoom, height)


def _spans(bounds: Bounds) -> tuple[float, float]:
    """Across and up, in degrees of longitude."""
    west, south, east, north = bounds
    low, high = (float(mercator.northing(latitude)) for latitude in (south, north))
    return max(east - west, 1e-3), max(high - low, 1e-3)


def alike(boxes: Sequence[Bounds]) -> list[Bounds]:
    """The same boxes, each grown around its middle to the span of the greatest: maps of one size have one scale."""
    spans = [_spans(box) for box in boxes]
    across, up = (max(each) for each in zip(*spans, strict=True))
    return [_around(box, across, up) for box in boxes]


def _around(box: Bounds, across: float, up: float) -> Bounds:
    west, south, east, north = box
    middle = (float(mercator.northing(south)) + float(mercator.northing(north))) / 2
    half = (west + east) / 2
    return half - across / 2, _latitude(middle - up / 2), half + across / 2, _latitude(middle + up / 2)
