"""The home page: a finding in large type, the sums beside the ladder of statuses, the map, three stories to follow."""

from typing import Final

import streamlit as st

from components.figures import figure, held_totals, key_figures
from components.levels import level_figure
from components.look import templating
from components.places import status_ladder
from components.text import formats, sentences
from components.text.formats import typeset
from components.text.plain import said
from components.visit import navigation
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.places.summary import Summary, summarise
from data.query import aid
from data.query.selection import Selection
from data.words.vocabulary import INVENTORY

# What each sentence of `sentences.of` is about, and the page that goes on with it.
_STORIES: Final = (
    ("Petites communes et métropoles", "repartition", "Voir la répartition"),
    ("Les plus gros projets", "projets", "Lire les projets et leurs sources"),
    ("Territoires d'industrie", "carte", "Explorer la carte, niveau par niveau"),
)
# Title and text of each step; `style.css` outlines what each speaks of. Shown by the page script, once per browser.
_FIRST_VISIT: Final = (
    (
        "Chercher votre commune",
        "Écrire ses premières lettres, puis Entrée : sa fiche dit ce qui s'y passe, et autour. Aussi un territoire, "
        "une entreprise, un programme.",
    ),
    (
        "Lire un chiffre",
        "Chaque somme dit ce qu'elle couvre : combien de projets ont un montant connu. Sous chaque figure, sa source, "
        "son tableau et ses fichiers.",
    ),
    (
        "Choisir",
        "« Filtres », en haut à gauche : filière, programme, année, région. « Petites communes » est à un clic. Le "
        "choix suit de page en page.",
    ),
    (
        "Partager",
        "« Copier le lien » : qui l'ouvre voit la même chose, filtres compris.",
    ),
)


def draw(selection: Selection) -> None:
    """Draw the page for a selection."""
    visit = Visit.current()
    summary = _summary(visit, selection)
    # First, so that a keyboard comes to it at once: it stands in a corner of the window.
    st.html(templating.render("first_visit", steps=[tuple(map(typeset, step)) for step in _FIRST_VISIT]))
    st.title(typeset("Où va l'investissement industriel ?"), anchor=False)
    _finding(selection)
    st.caption(
        typeset(
            "Les projets industriels annoncés ou soutenus en France, et les Territoires d'industrie qui les "
            "accueillent. Chaque chiffre est publié, sourcé et dit ce qu'il couvre. "
            f"Données du {formats.day(visit.edition().manifest.built_at)}."
        )
    )
    figures_side, ladder_side = st.columns([2, 3], gap="large")
    with figures_side, st.container(key="home-figures"):
        key_figures.draw(summary, f"sur {formats.number(summary.inventory)} {visit.shown().within}")
        if visit.dataset == INVENTORY and (held := held_totals.sentence(visit)):
            st.caption(said(held))
        key_figures.note(summary, aid.kinds(visit.projects(), visit.matching(selection)))
    with ladder_side:
        status_ladder.draw(selection)
    _map(selection)
    _stories(summary, selection)


@kept(SELECTIONS)
def _summary(visit: Visit, selection: Selection) -> Summary:
    return summarise(visit.projects(), visit.places(), selection)


def _map(selection: Selection) -> None:
    """The country, as wide and as high as the window: its legend stands on what the country leaves free."""
    described, mapped = level_figure.build(level_figure.national(selection), key="accueil")
    with figure.around(described), st.container(key="map-fills"):
        mapped.draw()


def _finding(selection: Selection) -> None:
    """The share of small communes; none under a filter on sizes, which makes that share what it asks for."""
    if selection.sizes:
        return
    if finding := _spread_finding(Visit.current(), selection.chosen()):
        with st.container(key="finding"):
            st.markdown(said(finding))


@kept(SELECTIONS)
def _spread_finding(visit: Visit, chosen: Selection) -> str:
    return sentences.spread_finding(visit.headlines(chosen))


@kept(SELECTIONS)
def _told(visit: Visit, selection: Selection) -> tuple[str, ...]:
    return tuple(map(said, sentences.of(_summary(visit, selection), visit.project_table(), selection.phase)))


def _stories(summary: Summary, selection: Selection) -> None:
    st.header("Ce que montre la sélection", anchor=False)
    told = _told(Visit.current(), selection)
    if not summary.projects:
        st.markdown(told[0])
        return
    for column, (title, slug, label), sentence in zip(st.columns(len(told)), _STORIES, told, strict=True):
        with column.container(border=True, height="stretch"):
            st.subheader(said(title), anchor=False)
            st.markdown(sentence)
            navigation.link(slug, label)
