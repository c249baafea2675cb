"""Sections that are computed and drawn when a visitor opens them: a page answers a filter as fast as it is short."""

from collections.abc import Callable, Iterable

import streamlit as st

from data.query.selection import Selection


def section(key: str, label: str, selection: Selection, draws: Iterable[Callable[[Selection], None]]) -> None:
    """Draw the label, and its figures once it is open. It stays open while filters change."""
    with st.expander(label, key=f"section-{key}", on_change="rerun") as opened:
        if opened.open:
            for draw in draws:
                draw(selection)
