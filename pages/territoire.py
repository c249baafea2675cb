"""The sheet of a place: a territory of either phase, an intercommunalité, a département, a région or a commune."""

import streamlit as st

from components.places import nearby
from components.text.formats import typeset
from components.views.territoire import on_paper, page, perimeter_choice, sections, side_by_side, surroundings
from components.visit import address, navigation

navigation.through_router()
selection = address.current()
if not selection.places:
    st.title(typeset("Fiche d'un lieu"), anchor=False)
    st.markdown(
        typeset(
            "Chercher un lieu ci-dessus ou cliquer sur la carte : commune, intercommunalité, département, région, "
            "Territoire d'industrie."
        )
    )
    navigation.link("carte", "Ouvrir la carte")
    st.header("Mon périmètre", anchor=False)
    st.markdown(
        typeset("Plusieurs communes ou intercommunalités, réunies comme un seul lieu : fiche, comparaison, lien.")
    )
    perimeter_choice.draw()
else:
    shown = page.sheet_of(selection.places[0], selection)
    with on_paper.offered():
        page.heading(shown)
        if shown.place.filed:
            perimeter_choice.tell_filed(shown.place)
        side_by_side.draw(shown)
        surroundings.draw(shown)
        page.neighbours(shown)
        nearby.draw_outside(shown.place, selection)
        sections.draw(shown)
    on_paper.draw(shown)
    if shown.place.chosen:
        with st.expander("Modifier ce périmètre"):
            perimeter_choice.draw(shown.place)
