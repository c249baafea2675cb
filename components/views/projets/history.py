"""The history of a project: what became of it, when, and the page that shows each step."""

from typing import Final
from zlib import crc32

import pandas as pd
import streamlit as st

from components.figures import table
from components.figures.table import Column
from components.text import formats
from components.text.plain import said
from components.views.projets import correction
from components.visit.visit import Visit
from data.places import history
from data.words.vocabulary import INVENTORY

_COLUMNS: Final = (
    Column("date", "Date", formats.when),
    Column("statut", "Statut"),
    Column("remarque", "Ce que la source précise"),
    Column("source_editeur", "Source", link="source_url"),
)


def draw(projects: pd.DataFrame) -> None:
    """Offer the history of one of these projects, those that the inventory holds; of the only one, show it at once.

    projects: rows of the table of projects.
    """
    listed = projects[projects["source_id"] == INVENTORY]
    if listed.empty:
        return
    label = "Histoire d'un projet : annonce, chantier, mise en service, arrêt"
    with st.expander(label, key="projects-history", on_change="rerun", expanded=len(listed) == 1) as opened:
        if opened.open:
            chosen = _chosen(listed)
            if chosen is not None:
                of_project(listed[listed["id_projet"] == chosen].iloc[0])


def of_project(project: "pd.Series[str]") -> None:
    """The dated events of a project with their sources. project: a row of the table of projects."""
    events = history.of_project(Visit.current().edition().table("evenements"), project["id_projet"])
    title = f"{project['projet']} – {project['entreprise']}, {project['commune']}"
    table.draw(events, _COLUMNS, caption=formats.typeset(title))
    undated = int(events["date"].isna().sum())
    st.caption(
        said(
            f"{formats.counted(len(events), 'événement')}, le dernier d'abord ; chaque date est celle de l'événement, "
            "ou de la page qui montre le statut."
            + (f" {formats.counted(undated, 'événement')} sans date, à la fin." if undated else "")
        )
    )


def _chosen(listed: pd.DataFrame) -> str | None:
    labels = correction.names(listed)
    return st.selectbox(
        "Projet",
        list(labels),
        index=0 if len(labels) == 1 else None,
        format_func=lambda key: labels.get(key, key),
        placeholder="Choisir un projet",
        filter_mode="contains",
        # Another selection is another list: what was chosen may not be in it.
        key=f"history-project-{crc32(' '.join(labels).encode())}",
    )
