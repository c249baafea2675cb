"""What a visitor keeps of the structures: types, stakes; the choice outlives a visit to another page."""

from functools import partial

import pandas as pd
import streamlit as st

from components.text import formats
from components.text.formats import typeset


def several(label: str, counts: pd.Series, *, key: str, every: str) -> list[str]:
    """The values to keep, all of them if none is named. counts: how many structures have each value."""
    labels = {str(value): f"{value} ({formats.number(count)})" for value, count in counts.items()}
    return st.multiselect(
        label,
        options=list(labels),
        default=[value for value in st.session_state.get(_kept(key), ()) if value in labels],
        format_func=lambda key: typeset(labels.get(str(key), str(key))),
        key=key,
        on_change=partial(_keep, key),
        placeholder=every,
        select_all=False,
    )


def _keep(key: str) -> None:
    st.session_state[_kept(key)] = tuple(st.session_state[key])


def _kept(key: str) -> str:
    return f"kept-{key}"
