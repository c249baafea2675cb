"""The top of every page: what is selected, and the box that finds a place, side by side where there is room."""

import streamlit as st

from components.frame import chips, dataset_choice, search_box
from components.visit.navigation import Entry
from components.visit.visit import Visit


def draw(entry: Entry) -> None:
    """Draw the top of a page."""
    visit = Visit.current()
    if entry.filtered:
        dataset_choice.mark()
    # Alone, the box stays where it is beside the chips.
    with st.container(
        horizontal=True, horizontal_alignment="left" if entry.filtered else "right", gap="medium", key="page-top"
    ):
        if entry.filtered:
            chips.draw(visit.projects(), visit.vocabulary())
        search_box.draw("comparer" if entry.slug == "comparer" else "territoire")
    chips.tell_notices()
    if entry.filtered:
        chips.explain(visit.projects(), visit.vocabulary())
