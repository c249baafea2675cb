"""The view of this visit: one `Selection` in the session, and the same in the address bar.

The selection is the truth while a visitor clicks; the address is the truth when a visitor arrives, follows a link to
a view, or goes back and forth. `follow` tells these cases apart once per run.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from zlib import crc32

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.query.address import dataset_asked, decode, encode
from data.query.selection import DEFAULT, Selection
from data.words.vocabulary import Vocabulary

_SELECTION: Final = "selection"
_NOTICES: Final = "address_notices"
_EPOCH: Final = "selection_epoch"
LINK: Final = "lien"
"""Parameter of the addresses of links between views, gone from the address as soon as it is read."""


def current() -> Selection:
    """The selection of this visit; the plain national view before anything was read."""
    selection: Selection = st.session_state.get(_SELECTION, DEFAULT)
    return selection


def notices() -> tuple[str, ...]:
    """What the address asked for and could not be given, in French, until the visitor changes something."""
    found: tuple[str, ...] = st.session_state.get(_NOTICES, ())
    return found


@dataclass(frozen=True)
class Slot:
    """Where a widget that shows a part of the selection keeps its value.

    The key changes each time something else than a widget changes the selection (a chip, a link, « back »): the widget
    is then a new one. A click of the old one still on its way is not heard: it would put back the filter just removed.
    It changes with the labels too: a browser holds and shows the chosen values of a list by their labels of the moment.
    """

    name: str
    epoch: int
    labels: int

    @classmethod
    def of(cls, name: str, labels: Iterable[str] = ()) -> Self:
        """The slot of this run, for a widget whose options have these labels."""
        return cls(name, _epoch(), crc32("\n".join(labels).encode()))

    @property
    def key(self) -> str:
        """Key of the widget."""
        return f"selection-{self.name}-{self.epoch}-{self.labels:x}"

    @property
    def value(self) -> Any:
        """What the widget shows."""
        return st.session_state[self.key]

    def keep(self, **fields: Any) -> None:
        """Change some fields of the selection, as the widget shows them. Raises ValueError as `Selection` does."""
        if self.epoch == _epoch():
            st.session_state[_SELECTION] = replace(current(), **fields)
            st.session_state[_NOTICES] = ()


def open_view(selection: Selection) -> None:
    """Show another selection. For callbacks of buttons: the run that follows draws it, widgets included."""
    if selection != current():
        st.session_state[_EPOCH] = _epoch() + 1
    st.session_state[_SELECTION] = selection
    st.session_state[_NOTICES] = ()


@contextmanager
def borrowed(selection: Selection) -> Iterator[None]:
    """Show another selection to what is drawn inside. Its widgets are new ones, before, inside and after."""
    mine, told = current(), notices()
    st.session_state[_EPOCH] = _epoch() + 1
    st.session_state[_SELECTION], st.session_state[_NOTICES] = selection, ()
    try:
        yield
    finally:
        st.session_state[_EPOCH] = _epoch() + 1
        st.session_state[_SELECTION], st.session_state[_NOTICES] = mine, told


def show(dataset: str, vocabulary: Vocabulary) -> None:
    """Show another table of projects, with what its words allow of the present view. For callbacks of buttons."""
    selection, dropped = decode(encode(replace(current(), dataset=dataset)), vocabulary)
    open_view(selection)
    st.session_state[_NOTICES] = dropped


def follow(vocabulary: Callable[[str], Vocabulary]) -> None:
    """Make the selection and the address bar agree: once per run, before the menu is drawn.

    Before, because the browser then writes page and filters as one step of its history: « back » undoes one click.
    The address wins at the first run, after « back », and when it bears the stamp of a link. Elsewhere a difference
    proves nothing, for an address may be older than the click that comes with it.

    vocabulary: the words of a table of projects, by its key.
    """
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    returned = _returned()
    if returned or _SELECTION not in st.session_state or shown.get(LINK) == [stamp()]:
        selection, found = decode(shown, vocabulary(dataset_asked(shown)), foreign={LINK})
        open_view(selection)
        st.session_state[_NOTICES] = found
    wanted = encode(current())
    # After « back », even when equal: an answer to an earlier click may have rewritten the address meanwhile.
    if wanted != shown or returned:
        st.query_params.from_dict(wanted)


def stamp() -> str:
    """What a link to a view of this application adds to its address, so that `follow` knows it from an old address.

    It changes with each view, so that a link is followed once: a click that comes after it is not undone.
    """
    return str(_epoch())


def _returned() -> bool:
    """Whether this run answers « back » or « forward »; only the run context of Streamlit knows."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _epoch() -> int:
    count: int = st.session_state.get(_EPOCH, 0)
    return count
