"""The view of this visit: one `Selection` in the session, and the same in the address bar.

The selection is the truth while a visitor clicks; the address is the truth when a visitor arrives, follows a link to
a view, or goes back and forth. `follow` tells these cases apart once per run.
"""

from dataclasses import replace
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.selection import DEFAULT, Selection, decode, encode
from data.vocabulary import Vocabulary

_SELECTION: Final = "selection"
_NOTICES: Final = "address_notices"
_PAGE: Final = "page_of_last_run"
_EPOCH: Final = "selection_epoch"


def current() -> Selection:
    """The selection of this visit; the plain national view before anything was read."""
    selection: Selection = st.session_state.get(_SELECTION, DEFAULT)
    return selection


def notices() -> tuple[str, ...]:
    """What the address asked for and could not be given, in French, until the visitor changes something."""
    found: tuple[str, ...] = st.session_state.get(_NOTICES, ())
    return found


def epoch() -> int:
    """How many times something else than a widget changed the selection: part of the key of each widget that shows it.

    A click that crosses such a change in flight then speaks for a widget that no longer exists, and is not heard: it
    would put back the filter that a chip has just removed.
    """
    count: int = st.session_state.get(_EPOCH, 0)
    return count


def open_view(selection: Selection) -> None:
    """Show another selection. For callbacks of buttons: the run that follows draws it, widgets included."""
    if selection != current():
        st.session_state[_EPOCH] = epoch() + 1
    st.session_state[_SELECTION] = selection
    st.session_state[_NOTICES] = ()


def keep(**fields: Any) -> None:
    """Change some fields, as the widget that calls back already shows them. Raises ValueError as `Selection` does."""
    st.session_state[_SELECTION] = replace(current(), **fields)
    st.session_state[_NOTICES] = ()


def follow(vocabulary: Vocabulary) -> None:
    """Make the selection and the address bar agree: once per run, before the menu is drawn.

    Before, because the browser then writes page and filters as one step of its history: « back » undoes one click.
    """
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    if _address_wins(bool(shown)):
        selection, found = decode(shown, vocabulary)
        open_view(selection)
        st.session_state[_NOTICES] = found
    wanted = encode(current())
    if wanted != shown:
        st.query_params.from_dict(wanted)


def arrived() -> None:
    """Remember the page that the menu has chosen: the next run compares it with the one it is asked for."""
    st.session_state[_PAGE] = _page()


def _address_wins(asks_something: bool) -> bool:
    """Whether this run comes from the address (arrival, link to a view, back, forward) and not from a click.

    The address of a click may be older than the selection (two clicks in a row), and is empty when the menu changes
    page, so a mere difference proves nothing. Back and forward are known only by the run context of Streamlit.
    """
    context = get_script_run_ctx()
    returned = context is not None and context.is_history_navigation
    moved = st.session_state.get(_PAGE) != _page()
    return _SELECTION not in st.session_state or returned or (moved and asks_something)


def _page() -> str:
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""
