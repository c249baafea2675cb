"""One company: what is known of it, the sums of its projects, where they are, what became of them, their sources."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import figure, key_figures, project_list, table
from components.figures.figure import Figure
from components.figures.table import Column
from components.maps import locator_map, project_map
from components.places import near_projects, place_sentences, status_ladder
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.views.projets import history
from components.visit import navigation
from components.visit.visit import Visit
from data.places.summary import totals
from data.query import aggregation, aid
from data.query.selection import Selection
from data.words.levels import LEVELS
from data.words.place_keys import place_key
from data.words.text import name_words
from data.words.vocabulary import INVENTORY

_MAP_HEIGHT: Final = 280  # px: half of the list of its projects beside it
_MOST_OTHERS: Final = 12  # two lines of links: a word that more companies share names none of them
_NONE_ASKED: Final = "Cette page montre les projets d'une entreprise : la chercher par son nom, en haut."
_NOT_FOUND: Final = (
    "Aucun projet des données montrées n'est d'une entreprise de ce nom. La recherche, en haut, trouve les "
    "entreprises par les premières lettres de leur nom."
)
_NAMED: Final = 3  # filières or communes of a company, under its name
_LEAST_LETTERS: Final = 3  # of a name sought in another
_LARGEST: Final = ["investissement_centimes", "aide_centimes", "id_projet"]
# The levels that may hold all of its projects, the smallest first.
_HELD_IN: Final = ("communes", "departements", "regions")
_SUPPORT: Final = (
    Column("accelerateur", "Accompagnée par", link="source_url"),
    Column("annee", "Année", numeric=True),
    Column("projet", "Projet"),
    Column("description", "Ce qui en est dit", wide=True),
    Column("source_editeur", "Source"),
)


def draw(selection: Selection) -> None:
    """Draw the page of the company of the selection, or say that no project has it."""
    visit, name = Visit.current(), selection.company
    every = visit.project_table()
    held = (every["entreprise"] == name).to_numpy(dtype=bool, na_value=False)
    positions = np.flatnonzero(held)
    own = every.iloc[positions].sort_values(_LARGEST, ascending=[False, False, True], na_position="last")
    if name is None or own.empty:
        st.title("Entreprise", anchor=False)
        st.markdown(typeset(_NONE_ASKED if name is None else _NOT_FOUND))
        navigation.link("projets", "Tous les projets", replace(selection, company=None))
        return
    st.title(said(name), anchor=False)
    st.caption(said(identity(own)))
    rows = np.intersect1d(aggregation.matching(visit.projects(), selection), positions)
    selected = own[own["id_projet"].isin(every["id_projet"].iloc[rows])]
    _sums(selection, selected, len(own), rows)
    _projects(selection, selected if len(selected) else own)
    status_ladder.draw_of(status_ladder.with_stopped(selection, held), selection)
    if visit.dataset == INVENTORY:
        st.header("Ce que sont devenus ses projets", anchor=False)
        history.of_projects(own)
        _support(name)
    _others(name, every["entreprise"], selection)


def identity(own: pd.DataFrame) -> str:
    """« Entreprise – Batteries et électronique de puissance – Douai, Nord – de 2019 à 2025 ». own: its projects."""
    parts = [_few(own[column]) for column in ("filiere", "commune")]
    years = own["annee"].dropna()
    span = [f"de {years.min()} à {years.max()}" if years.nunique() > 1 else f"{years.min()}"] if len(years) else []
    return " – ".join(part for part in ("Entreprise", *parts, *span) if part)


def _few(values: "pd.Series[str]") -> str:
    """« Saint-Vulbas, Feyzin et 3 autres » : the most frequent values, and how many are not named; "" for none."""
    names = list(values.dropna().value_counts().index)
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} autres"]
    return formats.joined(names) if names else ""


def _sums(selection: Selection, selected: pd.DataFrame, every: int, rows: Any) -> None:
    """The finding, then the sums of its selected projects, and how many are left out."""
    visit = Visit.current()
    found = totals(aggregation.aggregate(visit.projects(), selection, rows=rows).iloc[0])
    with st.container(key="finding"):
        told = place_sentences.in_short(found) if found.projects else "Aucun de ses projets n'est dans la sélection."
        st.markdown(said(told))
    if len(selected):
        key_figures.draw(found, f"sur {formats.number(every)} {visit.shown().within}")
        key_figures.note(found, aid.kinds(visit.projects(), rows))


def _projects(selection: Selection, shown: pd.DataFrame) -> None:
    """The map of its projects beside their list."""
    visit, listed = Visit.current(), near_projects.rows(shown.assign(distance_km=0.0), len(shown))
    columns = [*near_projects.columns(listed), Column("source_editeur", "Source", link="source_url")]
    described = Figure.of(
        selection,
        key="de-l-entreprise",
        title=formats.counted(len(shown), "projet"),
        coverage="Le plus gros montant connu d'abord",
        rows=listed,
        columns=columns,
        export=lambda: project_list.exported(near_projects.as_projects(listed), visit.edition()).drop(
            columns="distance_km"
        ),
    )
    with figure.around(described):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _map(shown, selection.dataset)
        with right:
            table.draw(listed, columns, caption="Du plus gros montant connu au plus petit", height=_MAP_HEIGHT * 2)


def _map(shown: pd.DataFrame, dataset: str) -> None:
    """The place that holds them all among its neighbours, or the country."""
    for level in (LEVELS[key] for key in _HELD_IN):
        codes = shown[level.column].dropna().unique()
        if len(codes) == 1:
            place = Visit.current().place(place_key(level.kind, str(codes[0])))
            locator_map.draw(place, shown, key="map-company", height=_MAP_HEIGHT)
            return
    if shown["code_insee"].notna().any():
        project_map.draw_open(shown, dataset, key="map-company-country")


def _support(name: str) -> None:
    """The accelerators that accompanied it; nothing where none is known."""
    known = Visit.current().edition().table("accompagnes")
    own = known[known["entreprise"] == name]
    if len(own):
        st.header(typeset("Qui l'a accompagnée"), anchor=False)
        table.draw(own, _SUPPORT, caption="Accompagnements connus")


def _others(name: str, names: "pd.Series[str]", selection: Selection) -> None:
    """Links to the companies whose name holds this one, or is held by it: « Orano » and « Orano et XTC »."""
    counts = names.value_counts()
    told = [str(each) for each in counts.index if each != name]
    words = [f" {line} " for line in name_words("\n".join(told)).split("\n")]
    sought = f" {name_words(name)} "
    found = [
        each
        for each, line in zip(told, words, strict=True)
        if min(len(line), len(sought)) >= _LEAST_LETTERS + 2 and (sought in line or line in sought)
    ]
    if not found:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="other-names"):
        st.markdown(typeset("Noms proches :"), width="content")
        for each in found[:_MOST_OTHERS]:
            label = f"{each} ({formats.counted(int(counts[each]), 'projet')})"
            navigation.link("entreprise", said(label), replace(selection, company=each))
