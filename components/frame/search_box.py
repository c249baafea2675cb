"""The box that finds a place from its first letters, at the top of every page.

Streamlit's own text input, which reruns this fragment alone while one types, and real links under it. The searchbox
component that exists for Streamlit is a frame of 850 kB that speaks English to screen readers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from components.look import templating
from components.text import formats
from components.text.plain import said
from components.visit import address, navigation, turn
from components.visit.visit import Visit
from data.paths import ASSETS
from data.places.search import Suggestion
from data.published import subjects
from data.published.subjects import Subject
from data.query.selection import MAX_PLACES, Selection
from data.words.levels import KINDS
from data.words.place_keys import split

# The page of a kind of subject, its view of one, and its picture.
_TARGETS: Final[Mapping[str, tuple[str, Callable[[str], Selection], str]]] = {
    subjects.PROGRAMME: ("programmes", lambda name: Selection(scheme=name), ":material/flag:"),
    subjects.COMPANY: ("entreprise", lambda name: Selection(company=name), ":material/domain:"),
    subjects.PROJECT: ("projet", lambda identifier: Selection(project=identifier), ":material/factory:"),
    subjects.ACTOR: ("accelerateurs", lambda _: Selection(), ":material/groups:"),
    subjects.FIGURE: ("programmes", lambda sheet: Selection(scheme=sheet), ":material/show_chart:"),
    subjects.WORD: ("methode", lambda word: Selection(word=word), ":material/menu_book:"),
}
_KEYS: Final = ASSETS / "search_keys.js"
_PAUSE: Final = "150ms"  # between two letters of a fast typist: a run per letter would answer words already left


@st.fragment
def draw(slug: str) -> None:
    """Draw the box, and under it up to ten places, then projects, companies, actors, programmes, figures, defined
    words.

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
            with turn.taken():
                _suggest(typed, slug)
    with st.container(key="search-keys"):
        _keys()(key="search-keys-listener")


def _suggest(typed: str, slug: str) -> None:
    typed = typed.strip()
    places, others = found(typed)
    with st.container(key="place-suggestions", gap=None):
        for place in places:
            _draw(place, slug)
        for subject in others:
            target, selection, icon = _TARGETS[subject.genre]
            navigation.link(target, label(subject), selection(subject.value), icon=icon)
        # Last, since elements reach the browser one by one: once it is there, the places above are those of `typed`.
        none = not (places or others)
        st.html(templating.render("search_status", typed=typed, text=_status(typed, places, others), none=none))


def found(typed: str) -> tuple[list[Suggestion], list[Subject]]:
    """The places and the subjects of that name; places with slips while there is neither."""
    visit = Visit.current()
    index = visit.search_index()
    places, others = index.find(typed, slips=False), visit.subject_index().find(typed)
    return places if places or others else index.find(typed), others


def _draw(place: Suggestion, slug: str) -> None:
    """A link to a place, or its name alone when the atlas does not have it."""
    if place.key:
        icon = KINDS[split(place.key)[0]].icon
        navigation.link(slug, label(place), opened(address.current(), place.key, slug), icon=icon)
    else:
        st.markdown(label(place))


def opened(selection: Selection, key: str, slug: str) -> Selection:
    """The view where a place is added to a comparison, or is the one of a sheet."""
    kept = selection.places if slug == "comparer" else ()
    return replace(selection, places=(*(other for other in kept if other != key), key)[-MAX_PLACES:])


def label(each: Suggestion | Subject) -> str:
    """« **Thiers** Commune · Puy-de-Dôme (63) », « **Verkor** Entreprise · 2 projets »."""
    details = " · ".join(part for part in (each.genre, each.situation) if part)
    return f"**{said(each.nom)}** {said(details)}"


def _status(typed: str, places: Sequence[Suggestion], others: Sequence[Subject]) -> str:
    if not places and not others:
        return f"Rien trouvé pour « {typed} »."
    counts = [formats.counted(len(places), "lieu", "lieux")] if places else []
    counts += [formats.counted(len(others), "autre réponse", "autres réponses")] if others else []
    return f"{formats.joined(counts)} pour « {typed} »"


@st.cache_resource(show_spinner=False)
def _keys() -> Any:
    return st.components.v2.component("territoires_search_keys", js=_KEYS.read_text(encoding="utf-8"))
