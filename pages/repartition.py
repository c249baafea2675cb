"""How industrial investment spreads between small communes and metropolitan areas."""

import streamlit as st

from components.figures import folded
from components.levels import level_controls
from components.places import status_ladder
from components.text.formats import typeset
from components.text.plain import said
from components.views.repartition import (
    concentration,
    crossed,
    dominant,
    matched,
    representation,
    share_figures,
    stability,
    theil,
    without_largest,
)
from components.visit import address, navigation
from components.visit.visit import Visit

navigation.through_router()
st.title(typeset("Petites communes et métropoles : où va l'investissement ?"), anchor=False)
partitions = Visit.current().partitions()
level_controls.draw_spread(partitions)
selection = address.current()
if selection.partition not in partitions:
    st.info(said("La grille de densité de l'INSEE n'est pas dans cette édition : parts par taille de commune."))
representation.draw(selection)
share_figures.side_by_side(selection)
st.header("Aller plus loin", anchor=False)
level_controls.draw_national()
for key, label, draws in (
    ("sans", "Sans les plus gros projets", (without_largest.draw,)),
    ("dominante", "Carte : la taille de commune qui a le plus dans chaque lieu", (dominant.draw,)),
    ("croise", "Taille de commune et type d'intercommunalité", (crossed.draw,)),
    ("annees", "Année par année", (share_figures.over_time,)),
    ("statuts", "Annoncé, en construction, en service", (status_ladder.draw,)),
    (
        "concentration",
        "Concentration : courbe de Lorenz, indices de Gini et de Theil",
        (concentration.draw, theil.draw),
    ),
    ("rangs", "Stabilité des rangs, selon le dénominateur et les plus gros projets", (stability.draw,)),
    ("label", "Dans et hors du label, à intercommunalités comparables", (matched.draw,)),
):
    folded.section(key, typeset(label), selection, draws)
