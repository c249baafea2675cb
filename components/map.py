"""Draw a map: its style sheet, the map itself, then its legend."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from components import map_legend, map_spec, map_style, map_view
from components.map_frame import MapFrame
from geo.classes import classify

if TYPE_CHECKING:
    from pydeck import Deck

_STYLE_SHEET: Final = Path(__file__).parent / "assets" / "map.css"


def draw(frame: MapFrame, *, key: str, narrow: bool, alt: str) -> None:
    """Draw a map and its legend.

    key: constant for a map that stays on a page: with it, the visitor's position and zoom survive each change of
    filter. narrow: as on a phone. alt: what the map shows, in a sentence, for those who do not see it; the values are
    in a table that the caller puts after the map.
    """
    cut = None
    if frame.kind == "choropleth":
        cut = classify(frame.values, k=frame.class_count, method=frame.method, fragile=frame.fragile)
    view = map_view.fit(frame.contours.bounds, narrow=narrow)
    deck = map_spec.deck(frame, cut, view, map_style.published(frame.contours, frame.kind), narrow=narrow)
    st.html(_style_sheet())
    st.pydeck_chart(cast("Deck", deck), height=view.height, key=key, alt=alt)
    st.html(map_legend.html(frame, cut, narrow=narrow))


@cache
def _style_sheet() -> str:
    return f"<style>{_STYLE_SHEET.read_text(encoding='utf-8')}</style>"
