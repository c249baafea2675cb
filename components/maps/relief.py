"""A map of one level as prisms: the height of a place says its value, its colour its class. For presenters.

It is what an SVG cannot show, and what pydeck is kept for. A run sends three hexadecimal digits and one digit per
place, looked up through the place's own position `i`, a static property of the contour file: nothing that a visitor or
a table wrote ever enters an expression.
"""

import json
import zlib
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pydeck
import streamlit as st
from pydeck.types import String

from components.look import palette
from components.maps import clickable, drawing, legend, viewport, webgl
from components.maps.clickable import OnPick
from components.maps.drawing import Drawing
from components.maps.frame import MapFrame
from components.text.formats import NO_DATA, number, typeset
from components.visit import page_environment
from data.places.proximity import KM_PER_DEGREE
from geo import classes as codes
from geo.classes import Classes

STATIC_URL: Final = "app/static/geo/"
# Heights travel as three hexadecimal digits, in these fractions of the greatest.
HEIGHT_STEPS: Final = 4095
# The greatest prism, as a share of the height of the map: it stays in the picture wherever it stands.
_GREATEST: Final = 0.3
_PITCH: Final = 45  # degrees: from higher one sees no heights, from lower nothing behind the first ones
_BEARING: Final = -8  # degrees: turned a little, a prism shows two sides, and France is still known at once
# What a map in relief has at least for itself, px: its zoom is set before the browser says how large it is.
_PHONE, _WIDE, _TALL = (320, 310), (900, 480), (1400, 730)
_FLAT_INSTEAD: Final = "Ce navigateur ne dessine pas en relief (WebGL y est absent ou fermé) : voici la carte à plat."
# The ground leaves the depth of the picture to the prisms, and those of no height to the order of the layers.
_UNDER: Final = {"depthMask": False}
# Which place is pointed at: its name and its values are put there by map_relief.js, as in the tooltip of other maps.
_TOOLTIP: Final = {"text": "{i}", "style": {"backgroundColor": palette.PAPER, "color": palette.TEXT}}
_HIGHLIGHT: Final = [*palette.rgb(palette.MARK), 150]  # the place under the pointer, told from every class
_CALL: Final = """export default function (map) {
if (window.drawMap) tellRelief(map)
else addEventListener("maps-ready", () => tellRelief(map))
}"""
_NAME_PX: Final = 12  # as the names of towns on the flat map
# Tops have the colour of the legend, or nearly; sides are darker.
_MATERIAL: Final = {"ambient": 0.65, "diffuse": 0.6, "shininess": 1, "specularColor": [0, 0, 0]}


def draw(frame: MapFrame, classes: Classes, *, key: str, alt: str, on_pick: OnPick | None = None) -> bool:
    """Draw the map in relief, its legend and how it reads; whether the browser can, which is told where it cannot.

    classes: of the values, as for coloured areas. key, alt: as `deck.draw` takes them. on_pick: for the place that the
    keys reach and open; a double click, which approaches the map, is not two of them.
    """
    missing, tall = webgl.heard(key)
    if missing:
        st.info(typeset(_FLAT_INSTEAD), icon=":material/landscape:")
        return False
    st.html(clickable.style_sheet())
    size = _PHONE if page_environment.narrow() else _TALL if tall else _WIDE
    with st.container(key=f"map-box-relief-{key}"):
        st.pydeck_chart(deck(frame, classes, size), height="stretch", key=f"{key}-relief", alt=typeset(alt))
    name = f"{key}-told"
    said = drawing.packed(told(frame, opens=on_pick is not None))
    _renderer()(key=name, data=said, on_place_change=partial(clickable.picked, name, on_pick))
    st.html(legend.html(replace(frame, kind="choropleth", weak=None, marks=None, official=None), classes))
    st.caption(reading(frame, classes))
    return True


def told(frame: MapFrame, *, opens: bool) -> Drawing:
    """What is said of each place: the file that names them, the lines of its tooltip, whether the keys open it."""
    return {"file": frame.contours.polygons, "hover": drawing.hovered(frame), "layer": drawing.PLACES, "opens": opens}


@st.cache_resource(show_spinner=False)
def _renderer() -> Any:
    return st.components.v2.component("territoires_relief", js=_CALL, html="<span></span>", isolate_styles=False)


def reading(frame: MapFrame, classes: Classes) -> str:
    """How the map reads, in words: what heights say, what is flat, how one turns it. No name of a place is in it."""
    values = _shown(frame, classes)
    greatest = float(np.nanmax(values, initial=0.0))
    said = [f"La hauteur part de zéro et suit la valeur ; le plus haut prisme : {frame.format_value(greatest)}."]
    flat = [NO_DATA] if (classes.codes == codes.NO_DATA).any() else []
    flat += [frame.fragile_label] if (classes.codes == codes.FRAGILE).any() else []
    if flat:
        said.append(f"À plat, dans leur teinte : {', '.join(flat)}.")
    if pale := int(frame.pale.sum()):
        said.append(f"Valeurs à lire avec prudence, {frame.weak_label} : {number(pale)}.")
    return typeset(
        " ".join(
            (
                *said,
                "Glisser tourne la carte ; un double clic l'approche ; les flèches vont d'un lieu à l'autre, "
                "Entrée en ouvre la fiche.",
            )
        )
    )


def deck(frame: MapFrame, classes: Classes, size: tuple[int, int] = _WIDE) -> pydeck.Deck:
    """The map as pydeck says it. size: px, that its first view fits. Raises `ValueError` for a negative value.

    There is no background map: its provider is none, and no key of one is read from the environment of the server.
    """
    contours = frame.contours
    stack = [_flat("land", contours.land)] if contours.land and not contours.local else []
    if contours.polygons:
        stack.append(_prisms(frame, classes, contours.polygons))
    if contours.frames:
        stack.append(_names(contours.frames))
    drawn = pydeck.Deck(
        stack,
        views=[pydeck.View(type="MapView", controller={"scrollZoom": False, "dragMode": "rotate", "keyboard": False})],
        initial_view_state=_view(frame, size),
        map_provider=None,
        tooltip=_TOOLTIP,
    )
    drawn.mapbox_key = drawn.carto_key = None
    return drawn


def heights(values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Heights proportional to values, in steps: `HEIGHT_STEPS` for the greatest, 0 for nothing and for no data.

    values: float64, NaN where there is no data. Raises `ValueError` for a negative value.
    """
    amounts = np.nan_to_num(values, nan=0.0)
    if amounts.size and amounts.min() < 0:
        raise ValueError("a prism cannot show a negative value")
    greatest = amounts.max(initial=0.0)
    if greatest == 0:
        return np.zeros(amounts.shape, dtype=np.int64)
    return np.rint(HEIGHT_STEPS * (amounts / greatest)).astype(np.int64)


def _shown(frame: MapFrame, classes: Classes) -> npt.NDArray[np.float64]:
    """The values that have a height: a fragile one has none, as it has no class."""
    return np.where(classes.codes == codes.FRAGILE, np.nan, frame.values)


def _view(frame: MapFrame, size: tuple[int, int]) -> pydeck.ViewState:
    view = viewport.fit(frame.contours.bounds, *size)
    return pydeck.ViewState(
        longitude=view.longitude, latitude=view.latitude, zoom=view.zoom, pitch=_PITCH, bearing=_BEARING
    )


def _flat(name: str, file: str) -> pydeck.Layer:
    colour = palette.rgb(palette.LAND)
    return pydeck.Layer(
        "GeoJsonLayer", id=name, data=STATIC_URL + file, stroked=False, get_fill_color=colour, parameters=_UNDER
    )


def _names(file: str) -> pydeck.Layer:
    """Those of the overseas frames, which the file holds."""
    return pydeck.Layer(
        "GeoJsonLayer",
        id="names",
        data=STATIC_URL + file,
        point_type=String("text"),
        get_text_size=_NAME_PX,
        text_character_set=String("auto"),
        text_font_family=String("Source Sans"),
        get_text_color=palette.rgb(palette.TEXT),
    )


def _prisms(frame: MapFrame, classes: Classes, file: str) -> pydeck.Layer:
    height, fill = _height(heights(_shown(frame, classes))), _fill(classes)
    return pydeck.Layer(
        "GeoJsonLayer",
        id="prisms",
        data=STATIC_URL + file,
        extruded=True,
        material=_MATERIAL,
        pickable=True,
        auto_highlight=True,
        highlight_color=_HIGHLIGHT,
        get_elevation=height,
        elevation_scale=round(_greatest_m(frame) / HEIGHT_STEPS, 3),
        get_fill_color=fill,
        update_triggers={"getElevation": _mark(height), "getFillColor": _mark(fill)},
    )


def _greatest_m(frame: MapFrame) -> int:
    """The height of the greatest prism: a share of that of the map, whose metres are those of its latitude."""
    _, south, _, north = frame.contours.bounds
    return round(_GREATEST * (north - south) * 1_000 * KM_PER_DEGREE)


def _height(steps: npt.NDArray[np.int64]) -> str:
    """The expression of the height of each place: JavaScript reads « 0x » and three digits as a number."""
    digits = (f"('{_hexadecimal(steps >> shift & 15)}')[properties.i]" for shift in (8, 4, 0))
    return f"('0x'+{'+'.join(digits)})*1"


def _hexadecimal(digits: npt.NDArray[np.int64]) -> str:
    return "".join(f"{digit:x}" for digit in digits.tolist())


def _fill(classes: Classes) -> str:
    """The expression of the colour of each place."""
    colours = json.dumps([palette.rgb(colour) for colour in drawing.fills(classes)], separators=(",", ":"))
    digits = _hexadecimal(drawing.fill_codes(classes).astype(np.int64))
    return f"({colours})[('{digits}')[properties.i]]"


def _mark(expression: str) -> str:
    """What tells deck.gl that an accessor has changed: it cannot compare expressions."""
    return f"{zlib.crc32(expression.encode()):x}"
