"""The sheet of a place: a territory of either phase, an intercommunalité, a département, a région or a commune."""

import streamlit as st

from components import address, lineage_view, locator_map, navigation, nearby_view, sheet, sheet_figures

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
    if shown.place.kind == "commune":
        nearby_view.draw_outside(shown.place, selection)
    locator_map.draw(shown.place, shown.projects, key="map-sheet")
    sheet_figures.projects(shown)
    sheet_figures.over_time(shown)
    sheet_figures.standings(shown)
    sheet_figures.ranked(shown)
    sheet_figures.members(shown)
    lineage_view.draw(shown.place, selection)
    nearby_view.draw(shown.place)
