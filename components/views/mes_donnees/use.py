"""The way from a visitor's table to every page: in the place of the inventory, or added to it."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import duplicate_groups, figure
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import address, navigation, own_table, private
from components.visit.kept import BOTH, OWN, kept
from components.visit.own_table import OwnTable
from components.visit.visit import Visit
from data.own.projects import OWN_SOURCE
from data.words.vocabulary import INVENTORY

_TITLES: Final = pd.Series({INVENTORY: "Inventaire", OWN_SOURCE: "Vos données"})


def draw(own: OwnTable) -> None:
    """Draw the choice, and where to see it."""
    st.header(typeset("Voir ces lignes dans tout l'atlas"), anchor=False)
    above, lost = own.told.above, own.told.lost
    rows = formats.number(own.told.result.rows)
    told = f"Chaque ligne de votre table ({rows}) devient un projet, pour cette visite seule."
    if above:
        told += (
            f" Celle d'une intercommunalité, d'un département ou d'une région ({formats.counted(above, 'ligne')}) "
            "compte là et au-dessus, dans aucune commune."
        )
    if lost:
        told += f" Sans lieu ({formats.counted(lost, 'ligne')}), elle ne compte que dans les totaux nationaux."
    st.caption(said(told))
    shown = address.current().dataset
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="own-use"):
        for dataset, label in ((OWN, "Utiliser à la place de l’inventaire"), (BOTH, "Ajouter à l’inventaire")):
            st.button(
                label,
                key=f"own-use-{dataset}",
                on_click=partial(own_table.use, dataset),
                disabled=shown == dataset,
                type="primary" if dataset == OWN else "secondary",
            )
        if shown in {OWN, BOTH}:
            st.button(
                typeset("Revenir à l'inventaire"), key="own-stop", on_click=own_table.stop, icon=":material/undo:"
            )
    if shown in {OWN, BOTH}:
        st.success(said(f"Les pages de l'atlas montrent maintenant : {Visit.current().shown().name}."))
        with st.container(horizontal=True, gap="small", key="own-doors"):
            navigation.link("carte", "Les voir sur la carte")
            navigation.link("projets", "Les lire une à une")
            navigation.link("repartition", "Voir leur répartition")
    if shown == BOTH:
        _already_there()


def _already_there() -> None:
    """The rows that the inventory seems to have already."""
    visit, found = Visit.current(), _duplicates(Visit.current())
    twice = int((found["source_id"] == OWN_SOURCE).sum())
    if found.empty:
        st.caption(said("Aucune ligne de votre table ne semble déjà dans l'inventaire."))
        return
    figure.tabular(
        duplicate_groups.described(
            found,
            source=f"Sources : {visit.shown().source}. Édition {visit.edition_id}.",
            totals=f"les totaux comptent donc deux fois {formats.counted(twice, 'ligne')} de votre table",
            edition_id=visit.edition_id,
        )
    )


@kept(1)
def _duplicates(visit: Visit) -> pd.DataFrame:
    brought = private.brought()
    if brought is None:
        raise KeyError(visit.dataset)
    return duplicate_groups.grouped(brought.made.duplicates, visit.project_table(), _TITLES)
