"""What is in a place and around it, on a map and in a list: its largest projects, then the nearest ones."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

import pandas as pd
import streamlit as st

from components.figures import figure, table
from components.figures.figure import Figure
from components.figures.table import Column
from components.maps import locator_map, official_points
from components.places import near_projects
from components.text import formats
from components.text.plain import said
from components.views.territoire import official_files
from components.views.territoire.page import Sheet, sought
from components.visit import provenance
from components.visit.visit import Visit
from data.places import proximity, sheet
from data.query import outputs
from data.words.levels import KINDS
from data.words.vocabulary import INVENTORY

_LISTED: Final = 8  # what stands beside the map without making it longer
_OWN: Final = 4
_MAP_HEIGHT: Final = 230
_LEGEND: Final = 50  # px under the map


@dataclass(frozen=True)
class Surroundings:
    """own: the projects of the place, the largest first; near: those around it, the nearest first, with distance_km."""

    own: pd.DataFrame
    near: pd.DataFrame

    @classmethod
    def of(cls, shown: Sheet) -> Self:
        """The surroundings of a sheet; a région has none, for its own projects fill the map."""
        own = shown.projects.sort_values(
            ["investissement_centimes", "aide_centimes", "id_projet"],
            ascending=[False, False, True],
            na_position="last",
        )
        if shown.place.kind == "region":
            return cls(own, own.head(0).assign(distance_km=0.0))
        communes = Visit.current().places().communes
        return cls(own, proximity.nearest_projects(communes, shown.place.communes, shown.selected))

    @cached_property
    def within(self) -> int:
        """How many of `near` are within `proximity.NEAR_KM`."""
        return int((self.near["distance_km"] <= proximity.NEAR_KM).sum())


def draw(shown: Sheet, found: Surroundings) -> None:
    """Draw the map beside the list, and the table of all under them."""
    visit, rows = Visit.current(), near_projects.rows(found.own, found.near)
    with figure.around(_figure(shown, found, rows)):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            official = official_points.file(visit) if visit.dataset == INVENTORY else None
            locator_map.draw(shown.place, rows, key="map-sheet", height=_MAP_HEIGHT, official=official)
        with right:
            listed = rows.drop(index=range(_OWN, max(_OWN, len(found.own)))) if len(found.near) else rows
            listed = listed.head(_LISTED)
            if listed.empty:
                st.markdown("Aucun projet de la sélection ne peut être situé par rapport à ce lieu.")
            else:
                caption, columns = _caption(found, len(listed)), near_projects.columns(rows)
                table.draw(listed, columns, caption=caption, height=_MAP_HEIGHT + _LEGEND)
        for told in (sought(shown), _beside(shown) if official else ""):
            if told:
                st.caption(said(told))


def _beside(shown: Sheet) -> str:
    """What the official files hold of industry in the place, never added to the inventory."""
    visit = Visit.current()
    rows = sheet.rows_in(visit.official_industry(), shown.place)
    count = formats.counted(len(rows), "ligne") if len(rows) else "aucune ligne"
    here = f"Fichiers officiels : {count} de l'industrie dans {KINDS[shown.place.kind].here}"
    doubled = int(official_files.doubled(rows, visit.edition().table("doublons")).sum())
    if doubled:
        verb = "semblent" if doubled > 1 else "semble"
        here += f", dont {formats.number(doubled)} {verb} aussi dans l'inventaire"
    return f"{here}. Les points violets ne s'ajoutent pas à l'inventaire, et les filtres n'y changent rien."


def finding(found: Surroundings) -> str:
    """« Autour : 7 projets à moins de 30 km », « Ici : 3 projets ; autour : 7 à moins de 30 km »."""
    near = f"{formats.number(found.within)} à moins de {formats.number(proximity.NEAR_KM)} km"
    if found.own.empty:
        count = formats.counted(found.within, "projet")
        if found.near.empty:
            return "Autour"
        if not found.within:
            return "Autour : les projets les plus proches"
        return f"Autour : {count} à moins de {formats.number(proximity.NEAR_KM)} km"
    own = f"Ici : {formats.counted(len(found.own), 'projet')}"
    return own if found.near.empty else f"{own} ; autour : {near}"


def _caption(found: Surroundings, listed: int) -> str:
    every = len(found.own) + len(found.near)
    rest = f" ; {formats.number(every - listed)} autres dans le tableau" if every > listed else ""
    if found.own.empty:
        return f"Du plus proche au plus lointain{rest}"
    near = ", puis les plus proches" if len(found.near) else ""
    return f"Les plus gros ici{near}{rest}"


def _figure(shown: Sheet, found: Surroundings, rows: pd.DataFrame) -> Figure:
    view = replace(shown.selection, measure="investissement")
    told = near_projects.shown(rows)
    known = int(rows[told.column].notna().sum())
    return Figure(
        key="autour",
        title=finding(found),
        source=shown.source,
        coverage=f"{formats.coverage(known, len(rows), told.having, told.lacking)} ; distances à vol d'oiseau, entre "
        "les centres des communes",
        rows=rows,
        columns=[*near_projects.columns(rows), Column("source_editeur", "Source", link="source_url")],
        export=lambda: outputs.project_output(near_projects.plain(rows)).round({"distance_km": 1}),
        filters=(shown.place.nom, *provenance.filter_lines(view)),
        edition_id=Visit.current().edition_id,
    )
