"""The dossier of this visit, and the plates of its views once they were drawn in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from components.meeting import presenter
from components.text.formats import typeset
from components.visit import address, navigation
from data.documents import dossiers
from data.documents.dossiers import Dossier, Pin
from data.documents.plates import Plate
from data.query.address import encode
from geo.errors import DataError

_DOSSIER: Final = "dossier"
_PLATES: Final = "dossier-plates"
_CHANGES: Final = "dossier-changes"
_LOST: Final = "dossier-lost"
_REFUSED: Final = "dossier-refused"
PARAMETER: Final = "vues"
"""Parameter of the address that brings a dossier."""
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Change:
    """What a view says now that it did not say when it was pinned: rows changed, come and gone."""

    edition: str
    day: str
    changed: int
    come: int
    gone: int


def current() -> Dossier:
    """The dossier of this visit, empty to begin with."""
    found: Dossier = st.session_state.get(_DOSSIER, Dossier())
    return found


def keep(dossier: Dossier) -> None:
    """Make it the dossier of this visit."""
    st.session_state[_DOSSIER] = dossier
    places = {pin.place for pin in dossier.pins}
    for held in (_plates(), _changes()):
        for place in held.keys() - places:
            del held[place]


def open_dossier(dossier: Dossier) -> None:
    """Show another dossier: its views are drawn anew, on the present edition."""
    for held in (_PLATES, _CHANGES, _LOST, _REFUSED):
        st.session_state.pop(held, None)
    keep(dossier)


def arrive() -> None:
    """Open the dossier that the address brings, once: before the address is made to agree with the selection."""
    if st.query_params.get("mode") == presenter.NOTES:
        del st.query_params["mode"]
        presenter.note()
    brought = st.query_params.get(PARAMETER)
    if brought is None:
        return
    del st.query_params[PARAMETER]
    presented = st.query_params.pop("mode", None) == presenter.MODE
    try:
        open_dossier(dossiers.of_link(brought))
        if presented:
            presenter.start()
    except DataError as error:
        st.session_state[_REFUSED] = str(error)


def refused() -> str:
    """Why the dossier of the address was not opened, "" when it was."""
    return str(st.session_state.get(_REFUSED, ""))


def place_of(figure: str) -> Place:
    """Where a figure of the present page is."""
    return navigation.shown_slug(), urlencode(encode(address.current()), doseq=True), figure


def find(place: Place) -> Pin | None:
    """The pin of a place, if there is one."""
    return next((pin for pin in current().pins if pin.place == place), None)


def full() -> bool:
    """Whether the dossier takes no more views."""
    return len(current().pins) >= dossiers.MOST_PINS


def pin(place: Place, made: Callable[[], Plate]) -> None:
    """Pin a figure, as it is now. For callbacks."""
    if not full():
        plate = made()
        page, query, figure = place
        known = find(place)
        found = known or Pin(page, query, figure, plate.title[:300])
        draw_now(found, plate)


def unpin(place: Place) -> None:
    """Take a view out of the dossier. For callbacks."""
    keep(current().without(place))


def draw_now(found: Pin, plate: Plate) -> None:
    """Keep what a view says now, and what has changed since it was read."""
    now = found.reading(plate, date.today().isoformat())
    if found.edition and (found.rows, found.headings) != (now.rows, now.headings):
        _changes()[found.place] = Change(found.edition, found.day, *dossiers.changes(found, now))
    _plates()[found.place] = plate
    keep(current().with_pin(now))


def rewrite(pin: Pin) -> None:
    """Change the words of a view. For callbacks."""
    keep(current().with_pin(pin))


def lose(pin: Pin, why: str) -> None:
    """Say why a view could not be drawn."""
    st.session_state.setdefault(_LOST, {})[pin.place] = why


def why_lost(pin: Pin) -> str:
    """Why the view, which was looked for, could not be drawn; "" for one that was, or that nobody has looked for."""
    return str(st.session_state.get(_LOST, {}).get(pin.place, ""))


def plate_of(pin: Pin) -> Plate | None:
    """What the view says, with the title that it was given; None when it was not drawn in this visit.

    A view that was renamed still says what it shows, before what it counts.
    """
    found = _plates().get(pin.place)
    if found is None:
        return None
    own = "" if typeset(pin.title) == found.title else found.title
    covered = f"{own}. {found.coverage[:1].upper()}{found.coverage[1:]}" if own and found.coverage else own
    renamed = replace(found, title=pin.title, coverage=covered or found.coverage)
    return replace(renamed, notes=(pin.note,) if pin.note else ())


def change_of(pin: Pin) -> Change | None:
    """What changed since the view was pinned; None when nothing did, or nobody looked."""
    return _changes().get(pin.place)


def _plates() -> dict[Place, Plate]:
    found: dict[Place, Plate] = st.session_state.setdefault(_PLATES, {})
    return found


def _changes() -> dict[Place, Change]:
    found: dict[Place, Change] = st.session_state.setdefault(_CHANGES, {})
    return found
