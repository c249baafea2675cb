"""The country at a glance."""

<<<<<<< HEAD
import streamlit as st

from components.figures import figure, held_totals, key_figures
from components.levels import level_figure
from components.maps import level_map
from components.places import status_ladder
from components.text import formats, sentences
from components.text.formats import typeset
from components.text.plain import said
from components.visit import address, navigation
from components.visit.visit import Visit
from data.places.summary import summarise
from data.query import aggregation, aid
from data.spread import shares
from data.words.vocabulary import INVENTORY

navigation.through_router()
visit = Visit.current()
selection = address.current()
projects = visit.projects()
summary = summarise(projects, visit.places(), selection)

st.title(typeset("Où va l'investissement industriel ?"), anchor=False)
# A filter on sizes makes the share of small communes what it asks for: nothing is found then.
finding = (
    ""
    if selection.sizes
    else sentences.spread_finding(shares.headlines(projects, visit.inhabitants(selection), selection))
)
if finding:
    with st.container(key="finding"):
        st.markdown(said(finding))
st.caption(
    "Les projets industriels annoncés ou soutenus en France, et les Territoires d'industrie qui les accueillent. "
    "Chaque chiffre est publié, sourcé et dit ce qu'il couvre."
)
key_figures.draw(summary, f"sur {formats.number(summary.inventory)} {visit.shown().within}")

national = level_figure.national(selection)
described, table = level_figure.build(projects, visit.places(), national, key="accueil")
with figure.around(described):
    level_map.draw(table, national)
if visit.dataset == INVENTORY and (told := held_totals.sentence(held_totals.rows(visit))):
    st.caption(said(told))
key_figures.note(summary, aid.kinds(projects, aggregation.matching(projects, selection)))

status_ladder.draw(selection)

st.header("Ce que montre la sélection", anchor=False)
for sentence in sentences.of(summary, visit.project_table(), selection.phase):
    st.markdown(f"- {said(sentence)}")

st.header("Aller plus loin", anchor=False)
navigation.link("carte", "Explorer la carte, niveau par niveau")
navigation.link("projets", "Lire les projets et leurs sources")
navigation.link("methode", "Savoir ce que disent les chiffres")
=======
from components.views import accueil
from components.visit import address, navigation

navigation.through_router()
accueil.draw(address.current())
>>>>>>> 3e50370 (Open six doors instead of fourteen pages, and answer first on the home page)
