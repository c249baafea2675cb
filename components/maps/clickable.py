"""A map on the page, at its final size from the first frame, that may say which place was opened."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

import streamlit as st

from components.maps import drawing
from components.maps.drawing import Drawing
from components.visit import embedding
from data.paths import ASSETS

OnPick = Callable[[str, int], None]
"""Called with the name of a layer and the position of one of its places, neither of them checked."""

_STYLE_SHEET: Final = ASSETS / "map.css"
_PLACE: Final = "place"
# The script that draws comes with the page, once; what is sent at each run only calls it.
_CALL: Final = """export default function (map) {
if (window.drawMap) drawMap(map)
else addEventListener("maps-ready", () => drawMap(map))
}"""


def draw(described: Drawing, *, key: str, height: int | None = None, on_pick: OnPick | None = None) -> None:
    """Draw the map. key: constant for a map that stays on a page, so that the visitor's position survives.

    height: px; None for the rule of the style sheet, which fits the map, its title and its legend to the window.
    """
    st.html(style_sheet())
    if height is not None:
        st.html(f"<style>.st-key-map-box-{key} {{ --map-height: {height}px; }}</style>")
    with st.container(key=f"map-box-{key}"):
        _renderer()(key=key, data=drawing.packed(described), on_place_change=partial(picked, key, on_pick))


def picked(key: str, on_pick: OnPick | None) -> None:
    """Open what the component of a map says. For callbacks."""
    place = _place(st.session_state[key].get(_PLACE))
    # In a frame of another site, a figure stays what its page shows.
    if place is not None and on_pick is not None and not embedding.figure():
        on_pick(*place)


def _place(said: Any) -> tuple[str, int] | None:
    """What was opened. Comes from the browser: anything but a layer and a position is left out."""
    if not isinstance(said, dict):
        return None
    layer, position = said.get("layer"), said.get(_PLACE)
    return (layer, position) if isinstance(layer, str) and type(position) is int and position >= 0 else None


@st.cache_resource(show_spinner=False)
def _renderer() -> Any:
    return st.components.v2.component("territoires_map", js=_CALL, html="<div class='map'></div>", isolate_styles=False)


@cache
def style_sheet() -> str:
    """The style of maps and of their legends, as markup."""
    return f"<style>{_STYLE_SHEET.read_text(encoding='utf-8')}</style>"
