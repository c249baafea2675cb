"""A deck.gl map on the page, with its style sheet, that may say which place was clicked."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, cast

import streamlit as st

from components.maps.spec import CompactDeck
from data.paths import ASSETS

if TYPE_CHECKING:
    from pydeck import Deck

OnPick = Callable[[str, int], None]
"""Called with the name of a layer and the position of one of its places, neither of them checked."""

_PICKS: Final = "map-picks"
_STYLE_SHEET: Final = ASSETS / "map.css"


def draw(deck: CompactDeck, *, key: str, height: int, alt: str, on_pick: OnPick | None = None) -> None:
    """Draw the map. key: constant for a map that stays on a page, so that the visitor's position survives."""
    st.html(_style_sheet())
    chart = partial(st.pydeck_chart, cast("Deck", deck), height=height, alt=alt)
    if on_pick is None:
        chart(key=key)
        return
    # A map that was clicked is left behind with its highlight: the next one has another key.
    slot = f"{key}-{st.session_state.get(_PICKS, 0)}"
    chart(key=slot, selection_mode="single-object", on_select=partial(_picked, slot, on_pick))


def _picked(slot: str, on_pick: OnPick) -> None:
    for layer, position in _positions(st.session_state[slot]["selection"]["objects"]):
        st.session_state[_PICKS] = st.session_state.get(_PICKS, 0) + 1
        on_pick(layer, position)


def _positions(objects: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What was clicked, at most one place. Comes from the browser: anything but a position is left out."""
    found = [(layer, each.get("properties", {}).get("i")) for layer, places in objects.items() for each in places]
    return [(layer, position) for layer, position in found if type(position) is int and position >= 0][:1]


@cache
def _style_sheet() -> str:
    return f"<style>{_STYLE_SHEET.read_text(encoding='utf-8')}</style>"
