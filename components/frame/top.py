"""The top of every page: what is selected, and the box that finds a place, side by side where there is room.

The box is what most come for: on the home page it stands alone in the middle.
A page whose answer comes first has sums of its own.
"""

import streamlit as st

from components.frame import chips, dataset_choice, search_box, selection_bar
from components.visit import navigation
from components.visit.navigation import Entry
from components.visit.visit import Visit


def draw(entry: Entry) -> None:
    """Draw the top of a page."""
    visit = Visit.current()
    if entry.filtered:
        dataset_choice.mark()
    home = entry is navigation.PAGES[0]
    if home:
        with st.container(horizontal_alignment="center", key="search-in-the-middle"):
            search_box.draw("territoire")
    # Alone, the box stays where it is beside the chips.
    with st.container(
        horizontal=True, horizontal_alignment="left" if entry.filtered else "right", gap="medium", key="page-top"
    ):
        if entry.filtered:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key="selection-bar"):
                chips.draw(visit)
                selection_bar.draw(visit, sums=not entry.folded)
        if not home:
            search_box.draw("comparer" if entry.slug == "comparer" else "territoire")
    chips.tell_notices()
    if entry.filtered:
        chips.explain(visit)
