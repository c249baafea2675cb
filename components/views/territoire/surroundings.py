"""What is in a place and around it, on a map and in a list: its largest projects, then the nearest ones."""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from components.figures import figure, project_list, table
from components.figures.figure import Figure
from components.figures.table import Column
from components.maps import locator_map, official_points
from components.places import near_projects
from components.text import formats
from components.text.plain import said
from components.views.territoire import official_files
from components.views.territoire.page import Sheet, sought
from components.visit import provenance
from components.visit.visit import Visit, of_edition
from data.places import proximity
from data.query.projects import Rows
from data.words.levels import KINDS
from data.words.vocabulary import INVENTORY

_LISTED: Final = 8  # what stands beside the map without making it longer
_OWN: Final = 4  # of the eight, where others are near: both are seen without scrolling
_MAP_HEIGHT: Final = 230  # px: key figures, map and list are the first screen of a laptop
_LEGEND: Final = 50  # px under the map


def draw(shown: Sheet) -> None:
    """Draw the map beside the list, and the table of all under them."""
    visit, rows = Visit.current(), near_projects.rows(shown.every, len(shown.rows))
    with figure.around(_figure(shown, rows)):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            official = official_points.file(visit) if visit.dataset == INVENTORY else None
            locator_map.draw(shown.place, rows, key="map-sheet", height=_MAP_HEIGHT, official=official)
        with right:
            listed = rows.iloc[_listed(shown)]
            if listed.empty:
                st.markdown("Aucun projet de la sélection ne peut être situé par rapport à ce lieu.")
            else:
                caption, columns = _caption(shown, len(listed)), near_projects.columns(rows)
                table.draw(listed, columns, caption=caption, height=_MAP_HEIGHT + _LEGEND)
        for told in (sought(shown), _beside(shown) if official else ""):
            if told:
                st.caption(said(told))


def _listed(shown: Sheet) -> Rows:
    """The rows that stand beside the map: a few of the place, then the nearest ones; of the place alone where there are
    no others.
    """
    ranks = np.arange(len(shown.every))
    kept = ranks if shown.near.empty else ranks[(ranks < _OWN) | (ranks >= len(shown.rows))]
    return kept[:_LISTED]


def _beside(shown: Sheet) -> str:
    """What the official files hold of industry in the place, never added to the inventory."""
    visit = Visit.current()
    held = shown.place.holds(visit.official_industry())
    count = formats.counted(int(held.sum()), "ligne") if held.any() else "aucune ligne"
    here = f"Fichiers officiels : {count} de l'industrie dans {KINDS[shown.place.kind].here}"
    doubled = int(_doubled(visit)[held].sum())
    if doubled:
        verb = "semblent" if doubled > 1 else "semble"
        here += f", dont {formats.number(doubled)} {verb} aussi dans l'inventaire"
    return f"{here}. Les points violets ne s'ajoutent pas à l'inventaire, et les filtres n'y changent rien."


@of_edition()
def _doubled(visit: Visit) -> npt.NDArray[np.bool_]:
    """Which rows of `official_industry` the inventory seems to hold too."""
    return official_files.doubled(visit.official_industry(), visit.edition().table("doublons")).to_numpy(dtype=bool)


def finding(shown: Sheet) -> str:
    """« Autour : 7 projets à moins de 30 km », « Ici : 3 projets ; autour : 7 à moins de 30 km »."""
    near = f"{formats.number(shown.within)} à moins de {formats.number(proximity.NEAR_KM)} km"
    if not len(shown.rows):
        count = formats.counted(shown.within, "projet")
        if shown.near.empty:
            return "Autour"
        if not shown.within:
            return "Autour : les projets les plus proches"
        return f"Autour : {count} à moins de {formats.number(proximity.NEAR_KM)} km"
    own = f"Ici : {formats.counted(len(shown.rows), 'projet')}"
    return own if shown.near.empty else f"{own} ; autour : {near}"


def _caption(shown: Sheet, listed: int) -> str:
    every = len(shown.every)
    rest = f" ; {formats.number(every - listed)} autres dans le tableau" if every > listed else ""
    if not len(shown.rows):
        return f"Du plus proche au plus lointain{rest}"
    near = ", puis les plus proches" if len(shown.near) else ""
    return f"Les plus gros ici{near}{rest}"


def _figure(shown: Sheet, rows: pd.DataFrame) -> Figure:
    visit, view = Visit.current(), replace(shown.selection, measure="investissement")
    told = near_projects.shown(rows)
    known = int(rows[told.column].notna().sum())
    return Figure(
        key="autour",
        title=finding(shown),
        source=shown.source,
        coverage=f"{formats.coverage(known, len(rows), told.having, told.lacking)} ; distances à vol d'oiseau, entre "
        "les centres des communes",
        rows=rows,
        columns=[*near_projects.columns(rows), Column("source_editeur", "Source", link="source_url")],
        export=lambda: project_list.exported(near_projects.as_projects(rows), visit.edition()).round(
            {"distance_km": 1}
        ),
        filters=(shown.place.nom, *provenance.filter_lines(view)),
        edition_id=visit.edition_id,
    )
