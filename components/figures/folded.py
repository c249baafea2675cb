"""Sections that are computed and drawn when a visitor opens them: a page answers a filter as fast as it is short."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import streamlit as st

from components.meeting import sought
from components.text.formats import typeset
from components.text.plain import said
from data.query.selection import Selection


def section(key: str, label: str, selection: Selection, draws: Iterable[Callable[[Selection], None]]) -> None:
    """Draw the label, and its figures once it is open. It stays open while filters change."""
    fold(key, label, *(partial(draw, selection) for draw in draws))


def fold(key: str, label: str, *draws: Callable[[], object]) -> None:
    """The same for what no filter changes."""
    with st.expander(typeset(label), key=f"section-{key}", on_change="rerun") as opened:
        if opened.open or sought.any_figure():
            for draw in draws:
                draw()


def tabs(key: str, subjects: Mapping[str, Callable[[], None]]) -> None:
    """Subjects side by side, by their label; only the open one is computed, the first one to begin with."""
    shown = st.tabs([said(label) for label in subjects], key=f"subjects-{key}", on_change="rerun")
    for tab, draw in zip(shown, subjects.values(), strict=True):
        if tab.open or sought.any_figure():
            with tab:
                draw()
