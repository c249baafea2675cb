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
_CHANGED: Final = "selection_changed"


def current() -> Selection:
    """The selection of this visit; the plain national view before anything was read."""
    selection: Selection = st.session_state.get(_SELECTION, DEFAULT)
    return selection


def notices() -> tuple[str, ...]:
    """What the address asked for and could not be given, in French, until the visitor changes something."""
    found: tuple[str, ...] = st.session_state.get(_NOTICES, ())
    return found


def open_view(selection: Selection) -> None:
    """Show another selection. For callbacks (`on_click`, `on_change`): the run that follows draws it."""
    st.session_state[_SELECTION] = selection
    st.session_state[_CHANGED] = True
    st.session_state[_NOTICES] = ()


def change(**fields: Any) -> None:
    """Change some fields of the selection. For callbacks. Raises ValueError as `Selection` does."""
    open_view(replace(current(), **fields))


def follow(vocabulary: Vocabulary) -> None:
    """Make the selection and the address bar agree: once per run, before the menu is drawn.

    Before, because the browser then writes page and filters as one step of its history: « back » undoes one click.
    """
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    if _address_wins(bool(shown)):
        st.session_state[_SELECTION], st.session_state[_NOTICES] = decode(shown, vocabulary)
    wanted = encode(current())
    if wanted != shown:
        st.query_params.from_dict(wanted)


def _address_wins(asks_something: bool) -> bool:
    """Whether this run comes from the address (arrival, link to a view, back, forward) and not from a click.

    The address of a click may be older than the selection (two clicks in a row), and is empty when the menu changes
    page, so a mere difference proves nothing. What does is known only by the run context of Streamlit: back or forward,
    and the page asked for beside the page of the last run.
    """
    context = get_script_run_ctx()
    if st.session_state.pop(_CHANGED, False) or context is None:
        return False
    if _SELECTION not in st.session_state or context.is_history_navigation:
        return True
    return asks_something and context.page_script_hash != context.pages_manager.current_page_script_hash
