"""Sections that are computed and drawn when a visitor opens them: a page answers a filter as fast as it is short."""

from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from data.query.selection import Selection


def section(key: str, label: str, selection: Selection, draws: Iterable[Callable[[Selection], None]]) -> None:
    """Draw the label, and its figures once it is open. It stays open while filters change."""
    fold(key, label, *(partial(draw, selection) for draw in draws))


def fold(key: str, label: str, *draws: Callable[[], None]) -> None:
    """The same for what no filter changes."""
    with st.expander(label, key=f"section-{key}", on_change="rerun") as opened:
        if opened.open:
            for draw in draws:
                draw()
