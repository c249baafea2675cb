"""The deck.gl specification of a map: addresses of static files, and a few characters per place.

A run sends one digit per place (its class) or one and a half (the radius of its circle), looked up by an expression
through the place's own position `i`, which is a static property of the file. Nothing that a visitor or a table wrote
ever enters an expression: they hold digits only, hexadecimal where several places share one.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from components.look import palette
from components.maps import tooltips
from components.maps.frame import Contours, MapFrame, Marks
from components.maps.style import STATIC_URL
from components.maps.viewport import View
from geo.classes import FRAGILE, MAX_CLASSES, Classes

Spec = dict[str, Any]
Codes = npt.NDArray[np.integer[Any]]

CONTROLLER: Final = {"scrollZoom": False, "dragRotate": False}
"""The wheel scrolls the page: the map has buttons, keys, double click and pinch."""

# Radii travel as six bits, 1 to 63, in these fractions of a pixel.
RADIUS_STEPS: Final = 63
# The smallest circle that is seen as one: areas under a 250th of the greatest are not proportional.
_LEAST_STEP: Final = 4
_RADIUS_SCALE: Final = {False: 0.44, True: 0.27}
_DIGIT_BITS: Final = 4
CIRCLE_ALPHA: Final = 205  # circles that overlap are still told apart
PALE_ALPHA: Final = 80
MARK_RADIUS: Final = 2.4  # px: a thousand communes are seen and hide no border
LOCATOR_MARK_RADIUS: Final = 4.5  # px: a dozen communes, to be aimed at
RING: Final = 1.6  # times the radius of a mark: what is under it shows around it
_HOVERABLE: Final = {"pickable": True, "autoHighlight": True, "highlightColor": (0, 0, 0, 60)}
_HATCH: Final = {"type": "hatch", "gap": 3, "angle": 45}
_LABEL_SIZE: Final = {False: 12, True: 10}
_LABEL_FONT: Final = "Source Sans"
_PLATE_ALPHA: Final = 190  # what is under a name shows through
ABOVE_MARK: Final = 13  # px: a dot of a project does not hide the name of its commune


class CompactDeck:
    """What `st.pydeck_chart` asks of a `pydeck.Deck`, written without spaces: a fifth of the bytes of pydeck's JSON.

    pydeck also reads map tokens from the environment and writes defaults that call outside servers; this does not.
    """

    def __init__(self, spec: Spec, tooltip: dict[str, str]) -> None:
        self.spec = spec
        self._tooltip = tooltip  # read under this name by Streamlit

    def to_json(self) -> str:
        return json.dumps(self.spec, ensure_ascii=False, separators=(",", ":"))


def deck(frame: MapFrame, classes: Classes | None, view: View, style: str, *, narrow: bool) -> CompactDeck:
    """The map as Streamlit takes it. classes: of a choropleth, None for circles. style: name of the static style."""
    spec = _spec(view, style, layers(frame, classes, narrow=narrow))
    return CompactDeck(spec, {"html": tooltips.html(frame.hover)})


def locator(
    parts: Mapping[str, tuple[str, npt.NDArray[np.bool_]]],
    colours: tuple[str, str],
    marks: Marks,
    view: View,
    style: str,
    *,
    official: str | None = None,
    names: Sequence[Mapping[str, Any]] = (),
    narrow: bool = False,
) -> CompactDeck:
    """A map of contour files whose places are in or out, with dots over it.

    parts: by name of layer, a file of polygons and which of its places are in. colours: of those out, of those in.
    official: a file of points, all drawn, under the others. names: of towns, as features.
    """
    stack = []
    for name, (file, inside) in parts.items():
        fill = _colour_of([palette.rgb(colour) for colour in colours], _digits(inside))
        colour = {"getFillColor": fill, "updateTriggers": {"getFillColor": _mark(fill)}}
        stack.append(_layer(name, file, stroked=False, **_HOVERABLE) | colour)
    if official:
        stack.append(_official(official, LOCATOR_MARK_RADIUS))
    stack.append(_marks(marks, LOCATOR_MARK_RADIUS))
    stack.append(_names({"type": "FeatureCollection", "features": list(names)}, narrow=narrow, above=ABOVE_MARK))
    return CompactDeck(_spec(view, style, stack), {"html": tooltips.html([])})


def layers(frame: MapFrame, classes: Classes | None, *, narrow: bool) -> list[Spec]:
    """The layers, from the ground up. Names do not change with filters: deck.gl keeps what it has read and drawn."""
    contours = frame.contours
    stack = []
    if contours.polygons:
        # An extension must be there when a layer begins: layers with and without hatching have their own names.
        name = "ground" if classes is None else "areas" if frame.fragile is None else "rates"
        places = _layer(name, contours.polygons, stroked=False, **_HOVERABLE)
        stack.append(places | (_ground(frame) if classes is None else _areas(frame, classes)))
    if frame.kind == "circles" and contours.points:
        stack.append(_circles(frame, contours.points, narrow=narrow))
    if frame.official:
        stack.append(_official(frame.official, MARK_RADIUS))
    if frame.marks:
        stack.append(_marks(frame.marks, MARK_RADIUS))
    if frame.names_file:
        stack.append(_names(STATIC_URL + frame.names_file, narrow=narrow))
    return stack


def radii(values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Radii whose areas are proportional to values, in steps: `RADIUS_STEPS` for the greatest; 0 for nothing.

    values: float64, NaN where there is no data, which has no circle. Raises `ValueError` for a negative value.
    """
    amounts = np.nan_to_num(values, nan=0.0)
    if amounts.size and amounts.min() < 0:
        raise ValueError("a circle cannot show a negative value")
    greatest = amounts.max(initial=0.0)
    if greatest == 0:
        return np.zeros(amounts.shape, dtype=np.int64)
    steps = np.rint(RADIUS_STEPS * np.sqrt(amounts / greatest)).astype(np.int64)
    return np.where(amounts > 0, np.maximum(steps, _LEAST_STEP), steps)


def radius_px(steps: float, *, narrow: bool) -> float:
    """A radius in pixels."""
    return float(steps) * _RADIUS_SCALE[narrow]


def missing_is_tinted(frame: MapFrame) -> bool:
    """Under circles, whether « pas de donnée » needs a tint: where a place without a circle may also be a zero."""
    return bool((~frame.known).any() and (frame.values == 0).any())


def ground_colour(contours: Contours) -> str:
    """How places look under circles, on land or on paper."""
    return palette.blend(palette.SHADE, palette.SHADE_ALPHA, palette.LAND if contours.land else palette.PAPER)


def _spec(view: View, style: str, stack: Sequence[Spec]) -> Spec:
    return {
        "initialViewState": view.state(),
        "views": [{"@@type": "MapView", "controller": CONTROLLER}],
        "mapStyle": STATIC_URL + style,
        "layers": stack,
    }


def _layer(name: str, file: str, **properties: Any) -> Spec:
    return {"@@type": "GeoJsonLayer", "id": name, "data": STATIC_URL + file, **properties}


def _areas(frame: MapFrame, classes: Classes) -> Spec:
    """Areas coloured by class; the two codes that are not a class come after the classes in the palette."""
    count = len(classes.counts)
    colours = [*(palette.sequential(count) if count else ()), palette.NO_DATA, palette.HATCH]
    digits = _digits(np.where(classes.codes >= MAX_CLASSES, classes.codes - MAX_CLASSES + count, classes.codes))
    fill = _colour_of([palette.rgb(colour) for colour in colours], digits)
    areas: Spec = {"getFillColor": fill, "updateTriggers": {"getFillColor": _mark(fill)}}
    if frame.fragile is None:
        return areas
    hatched = _digits((classes.codes == FRAGILE) | frame.pale)
    return areas | {
        "extensions": [{"@@type": "FillStyleExtension", "proceduralPattern": True}],
        "fillPatternSizeUnits": "pixels",
        # A code without a pattern is drawn plain. A mapping that comes again makes deck.gl look patterns up again.
        "fillPatternMapping": {"1": _HATCH},
        "getFillPattern": f"@@={_lookup(hatched)}",
    }


def _ground(frame: MapFrame) -> Spec:
    """Places under circles: a light shade, for the land and the borders are seen through it."""
    shade = (*palette.rgb(palette.SHADE), round(255 * palette.SHADE_ALPHA))
    if not missing_is_tinted(frame):
        return {"getFillColor": shade}
    fill = _colour_of([shade, palette.rgb(palette.NO_DATA)], _digits(~frame.known))
    return {"getFillColor": fill, "updateTriggers": {"getFillColor": _mark(fill)}}


def _circles(frame: MapFrame, points: str, *, narrow: bool) -> Spec:
    high, low = np.divmod(radii(frame.values), 16)
    radius = f"@@=(({_packed(high, 2)})*16+({_packed(low, 4)}))*{_RADIUS_SCALE[narrow]}"
    return _layer(
        "circles",
        points,
        pickable=True,
        getFillColor=_circle_colour(frame),
        **_outline(frame),
        pointRadiusUnits="pixels",
        getPointRadius=radius,
        _subLayerProps=_radius_trigger(radius),
    )


def _circle_colour(frame: MapFrame) -> tuple[int, ...] | str:
    """One colour; where some circles are pale, an expression of how much each lets the ground through."""
    red, green, blue = palette.rgb(palette.ACCENT)
    if not frame.pale.any():
        return red, green, blue, CIRCLE_ALPHA
    return f"@@=[{red},{green},{blue},{CIRCLE_ALPHA}-({_packed(frame.pale, 1)})*{CIRCLE_ALPHA - PALE_ALPHA}]"


def _outline(frame: MapFrame) -> Spec:
    """What parts circles that overlap; where some are pale, the message has no room for it, and they show through."""
    if frame.pale.any():
        return {"stroked": False}
    # As the ground: a circle of radius zero still has its outline, a dot that must not be seen.
    return {"getLineColor": palette.rgb(ground_colour(frame.contours)), "lineWidthMinPixels": 1}


def _names(points: str | Spec, *, narrow: bool, above: int = 0) -> Spec:
    """Names over a map (property `text` of points), on a pale plate, for circles and borders are under them.

    The characters are those of the points. above: px between the point and its name.
    """
    return {
        "@@type": "GeoJsonLayer",
        "id": "names",
        "data": points,
        "pointType": "text",
        "getTextSize": _LABEL_SIZE[narrow],
        "textCharacterSet": "auto",
        "textFontFamily": _LABEL_FONT,
        "textBackground": True,
        "getTextBackgroundColor": (*palette.rgb(palette.PAPER), _PLATE_ALPHA),
        **({"getTextPixelOffset": [0, -above]} if above else {}),
    }


def _marks(marks: Marks, radius: float) -> Spec:
    """Dots of one size; those that are not shown have no colour."""
    fill = _colour_of([(0, 0, 0, 0), palette.rgb(palette.MARK)], _digits(marks.shown))
    return _layer(
        "marks",
        marks.file,
        stroked=False,
        getFillColor=fill,
        updateTriggers={"getFillColor": _mark(fill)},
        pointRadiusUnits="pixels",
        getPointRadius=radius,
    )


def _official(file: str, radius: float) -> Spec:
    """Dots under the marks, all of a file: their colour is a constant, and nothing travels per place."""
    return _layer(
        "official",
        file,
        stroked=False,
        getFillColor=palette.rgb(palette.OFFICIAL_MARK),
        pointRadiusUnits="pixels",
        getPointRadius=RING * radius,
    )


def _radius_trigger(radius: str) -> Spec:
    """What tells deck.gl that radii have changed, said to the layer that draws the circles.

    For a map that can be clicked, Streamlit 1.67 replaces the triggers of a layer by its own, which are of colours.
    """
    return {"points-circle": {"updateTriggers": {"getRadius": _mark(radius)}}}


def _digits(codes: Codes | npt.NDArray[np.bool_]) -> str:
    """One digit per place. Raises `ValueError` for a code that is not a digit."""
    if codes.size and not 0 <= codes.min() <= codes.max() <= 9:
        raise ValueError("codes of one digit only")
    return (codes.astype(np.uint8) + ord("0")).tobytes().decode("ascii")


def _packed(codes: Codes | npt.NDArray[np.bool_], bits: int) -> str:
    """The expression that gives each place its code of 1, 2 or 4 bits, several places in one hexadecimal digit.

    Raises `ValueError` for a code that the bits do not hold.
    """
    if codes.size and not 0 <= codes.min() <= codes.max() < 2**bits:
        raise ValueError(f"codes of {bits} bits only")
    together = _DIGIT_BITS // bits
    rows = np.pad(codes.astype(np.int64), (0, -len(codes) % together)).reshape(-1, together)
    digits = "".join(f"{value:x}" for value in (rows << (bits * np.arange(together))).sum(axis=1))
    if together == 1:
        return f"'0x'+('{digits}')[properties.i]|0"
    group = together.bit_length() - 1
    return f"'0x'+('{digits}')[properties.i>>{group}]>>properties.i%{together}*{bits}&{2**bits - 1}"


def _lookup(digits: str) -> str:
    """The expression that gives each place its digit. Brackets are needed around a literal."""
    return f"('{digits}')[properties.i]"


def _colour_of(colours: Sequence[tuple[int, ...]], digits: str) -> str:
    return f"@@=({json.dumps(colours, separators=(',', ':'))})[{_lookup(digits)}]"


def _mark(expression: str) -> str:
    """What tells deck.gl that an accessor has changed: it cannot compare expressions."""
    return f"{zlib.crc32(expression.encode()):x}"
