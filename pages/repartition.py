"""How industrial investment spreads between small communes and metropolitan areas."""

from typing import Final

import streamlit as st

from components import (
    address,
    concentration_view,
    crossed_view,
    dominant_view,
    figure,
    folded,
    level_controls,
    matched_view,
    navigation,
    spread_figures,
    stability_view,
    store,
    theil_view,
    without_largest,
)
from components.formats import typeset

_FOLDED: Final = (
    (
        "concentration",
        "Concentration : courbe de Lorenz, indices de Gini et de Theil",
        (concentration_view.draw, theil_view.draw),
    ),
    ("rangs", "Stabilité des rangs, selon le dénominateur et les plus gros projets", (stability_view.draw,)),
    ("label", "Dans et hors du label, à intercommunalités comparables", (matched_view.draw,)),
)

navigation.through_router()
st.title(typeset("Petites communes et métropoles : où va l'investissement ?"), anchor=False)
partitions = store.partitions()
level_controls.draw_spread(partitions)
selection = address.current()
spread_figures.headlines(selection)
if selection.partition not in partitions:
    st.info(figure.said("La grille de densité de l'INSEE n'est pas dans cette édition : parts par taille de commune."))
spread_figures.side_by_side(selection)
without_largest.draw(selection)
level_controls.draw_national()
dominant_view.draw(selection)
crossed_view.draw(selection)
spread_figures.over_time(selection)
st.header("Aller plus loin", anchor=False)
for key, label, draws in _FOLDED:
    folded.section(key, typeset(label), selection, draws)
