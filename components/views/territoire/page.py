"""The sheet of a place: what is read once for all of its sections, its heading, and the ways out of it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import ways
from components.figures.ways import Way
from components.look import templating
from components.places import place_sentences
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import navigation, provenance
from components.visit.visit import Visit
from data.places import proximity, sheet, summary
from data.places.place import Place
from data.places.sheet import Kin
from data.query.projects import Rows
from data.query.selection import Selection
from data.words.place_keys import split
from data.words.vocabulary import INVENTORY

_HOLDERS: Final = ("region", "departement", "epci")  # from the largest


@dataclass(frozen=True)
class Sheet:
    """A place under a selection.

    selected: the positions of the selected projects in the table of projects; rows: of those in the place, the largest
    first; kin: the places of its kind.
    """

    place: Place
    selection: Selection
    selected: Rows
    rows: Rows
    kin: Kin

    @cached_property
    def every(self) -> pd.DataFrame:
        """The projects of the place, the largest first, then those around it, the nearest first: rows of the table of
        projects by their position, with distance_km, 0 in the place.

        A région has none around, for its own fill the map.
        """
        visit, around, distances = Visit.current(), self.selected[:0], np.empty(0)
        if self.place.kind != "region":
            at = visit.commune_rows()[self.selected]
            ranks, distances = proximity.nearest(visit.places().globe, self.place.rows, at)
            around = self.selected[ranks]
        found = visit.project_table().iloc[np.concatenate([self.rows, around])]
        return found.assign(distance_km=np.concatenate([np.zeros(len(self.rows)), distances]))

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The projects of the place."""
        return self.every.iloc[: len(self.rows)]

    @cached_property
    def near(self) -> pd.DataFrame:
        """The projects around the place."""
        return self.every.iloc[len(self.rows) :]

    @cached_property
    def within(self) -> int:
        """How many of `near` are within `proximity.NEAR_KM`."""
        return int((self.near["distance_km"] <= proximity.NEAR_KM).sum())

    @cached_property
    def standings(self) -> pd.DataFrame:
        """Where the place stands among its kin."""
        return sheet.standings(self.kin, self.place.code)

    @cached_property
    def sums(self) -> "pd.Series[Any]":
        """The sums of its projects."""
        return Visit.current().sums(self.selection, self.place)

    @cached_property
    def totals(self) -> summary.Totals:
        """The totals of the place."""
        return summary.totals(self.sums)

    @cached_property
    def source(self) -> str:
        """The source line of its figures, which speak of perimeters and of inhabitants."""
        return provenance.source_line(replace(on_map(self.place, self.selection), denominator="habitants"))


def sheet_of(key: str, selection: Selection) -> Sheet:
    """The sheet of the place of a key under the filters of a selection."""
    visit = Visit.current()
    place = visit.place(key)
    selected = visit.matching(selection)
    own = selected[place.holds(visit.project_table())[selected]]
    rows = sheet.largest_first(visit.projects(), own)
    return Sheet(place, selection, selected, rows, visit.kin(selection, place))


def heading(shown: Sheet) -> None:
    """Name, ways out, what it is and what holds it, the main fact in large type."""
    place = shown.place
    with st.container(key="sheet-heading", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="sheet-title"):
            st.title(said(place.nom), anchor=False)
            with st.container(horizontal=True, gap="small", key="sheet-links", width="content"):
                navigation.link("carte", "Voir sur la carte", on_map(place, shown.selection))
                navigation.link("comparer", "Comparer", replace(shown.selection, places=(place.key,)))
                navigation.link("besoins", "Dispositifs pour un besoin", replace(shown.selection, places=(place.key,)))
        st.html(_breadcrumb(place))
        with st.container(key="finding"):
            st.markdown(said(finding(shown)))


def finding(shown: Sheet) -> str:
    """The main fact of the place."""
    filtered = bool(shown.selection.active())
    return place_sentences.finding(shown.place, shown.totals, shown.near, filtered=filtered)


def _breadcrumb(place: Place) -> str:
    """« Auvergne-Rhône-Alpes › Puy-de-Dôme › Commune – 1 442 habitants (2023), 73 km² », each holder a link."""
    visit = Visit.current()
    keys = {split(key)[0]: key for key in visit.holders(place.key)}
    holders = [visit.place(keys[kind]) for kind in _HOLDERS if kind in keys]
    # The places that hold it tell it apart, where there are some.
    identity = place_sentences.identity(replace(place, situation="") if holders else place)
    links = [(typeset(each.nom), navigation.sheet_href(each.key)) for each in holders]
    return templating.render("breadcrumb", holders=links, identity=typeset(identity))


def sought(shown: Sheet) -> str:
    """When projects were last sought in a place without any of the inventory; "" where this says nothing."""
    if len(shown.rows) or shown.selection.dataset != INVENTORY or shown.selection.active():
        return ""
    return _sought(shown.place)


def _sought(place: Place) -> str:
    """When projects were last sought: in vain in the territory of a place, else anywhere."""
    visit = Visit.current()
    sought = visit.table("recherches").set_index("id_territoire")
    code = visit.places().communes.at[place.code, "id_territoire_2"] if place.kind == "commune" else place.code
    if code in sought.index:
        row = sought.loc[str(code)]
        day = formats.when(str(row["date"]))
        where = "dans son territoire " if place.kind == "commune" else ""
        return f"Cherché {where}le {day}, sans rien trouver : {row['ou']}. Ce n'est pas dire qu'il n'y en a pas."
    last = max(*sought["date"], *visit.table("verifications")["verifie_le"])
    return (
        f"Dernières recherches de l'inventaire : {formats.when(last)}, par produit, entreprise et territoire, non "
        "commune par commune. Ce n'est pas dire qu'il n'y en a pas."
    )


def neighbours(shown: Sheet) -> None:
    """Links to the places of the same level that share a border with this one."""
    visit = Visit.current()
    keys = visit.neighbours(shown.place.key)
    ways.draw(
        "Voisins", [Way(visit.place(key).nom, navigation.sheet_href(key)) for key in keys], key="sheet-neighbours"
    )


def on_map(place: Place, selection: Selection) -> Selection:
    """The map where a place is seen, with the same filters: its level; for a commune, those of its
    département; for a perimeter, those of the only one that it is in, else the départements.
    """
    if place.kind == "commune":
        zone = str(Visit.current().places().communes.at[place.code, "code_departement"])
        return replace(selection, level="communes", zone=zone)
    if place.chosen:
        return _perimeter_on_map(place, selection)
    level, _, phase = place.level.partition("-")
    return replace(selection, level=level, phase=int(phase) if phase else selection.phase, zone=None)


def _perimeter_on_map(place: Place, selection: Selection) -> Selection:
    inside = Visit.current().places().communes.loc[place.communes, "code_departement"].unique()
    if len(inside) == 1:
        return replace(selection, level="communes", zone=str(inside[0]))
    return replace(selection, level="departements", zone=None)
