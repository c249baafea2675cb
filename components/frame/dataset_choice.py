"""Which table of projects the pages show: the choice, and the mark of one that is not the inventory."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import address
from components.visit.address import Slot
from components.visit.kept import BOTH, OWN
from components.visit.visit import Visit
from data.tables.projects import OFFICIAL_PROJECTS
from data.words.levels import ADMINISTRATIVE
from data.words.vocabulary import INVENTORY

_ABOVE: Final = [level.column for level in ADMINISTRATIVE]
_MANY: Final = 100_000  # rows, read in a second
_READ: Final[set[tuple[str, str]]] = set()  # editions and tables
_PRIVACY: Final = "Personne d'autre ne les voit."


def draw() -> None:
    """Draw the choice in the side panel, when there is more than the inventory."""
    visit = Visit.current()
    known = visit.available()
    if len(known) < 2:
        return
    slot = Slot.of("dataset", known)
    with st.sidebar:
        st.selectbox(
            "Projets affichés",
            list(known),
            index=list(known).index(visit.shown().key),
            format_func=lambda key: typeset(known[key].name) if key in known else key,
            key=slot.key,
            on_change=partial(_show, slot),
            filter_mode=None,
        )


def read(visit: Visit, notice: DeltaGenerator) -> Visit:
    """The visit, its table read. notice: where the first reading of a large table is said, as it takes seconds."""
    shared = (visit.edition_id, visit.dataset)
    if visit.dataset == INVENTORY or visit.private or shared in _READ:
        return visit
    if visit.edition().rows(OFFICIAL_PROJECTS.name) > _MANY:
        notice.info(said(f"Ouverture de « {visit.shown().name} » : la première fois, une dizaine de secondes."))
    visit.projects()
    notice.empty()
    _READ.add(shared)
    return visit


def mark() -> None:
    """Say which projects the page shows, when they are not those of the inventory, and the way back to it."""
    shown = Visit.current().shown()
    if shown.key == INVENTORY:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="dataset-mark"):
        st.markdown(f":material/database: {said(_told())}", width="content")
        st.button(typeset("Revenir à l'inventaire"), key="dataset-back", on_click=_back, type="tertiary")


def _told() -> str:
    """« Vos données : aides.csv, à la place de l'inventaire. 3 projets non localisés : … »."""
    visit = Visit.current()
    shown = visit.shown()
    told = f"{shown.name}." if shown.key == BOTH else f"{shown.name}, à la place de l'inventaire."
    return " ".join((told, *unplaced(visit.project_table()), *([_PRIVACY] if shown.key in {OWN, BOTH} else [])))


def unplaced(projects: pd.DataFrame) -> list[str]:
    """What is said of the projects that no commune has: those that count in a place above, those that count nowhere."""
    without = projects["code_insee"].isna()
    nowhere = without & projects[_ABOVE].isna().all(axis=1)
    above, lost = int((without & ~nowhere).sum()), int(nowhere.sum())
    said_above = (
        f"{formats.counted(above, 'projet')} sans commune : à l'intercommunalité, au département ou à la région."
    )
    said_lost = formats.counted(lost, "projet non localisé", "projets non localisés")
    return [
        *([said_above] if above else []),
        *([f"{said_lost} : dans les totaux nationaux seulement."] if lost else []),
    ]


def _show(slot: Slot) -> None:
    if slot.value is not None:
        address.show(slot.value, Visit.current().showing(slot.value).vocabulary())


def _back() -> None:
    address.show(INVENTORY, Visit.current().inventory.vocabulary())
