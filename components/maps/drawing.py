"""What a run sends of a map to the script that draws it: addresses of static files, and a few characters per place.

One digit for the class of a place, one letter for the size of its circle, by its position in the file, and how its
values read. The script takes texts as texts: nothing that a visitor or a table wrote is markup or code anywhere.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from components.look import palette
from components.maps.frame import Contours, MapFrame, Marks, ProjectDots, Variant
from components.maps.viewport import Bounds
from components.text.formats import typeset
from geo.classes import DIVERGING, FRAGILE, MAX_CLASSES, Classes

Drawing = dict[str, Any]
Codes = npt.NDArray[np.integer[Any]]
Mask = npt.NDArray[np.bool_]

SIZES: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
"""One letter for each size of circle, as map.js reads them."""

# Radii travel as one letter, 0 to 63, in these fractions of a pixel on a map of 760 by 560 px; they follow its size.
RADIUS_STEPS: Final = 63
# The smallest circle that is seen as one: areas under a 250th of the greatest are not proportional.
_LEAST_STEP: Final = 4
_RADIUS_SCALE: Final = 0.44  # the greatest circle is 55 px wide, a little more than a département on the map of France
CIRCLE_OPACITY: Final = 0.8  # circles that overlap are still told apart
PALE_OPACITY: Final = 0.31  # told from the others (3.3:1) by who sees no hue
MARK_RADIUS: Final = 2.4  # px: a thousand communes are seen and hide no border
LOCATOR_MARK_RADIUS: Final = 4.5  # px: a dozen communes, to be aimed at
RING: Final = 1.6  # times the radius of a mark: what is under it shows around it
ABOVE_MARK: Final = 13  # px: a dot of a project does not hide the name of its commune
_GREATEST: Final = 5  # named first, with their values: more would cover the map that they sum up
_PER_DIGIT: Final = 4  # a hexadecimal digit has four bits
_DOT_STEPS: Final = 11  # with as many statuses as there are, in one letter
DOT_SCALE: Final = 1.25  # px in a step
DOT_RING: Final = 2.0  # px, the radius of a ring: projects of which no amount is known
BETWEEN: Final = "|"  # values, one byte where a line break is two
MISSING_UNDER_CIRCLES: Final = 1  # which of the two fills of the ground
PLACES: Final = "places"
"""The name of the places of a level, in what a click says."""


def of_level(frame: MapFrame, classes: Classes | None, *, names: str, alt: str, opens: bool) -> Drawing:
    """The map of a level. classes: of a choropleth, None for circles. names: the file of the names of towns."""
    contours = frame.contours
    areas = []
    if contours.polygons:
        coloured = _ground(frame) if classes is None else _areas(frame, classes)
        areas.append({"name": PLACES, "file": contours.polygons, **coloured})
    drawing = _drawing(contours.bounds, areas, alt=alt, opens=opens)
    drawing |= {
        "land": contours.land,
        "line": inner_line(frame),
        "limits": [list(limit) for limit in limits(contours)],
        "local": contours.local,
        "dots": _dots(frame.marks if isinstance(frame.marks, Marks) else None, frame.official, MARK_RADIUS),
        "names": names,
        "greatest": _greatest(frame),
        "hover": hovered(frame),
    }
    if frame.kind == "circles" and contours.points:
        drawing["circles"] = _circles(frame, contours.points)
    if isinstance(frame.marks, ProjectDots):
        drawing["projects"] = _projects(frame.marks)
    return drawing


def of_circles(variants: Sequence[Variant], *, greatest: float) -> Drawing:
    """What parts the maps of one drawing: the contours travel once. greatest: the value of the largest circle."""
    sizes = ["".join(SIZES[step] for step in radii(each.values, greatest).tolist()) for each in variants]
    return _parted(variants, [float(np.nansum(each.values)) for each in variants]) | {"sizes": sizes}


def of_areas(variants: Sequence[Variant], shown: Sequence[tuple[MapFrame, Classes]]) -> Drawing:
    """The same for coloured areas. shown: the frame of each and its values in the classes of all of them."""
    parts = [_areas(frame, classes) for frame, classes in shown]
    areas = [{"codes": each["codes"], "hatched": each.get("hatched", "")} for each in parts]
    return _parted(variants, [float(sum(classes.counts)) for _, classes in shown]) | {"areas": areas}


def _parted(variants: Sequence[Variant], weights: Sequence[float]) -> Drawing:
    """weights: that of most is shown first."""
    return {
        "labels": [each.label for each in variants],
        "first": int(np.argmax(weights)),
        "told": [each.told for each in variants],
        "values": [BETWEEN.join(map(_line, each.texts)) for each in variants],
    }


def of_parts(
    parts: Mapping[str, tuple[str, Mask]],
    colours: tuple[str, str],
    marks: Marks,
    bounds: Bounds,
    *,
    land: str | None,
    context: str | None,
    official: str | None,
    names: str,
    named: Sequence[tuple[str, float, float]],
    alt: str,
) -> Drawing:
    """A map of contour files whose places are in or out, with dots over it.

    parts: by name, a file of polygons and which of its places are in. colours: of those out, of those in. official: a
    file of points, all drawn, under the others. named: what is named first: a name, its longitude and its latitude.
    """
    areas = [
        {"name": name, "file": file, "fills": list(colours), "codes": _digits(inside), "inside": _flags(inside)}
        for name, (file, inside) in parts.items()
    ]
    drawing = _drawing(bounds, areas, alt=alt, opens=True)
    return drawing | {
        "land": land,
        "line": palette.INNER_LINE,
        "limits": [[context, palette.OUTER_LINE, THIN]] if context else [],
        "local": True,
        "dots": _dots(marks, official, LOCATOR_MARK_RADIUS),
        "names": names,
        "named": [list(each) for each in named],
        "above": ABOVE_MARK,
    }


def packed(drawing: Drawing) -> bytes:
    """As it travels: without spaces, accents as they are."""
    return json.dumps(drawing, ensure_ascii=False, separators=(",", ":")).encode()


THIN: Final = 0.6  # px, of the borders of départements
_STRONG: Final = 1.3  # px, of those of régions


def limits(contours: Contours) -> list[tuple[str, str, float]]:
    """The borders over the places: a file, its colour, its width in px; départements thinner than régions."""
    files = ((contours.context, THIN), (contours.regions, _STRONG))
    return [(file, palette.OUTER_LINE, width) for file, width in files if file]


def radii(values: npt.NDArray[np.float64], greatest: float | None = None) -> npt.NDArray[np.int64]:
    """Radii whose areas are proportional to values, in steps: `RADIUS_STEPS` for the greatest; 0 for nothing.

    values: float64, NaN where there is no data, which has no circle. greatest: of several maps of one scale; of these
    values if None. Raises `ValueError` for a negative value.
    """
    amounts = np.nan_to_num(values, nan=0.0)
    if amounts.size and amounts.min() < 0:
        raise ValueError("a circle cannot show a negative value")
    greatest = amounts.max(initial=0.0) if greatest is None else greatest
    if greatest == 0:
        return np.zeros(amounts.shape, dtype=np.int64)
    steps = np.rint(RADIUS_STEPS * np.sqrt(amounts / greatest)).astype(np.int64)
    return np.where(amounts > 0, np.maximum(steps, _LEAST_STEP), steps)


def greatest(frame: MapFrame) -> float:
    """The value of the largest circle, of this map or of those of its scale."""
    return float(np.nanmax(frame.compared, initial=0.0))


def radius_px(steps: float) -> float:
    """A radius in pixels, on a map of 760 by 560."""
    return float(steps) * _RADIUS_SCALE


def inner_line(frame: MapFrame) -> str:
    """The colour of the borders of places: white parts colours and land, but not what is as pale as it: bare paper, or
    what is near the middle of a diverging scale.
    """
    pale = bool(frame.middle) or (frame.kind == "circles" and not frame.contours.land)
    return palette.FRAME_LINE if pale else palette.INNER_LINE


def missing_is_tinted(frame: MapFrame) -> bool:
    """Under circles, whether « pas de donnée » needs a tint: where a place without a circle may also be a zero."""
    return bool((~frame.known).any() and (frame.values == 0).any())


def ground_colour(contours: Contours) -> str:
    """How places look under circles, on land or on paper."""
    return palette.blend(palette.SHADE, palette.SHADE_ALPHA, palette.LAND if contours.land else palette.PAPER)


def fills(classes: Classes) -> tuple[str, ...]:
    """Colours by code: those of the classes, then of the two codes that are not a class."""
    return (*scale(classes), palette.NO_DATA, palette.HATCH)


def scale(classes: Classes) -> tuple[str, ...]:
    """Colours of the classes, in their order."""
    count = len(classes.counts)
    if not count:
        return ()
    return (palette.diverging if classes.method == DIVERGING else palette.sequential)(count)


def fill_codes(classes: Classes) -> Codes:
    """Of each place, which of `fills`."""
    count = len(classes.counts)
    found: Codes = np.where(classes.codes >= MAX_CLASSES, classes.codes - MAX_CLASSES + count, classes.codes)
    return found


def missing_code(classes: Classes) -> int:
    """Which of `fills` is of places without data, drawn in dots of it."""
    return len(classes.counts)


def hatched(frame: MapFrame, classes: Classes) -> Mask:
    """Which places are in lines of their colour."""
    none: Mask = np.zeros(len(frame.values), dtype=bool)
    return none if frame.fragile is None else (classes.codes == FRAGILE) | frame.pale


def _drawing(bounds: Bounds, areas: list[Drawing], *, alt: str, opens: bool) -> Drawing:
    return {
        "alt": typeset(alt),
        "opens": opens,
        "bounds": [round(side, 4) for side in bounds],
        "areas": areas,
        "land_colour": palette.LAND,
        "outline": palette.OUTER_LINE,
        "hatch_ground": palette.HATCH_GROUND,
    }


def _areas(frame: MapFrame, classes: Classes) -> Drawing:
    """Areas coloured by class."""
    lined = hatched(frame, classes)
    return {
        "fills": list(fills(classes)),
        "codes": _digits(fill_codes(classes)),
        "dotted": missing_code(classes),
        **({"hatched": _flags(lined)} if lined.any() else {}),
    }


def _ground(frame: MapFrame) -> Drawing:
    """Places under circles: a light shade, for the land and the borders are seen through it."""
    shade = ground_colour(frame.contours)
    if not missing_is_tinted(frame):
        return {"fills": [shade]}
    return {"fills": [shade, palette.NO_DATA], "codes": _digits(~frame.known), "dotted": MISSING_UNDER_CIRCLES}


def _circles(frame: MapFrame, points: str) -> Drawing:
    return {
        "file": points,
        "sizes": "".join(SIZES[step] for step in radii(frame.values, greatest(frame)).tolist()),
        "step": _RADIUS_SCALE,
        "fill": palette.ACCENT,
        "opacity": CIRCLE_OPACITY,
        "line": ground_colour(frame.contours),
        **({"pale": _flags(frame.pale), "weak": PALE_OPACITY} if frame.pale.any() else {}),
    }


def _greatest(frame: MapFrame) -> list[list[object]]:
    """The places of the five greatest values, and how these read; none of classes that are given.

    Fewer where the next ones are as great as the fifth; none of zero, nor of those that rest on too little.
    """
    weak = frame.pale if frame.fragile is None else frame.pale | frame.fragile
    values = np.where(weak, 0.0, np.nan_to_num(frame.values, nan=0.0))
    if frame.names:
        return []
    order = np.argsort(-values, kind="stable")
    next_one = max(values[order[_GREATEST]], 0.0) if len(order) > _GREATEST else 0.0
    return [[int(place), frame.format_value(values[place])] for place in order[:_GREATEST] if values[place] > next_one]


def hovered(frame: MapFrame) -> Drawing:
    """The lines of the tooltip: labels, and the values of all places in one text."""
    values = [_line(value) for place in zip(*(row.values for row in frame.hover), strict=True) for value in place]
    return {"labels": [typeset(row.label) for row in frame.hover], "values": BETWEEN.join(values)}


def _line(text: str) -> str:
    """With plain spaces, of one byte where those of numbers are three, and without what parts values."""
    return " ".join(text.replace(BETWEEN, "/").split())


def _dots(marks: Marks | None, official: str | None, radius: float) -> list[list[object]]:
    """Dots of one size: those of the official files under the others, larger."""
    found: list[list[object]] = []
    if official:
        found.append([official, palette.OFFICIAL_MARK, RING * radius, None])
    if marks:
        found.append([marks.file, palette.MARK, radius, _flags(marks.shown)])
    return found


def _flags(which: Mask) -> str:
    """Which places, four in one hexadecimal digit, the first in its lowest bit."""
    rows = np.pad(which.astype(np.uint8), (0, -len(which) % _PER_DIGIT)).reshape(-1, _PER_DIGIT)
    return "".join(f"{value:x}" for value in (rows << np.arange(_PER_DIGIT)).sum(axis=1).tolist())


def dot_steps(dots: ProjectDots) -> npt.NDArray[np.int64]:
    """Radii of dots whose areas are proportional to euros, in steps; 0 where no amount is known."""
    if dots.greatest == 0:
        return np.zeros(len(dots.euros), dtype=np.int64)
    steps = np.rint(_DOT_STEPS * np.sqrt(np.nan_to_num(dots.euros) / dots.greatest)).astype(np.int64)
    return np.where(np.isnan(dots.euros), 0, np.maximum(steps, 1))


def _projects(dots: ProjectDots) -> Drawing:
    """One letter per commune: none, or its status and its size."""
    codes = np.where(dots.stages < 0, 0, 1 + dots.stages * (_DOT_STEPS + 1) + dot_steps(dots))
    return {
        "file": dots.file,
        "codes": "".join(SIZES[code] for code in codes.tolist()),
        "steps": _DOT_STEPS + 1,
        "step": DOT_SCALE,
        "ring": DOT_RING,
        "fills": list(palette.STAGES),
        "paper": palette.PAPER,
    }


def _digits(codes: Codes | Mask) -> str:
    """One digit per place. Raises `ValueError` for a code that is not a digit."""
    if codes.size and not 0 <= codes.min() <= codes.max() <= 9:
        raise ValueError("codes of one digit only")
    return (codes.astype(np.uint8) + ord("0")).tobytes().decode("ascii")
