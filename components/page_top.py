"""The top of every page: what is selected, and the box that finds a place, side by side where there is room."""

import streamlit as st

from components import chips, search_box, store


def draw(*, filtered: bool) -> None:
    """Draw the top of a page. filtered: whether filters change what the page shows."""
    with st.container(horizontal=True, gap="medium", key="page-top"):
        if filtered:
            chips.draw(store.projects(), store.vocabulary())
        search_box.draw()
    if filtered:
        chips.explain(store.projects(), store.vocabulary())
