"""The history of a project, or of some: what became of it, when, and the page that shows each step."""

from typing import Final

import pandas as pd
import streamlit as st

from components.figures import links, table
from components.figures.table import Column
from components.text import formats
from components.text.plain import said
from components.visit.visit import Visit
from data.places import history

_HEIGHT: Final = 420  # px, then it scrolls
_PROJECT: Final = Column("projet", "Projet", view=links.project)
_COLUMNS: Final = (
    Column("date", "Date", formats.when),
    Column("statut", "Statut"),
    Column("remarque", "Ce que la source précise"),
    Column("source_editeur", "Source", link="source_url"),
)


def of_projects(projects: pd.DataFrame) -> None:
    """The dated events of some projects of the inventory, the last first. projects: rows of the table of projects."""
    events = Visit.current().edition().table("evenements")
    told = projects.set_index("id_projet")["projet"]
    own = events[events["id_projet"].isin(told.index)].sort_values("date", ascending=False, kind="stable")
    rows = own.assign(projet=own["id_projet"].map(told))
    table.draw(rows, (_PROJECT, *_COLUMNS), caption="Ce que sont devenus ces projets", height=_HEIGHT)


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
