"""The sheet of a place: a territory of either phase, an intercommunalité, a département, a région or a commune."""

import streamlit as st

from components import address, locator_map, navigation, sheet, sheet_figures

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
    shown = sheet.read(selection.places[0], selection)
    sheet.heading(shown)
    locator_map.draw(shown.place, shown.projects, key="map-sheet")
    sheet_figures.projects(shown)
    sheet_figures.over_time(shown)
    sheet_figures.standings(shown)
    sheet_figures.ranking(shown)
    sheet_figures.members(shown)
