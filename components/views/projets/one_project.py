"""One project: text, company, amounts with nature and date, history, sources, place, what is around."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import figure, project_list, table
from components.figures.figure import Figure
from components.figures.table import Column
from components.maps import locator_map
from components.places import near_projects
from components.text import formats, measure_labels
from components.text.formats import typeset
from components.text.plain import said
from components.views.projets import history, journal
from components.visit import navigation
from components.visit.visit import Visit
from data.places import proximity
from data.places.belonging import SITE_SEPARATOR
from data.query.selection import Selection
from data.words.levels import NATIONAL
from data.words.place_keys import place_key
from data.words.quantities import AIDE, QUANTITIES
from data.words.vocabulary import INVENTORY

_AROUND: Final = 6  # as high as the map beside them
_MAP_HEIGHT: Final = 280  # px: with the facts of the project above, on the screen of a laptop
_NONE_ASKED: Final = "Cette page montre un projet : le choisir dans la page Projets, ou par la recherche, en haut."
_NOT_FOUND: Final = (
    "Aucun projet ne porte cet identifiant dans les données montrées : il a pu être réuni à un autre, ou être d'une "
    "autre table. La page Projets les liste tous."
)
_FACTS: Final = (Column("donnee", "Donnée"), Column("valeur", "Valeur", link="lien"))
_OF: Final = {"investissement": "d'investissement annoncé", "aide": "d'aide publique", "emplois": "emplois annoncés"}


def draw(selection: Selection) -> None:
    """Draw the page of the project of the selection, or say that there is none of this name."""
    project = found(selection.project)
    if project is None:
        st.title("Projet", anchor=False)
        st.markdown(typeset(_NONE_ASKED if selection.project is None else _NOT_FOUND))
        navigation.link("projets", "Tous les projets", replace(selection, project=None))
        return
    st.title(said(project["projet"]), anchor=False)
    st.caption(said(identity(project)))
    with st.container(key="finding"):
        st.markdown(said(finding(project)))
    _ways_out(project, selection)
    if not pd.isna(project["resume"]):
        st.markdown(said(project["resume"]))
    _facts(project)
    if project["source_id"] == INVENTORY:
        st.header(typeset("Ce qu'il est devenu"), anchor=False)
        history.of_project(project)
        _corrections(project)
    if not pd.isna(project["code_insee"]):
        _around(project, selection)


def found(identifier: str | None) -> "pd.Series[Any] | None":
    """The project of an identifier: a row of the table that the visit shows, or of the inventory."""
    visit = Visit.current()
    for projects in (visit.project_table(), visit.inventory.project_table()):
        rows = projects[projects["id_projet"] == identifier]
        if len(rows):
            return rows.iloc[0]
    return None


def identity(project: "pd.Series[Any]") -> str:
    """« ProLogium – Bourbourg – Batteries… – Choose France, 2023 »."""
    year = "" if pd.isna(project["annee"]) else f", {project['annee']}"
    parts = [project[name] for name in ("entreprise", "commune", "filiere", "programme")]
    return " – ".join(str(part) for part in parts if not pd.isna(part)) + year


def finding(project: "pd.Series[Any]") -> str:
    """« 5,2 Md€ d'investissement annoncé, 1,5 Md€ d'aide publique (subvention), 3 000 emplois ; en construction. »"""
    told = [
        f"{measure_labels.amount(project[each.column] / each.held_in, key)} {_OF[key]}" + _kind(project, key)
        for key, each in QUANTITIES.items()
        if not pd.isna(project[each.column])
    ]
    amounts = ", ".join(told) if told else "Aucun montant publié"
    status = "" if pd.isna(project["statut"]) else f" ; {project['statut'].lower()}"
    seen = "" if pd.isna(project["statut_date"]) else f" ({formats.when(str(project['statut_date']))})"
    return f"{amounts}{status}{seen if status else ''}."


def _kind(project: "pd.Series[Any]", key: str) -> str:
    kind = project["nature_aide"]
    return f" ({kind})" if key == AIDE.key and not pd.isna(kind) else ""


def _ways_out(project: "pd.Series[Any]", selection: Selection) -> None:
    visit = Visit.current()
    back = replace(selection, project=None)
    with st.container(horizontal=True, gap="small", key="project-links"):
        navigation.link("projets", "Tous les projets", back)
        if not pd.isna(project["entreprise"]):
            name = str(project["entreprise"])
            navigation.link("entreprise", said(name), replace(back, company=name))
        for key in _holders(project):
            place = visit.place(key)
            navigation.link("territoire", said(f"{place.nom} ({place.genre.lower()})"), replace(back, places=(key,)))


def _holders(project: "pd.Series[Any]") -> list[str]:
    """The keys of the commune of a project and of the places that hold it."""
    columns = {"commune": "code_insee", **{level.key: level.column for level in NATIONAL}}
    kinds = {"commune": "commune", **{level.key: level.kind for level in NATIONAL}}
    return [place_key(kinds[key], str(project[name])) for key, name in columns.items() if not pd.isna(project[name])]


def _facts(project: "pd.Series[Any]") -> None:
    """Everything that the row says, one line each, with its source."""
    known = [each for each in project_list.COLUMNS if each.name in project and not pd.isna(project[each.name])]
    said_of = pd.DataFrame(
        [
            {
                "donnee": each.label,
                "valeur": each.format(project[each.name]),
                "lien": project[each.link] if each.link else None,
            }
            for each in known
            if each.name != "projet"
        ]
    )
    # Facts of all kinds: no order, and no row to seek.
    table.draw(said_of, _FACTS, caption=formats.typeset(str(project["projet"])), whole=False)
    sites = [] if pd.isna(project["communes_du_site"]) else str(project["communes_du_site"]).split(SITE_SEPARATOR)
    if len(sites) > 1:
        names = formats.joined([Visit.current().place(place_key("commune", code)).nom for code in sites])
        st.caption(said(f"Le site s'étend sur {names} : le projet compte une fois, dans la première."))


def _corrections(project: "pd.Series[Any]") -> None:
    """What was corrected since its source, each with the page that proves it; nothing where all is as published."""
    log = Visit.current().edition().table("corrections")
    own = log[log["id_projet"] == project["id_projet"]]
    if own.empty:
        return
    st.header(said("Ce qui a été corrigé depuis sa source"), anchor=False)
    table.draw(journal.readable(own), journal.CHANGE, caption=formats.typeset("Corrections, chacune avec sa preuve"))


def _around(project: "pd.Series[Any]", selection: Selection) -> None:
    """The map of its commune and the nearest other projects."""
    visit = Visit.current()
    place = visit.place(place_key("commune", str(project["code_insee"])))
    table_of = visit.project_table()
    others = visit.matching(replace(selection, project=None))
    others = others[(table_of["id_projet"] != project["id_projet"]).to_numpy()[others]]
    at = visit.commune_rows()[others]
    here = others[np.isin(at, place.rows)]
    ranks, distances = proximity.nearest(visit.places().globe, place.rows, at)
    every = table_of.iloc[np.concatenate([here, others[ranks]])]
    every = every.assign(distance_km=np.concatenate([np.zeros(len(here)), distances]))
    listed = near_projects.rows(every, len(here))
    columns = near_projects.columns(listed)
    described = Figure.of(
        selection,
        key="autour-du-projet",
        title=f"Autour : {place.nom} et moins de {formats.number(proximity.NEAR_KM)} km",
        coverage=f"{formats.counted(len(listed), 'autre projet', 'autres projets')} ; distances à vol d'oiseau, entre "
        "les centres des communes",
        rows=listed,
        columns=columns,
        export=lambda: project_list.exported(near_projects.as_projects(listed), visit.edition()).round(
            {"distance_km": 1}
        ),
    )
    with figure.around(described):
        left, right = st.columns([5, 6], gap="medium")
        with left:
            dots = pd.concat([project.to_frame().T, every])
            locator_map.draw(place, dots, key="map-project", height=_MAP_HEIGHT)
        with right:
            table.draw(listed.head(_AROUND), columns, caption="Les plus proches", height=_MAP_HEIGHT + 50)
