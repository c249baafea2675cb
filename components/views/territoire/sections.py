"""What a sheet says in full, one subject at a time: only the open one is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from components.figures import ways
from components.figures.ways import Way
from components.meeting import sought
from components.places import nearby, place_sentences
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.views.territoire import (
    answer,
    kindred,
    local_figures,
    official_files,
    perimeter_history,
    ready_sites,
    sheet_figures,
)
from components.views.territoire.page import Sheet
from components.visit import navigation
from data.places import sheet


@dataclass(frozen=True)
class _Section:
    label: str
    shown: bool
    draw: Callable[[], None]


def draw(shown: Sheet) -> None:
    """Draw the sections that have something to say of a place."""
    told = [section for section in _sections(shown) if section.shown]
    # Named after the place: another one opens on its own first subject.
    tabs = st.tabs([typeset(section.label) for section in told], key=f"sheet-{shown.place.told}", on_change="rerun")
    for tab, section in zip(tabs, told, strict=True):
        if tab.open or sought.any_figure():
            with tab:
                section.draw()


def _sections(shown: Sheet) -> tuple[_Section, ...]:
    place, having = shown.place, len(shown.rows) > 0
    dated = having and bool(shown.projects["annee"].notna().any())
    return (
        _Section("Projets", having, lambda: _projects(shown)),
        _Section("Dans le temps", dated, lambda: sheet_figures.over_time(shown)),
        _Section("Rang", having and not place.chosen, lambda: _rank(shown)),
        _Section("Communes", place.kind != "commune", lambda: sheet_figures.members(shown)),
        _Section("Périmètre", place.kind == "territoire", lambda: perimeter_history.draw(place, shown.selection)),
        _Section("Structures d'appui", True, lambda: nearby.draw(place)),
        _Section("Voisins et semblables", kindred.known(place), lambda: kindred.draw(shown)),
        _Section("Fichiers officiels", official_files.known(place), lambda: official_files.draw(place)),
        _Section("Sites clés en main", ready_sites.known(place), lambda: ready_sites.draw(place)),
        _Section("Chiffres publiés", local_figures.known(place), lambda: local_figures.draw(place)),
        _Section("Répondre", True, lambda: answer.draw(shown)),
    )


def _projects(shown: Sheet) -> None:
    _sectors(shown)
    standing = sheet.by_projects(shown.kin, shown.place.code)
    facts = place_sentences.facts(shown.place, shown.totals, standing, shown.projects)
    st.markdown("\n".join(f"- {said(sentence)}" for sentence in facts))
    sheet_figures.projects(shown)
    sheet_figures.life(shown)


def _sectors(shown: Sheet) -> None:
    """Links to the same sheet under each filière of its projects, the most frequent first; nothing under one alone."""
    counts = shown.projects["filiere"].value_counts()
    if len(counts) < 2:
        return
    sectors = [
        Way(
            f"{name} ({formats.number(int(count))})",
            navigation.href("territoire", replace(shown.selection, filieres=(str(name),))),
        )
        for name, count in counts.items()
    ]
    ways.draw("Par filière", sectors, key="sheet-sectors")


def _rank(shown: Sheet) -> None:
    sheet_figures.standings(shown)
    sheet_figures.ranked(shown)
