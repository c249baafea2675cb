"""The sheet of one programme: what it is, its figures over time, its targets, its projects in the inventory."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import figure, folded, project_list, table
from components.figures.table import Column
from components.maps import project_map
from components.text import formats
from components.text.plain import said
from components.views.programmes import gaps, sentences, series_figures, waves
from components.visit import navigation
from components.visit.visit import Visit
from data.published import programme_sheets, series
from data.published.programme_sheets import NO_PROGRAMME
from data.query.projects import Rows
from data.query.selection import DEFAULT, Selection

_FACTS: Final = (Column("rubrique", "Rubrique"), Column("contenu", "Contenu", link="adresse"))


def draw(selection: Selection, name: str) -> None:
    """Draw the sheet of a programme. name: one of `programme_sheets.names`."""
    navigation.link("programmes", "Tous les programmes", replace(selection, scheme=None), icon=":material/arrow_back:")
    _identity(name)
    everything = series_figures.points(Visit.current())
    rows = everything[everything["fiche"] == name]
    if rows.empty:
        st.info(said("Aucun chiffre daté n'est relevé sous ce nom."))
    listed = _projects(name, everything)
    if subjects := (_published(rows, name) if len(rows) else {}) | listed:
        folded.tabs(f"sheet-{name}", subjects)


def _published(rows: pd.DataFrame, name: str) -> dict[str, Callable[[], None]]:
    """What its published figures tell, a subject at a time. rows: its points."""
    found: dict[str, Callable[[], None]] = {}
    if waves.has_waves(rows):
        found["Vague par vague"] = lambda: waves.draw(rows)
    if series_figures.any_in("fiche", name):
        found["Dans le temps"] = lambda: series_figures.draw_all("fiche", name)
    return found | gaps.subjects(rows["serie"]) | {"Tous les chiffres": lambda: _every_figure(rows, name)}


def _identity(name: str) -> None:
    """What the table of programmes says of it, its source, and the other names it is cited under."""
    programmes = Visit.current().edition().table("programmes")
    found = programmes[programmes["programme"] == name]
    if found.empty:
        st.markdown(
            said(
                "Ces chiffres ne citent aucun programme."
                if name == NO_PROGRAMME
                else "Ce nom, cité par des chiffres ou des projets, n'est pas l'un des programmes décrits."
            )
        )
        return
    (row,) = found.to_dict("records")
    st.markdown(said(row["description"]))
    table.draw(pd.DataFrame(_facts(row)), _FACTS, caption=f"Fiche : {name}")


def _facts(row: Mapping[Any, Any]) -> list[dict[str, Any]]:
    noms = Visit.current().edition().table("noms_programmes")
    aliases = noms.loc[noms["programme"] == row["programme"], "nom_cite"].tolist()
    cents = row["enveloppe_centimes"]
    envelope = None if pd.isna(cents) else sentences.envelope(cents)
    told = None if pd.isna(row["source_date"]) else formats.when(row["source_date"])
    lines = [
        ("Porteur", row["porteur"], None),
        ("Début", _date(row["debut"]), None),
        ("Fin", _date(row["fin"]), None),
        ("Périmètre", row["perimetre"], None),
        ("Enveloppe publiée", envelope, None),
        ("Source", row["source_editeur"] + (f", {told}" if told else ""), row["source_url"]),
        ("Cité aussi comme", " ; ".join(aliases) or None, None),
    ]
    return [{"rubrique": rubric, "contenu": text, "adresse": link} for rubric, text, link in lines]


def _date(text: Any) -> str | None:
    return None if pd.isna(text) else formats.when(text)


def _every_figure(rows: pd.DataFrame, name: str) -> None:
    """Each published figure of the programme, in the words of its source."""
    figure.tabular(
        series_figures.described(
            rows,
            key="chiffres",
            title=f"{name} : tous les chiffres publiés",
            coverage=f"{formats.counted(len(rows), 'chiffre publié', 'chiffres publiés')}, "
            f"en {formats.counted(rows['serie'].nunique(), 'série')}",
            wording=True,
        )
    )


def _projects(name: str, points: pd.DataFrame) -> dict[str, Callable[[], None]]:
    """Say how many of its projects are in the inventory, out of how many published; return what lists them."""
    visit = Visit.current()
    inventory = visit.showing(DEFAULT.dataset).project_table()
    sheets = programme_sheets.of_projects(inventory, visit.edition().table("noms_programmes"))
    projects = np.flatnonzero(sheets == name)
    total = series.published_total(points, name)
    if not len(projects):
        st.markdown(said(sentences.no_project(total)))
        return {}
    st.markdown(said(sentences.project_coverage(len(projects), total)))
    return {f"Ses projets ({formats.number(len(projects))})": lambda: _list(projects)}


def _list(projects: Rows) -> None:
    """Its projects, rows of the inventory, where they are, and the way to filter them."""
    inventory = Visit.current().inventory.project_table()
    cited = replace(DEFAULT, programmes=tuple(inventory["programme"].iloc[projects].unique()))
    ordered = project_list.sorted_rows(projects, cited.dataset)
    project_list.draw(ordered, cited.dataset)
    figure.downloads(project_list.described(ordered, cited))
    project_map.draw(inventory.iloc[ordered], cited.dataset)
    navigation.link("projets", "Filtrer ces projets", cited)
