"""The sheet of a place: a territory of either phase, an intercommunalité, a département, a région or a commune."""

import streamlit as st

from components.maps import locator_map
from components.places import nearby
from components.views.territoire import local_figures, page, perimeter_history, sheet_figures
from components.visit import address, navigation

navigation.through_router()
selection = address.current()
if not selection.places:
    st.title("Territoire", anchor=False)
    st.markdown(
        "Chercher un lieu ci-dessus ou cliquer sur la carte : commune, intercommunalité, département, région, "
        "Territoire d'industrie."
    )
    navigation.link("carte", "Ouvrir la carte")
else:
    shown = page.sheet_of(selection.places[0], selection)
    page.heading(shown)
    if shown.place.kind == "commune":
        nearby.draw_outside(shown.place, selection)
    locator_map.draw(shown.place, shown.projects, key="map-sheet")
    sheet_figures.projects(shown)
    sheet_figures.life(shown)
    sheet_figures.over_time(shown)
    sheet_figures.standings(shown)
    sheet_figures.ranked(shown)
    sheet_figures.members(shown)
    perimeter_history.draw(shown.place, selection)
    nearby.draw(shown.place)
    local_figures.draw(shown.place)
