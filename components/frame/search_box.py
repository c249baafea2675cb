"""The box that finds a place from its first letters, at the top of every page.

Streamlit's own text input, which reruns this fragment alone while one types, and real links under it. The searchbox
component that exists for Streamlit is a frame of 850 kB that speaks English to screen readers.
"""

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from components.look import templating
from components.text import formats
from components.text.plain import said
from components.visit import address, navigation, store
from data.paths import ASSETS
from data.places.search import Suggestion
from data.query.selection import MAX_PLACES, Selection
from data.words.levels import KINDS
from data.words.place_keys import split

_KEYS: Final = ASSETS / "search_keys.js"
_PAUSE: Final = "150ms"  # between two letters of a fast typist: a run per letter would answer words already left


@st.fragment
def draw(slug: str) -> None:
    """Draw the box, and up to ten places under it once two letters are typed.

    slug: of the page that a place opens. The comparison adds it to its places, the sheet has one.
    """
    with st.container(key="place-search", gap=None):
        typed = st.text_input(
            "Chercher un lieu",
            key=address.Slot.of("place-search").key,
            type="search",
            live=_PAUSE,
            placeholder="Chercher une commune, un territoire…",
            label_visibility="collapsed",
            icon=":material/search:",
            autocomplete="off",
        )
        if typed:
            _suggest(typed, slug)
    with st.container(key="search-keys"):
        _keys()(key="search-keys-listener")


def _suggest(typed: str, slug: str) -> None:
    typed = typed.strip()
    found = store.search_index().find(typed)
    with st.container(key="place-suggestions", gap=None):
        for place in found:
            navigation.link(
                slug,
                label(place),
                opened(address.current(), place.key, slug),
                icon=KINDS[split(place.key)[0]].icon,
            )
        # Last, since elements reach the browser one by one: once it is there, the places above are those of `typed`.
        st.html(templating.render("search_status", typed=typed, text=_status(typed, len(found)), none=not found))


def opened(selection: Selection, key: str, slug: str) -> Selection:
    """The view where a place is added to a comparison, or is the one of a sheet."""
    kept = selection.places if slug == "comparer" else ()
    return replace(selection, places=(*(other for other in kept if other != key), key)[-MAX_PLACES:])


def label(place: Suggestion) -> str:
    """« **Thiers** Commune · Puy-de-Dôme (63) »."""
    details = " · ".join(part for part in (place.genre, place.situation) if part)
    return f"**{said(place.nom)}** {said(details)}"


def _status(typed: str, count: int) -> str:
    if not count:
        return f"Aucun lieu trouvé pour « {typed} »."
    return f"{formats.counted(count, 'lieu', 'lieux')} pour « {typed} »"


@st.cache_resource(show_spinner=False)
def _keys() -> Any:
    return st.components.v2.component("territoires_search_keys", js=_KEYS.read_text(encoding="utf-8"))
