"""How industrial investment spreads between small communes and metropolitan areas."""

import streamlit as st

from components import (
    address,
    concentration_view,
    crossed_view,
    dominant_view,
    figure,
    filters,
    level_controls,
    matched_view,
    navigation,
    spread_figures,
    stability_view,
    store,
    theil_view,
)
from components.formats import typeset

navigation.through_router()
st.title(typeset("Petites communes et métropoles : où va l'investissement ?"), anchor=False)
partitions = store.partitions()
selection = address.current()
spread_figures.headlines(selection)
with st.container(width=560, key="partition-control"):
    filters.choose("partition", partitions, "Répartir selon", style="segments")
if selection.partition not in partitions:
    st.info(figure.said("La grille de densité de l'INSEE n'est pas dans cette édition : parts par taille de commune."))
spread_figures.side_by_side(selection)
spread_figures.without_largest(selection)
level_controls.draw_national()
selection = address.current()
dominant_view.draw(selection)
crossed_view.draw(selection)
spread_figures.over_time(selection)
concentration_view.draw(selection)
theil_view.draw(selection)
stability_view.draw(selection)
matched_view.draw(selection)
