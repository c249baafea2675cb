"""One figure alone, in a frame of another site: which one the address of the visit asks for, and that address."""

from typing import Final
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_FIGURE: Final = "embedded-figure"
_PARAMETER: Final = "figure"


def arrive() -> None:
    """Keep the figure that the address asks for alone: before the address is made to agree with the selection.

    `embed` is a parameter that Streamlit keeps from applications: it is read where they come from.
    """
    context = get_script_run_ctx()
    asked = parse_qs(context.query_string) if context else {}
    if asked.get("embed") == [_PARAMETER] and st.query_params.get(_PARAMETER):
        st.session_state[_FIGURE] = st.query_params[_PARAMETER]
    st.query_params.pop(_PARAMETER, None)


def figure() -> str:
    """The key of the figure that is shown alone, "" in an ordinary visit. It comes from an address."""
    return str(st.session_state.get(_FIGURE, ""))


def asking(key: str) -> dict[str, str]:
    """What an address adds to that of a page to ask for a figure of it alone."""
    return {"embed": _PARAMETER, _PARAMETER: key}
