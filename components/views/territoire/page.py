"""The sheet of a place: what is read once for all of its sections, its heading, and the ways out of it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from components.figures import key_figures
from components.places import place_sentences
from components.text import formats
from components.text.plain import said
from components.visit import navigation, provenance
from components.visit.visit import Visit
from data.places import sheet, summary
from data.places.place import Place, around
from data.places.sheet import Kin
from data.query import aggregation, aid
from data.query.selection import Selection
from data.words.levels import KINDS


@dataclass(frozen=True)
class Sheet:
    """A place under a selection.

    projects: the selected projects of the place, rows of the table of projects by their position; kin: the places of
    its kind; standings: as `sheet.standings` returns them, on `kin`.
    """

    place: Place
    selection: Selection
    projects: pd.DataFrame
    kin: Kin
    standings: pd.DataFrame

    @cached_property
    def sums(self) -> "pd.Series[Any]":
        """The row of the place in `kin`."""
        return self.kin.sums.loc[[self.place.code]].iloc[0]

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
    rows = aggregation.matching(visit.projects(), selection)
    kin = visit.kin(selection, place)
    projects = sheet.rows_in(visit.project_table(), rows, place)
    return Sheet(place, selection, projects, kin, sheet.standings(kin, place.code))


def heading(shown: Sheet) -> None:
    """Name, identity, main facts, key figures, links to the places around and back to the map."""
    visit = Visit.current()
    place = shown.place
    st.title(said(place.nom), anchor=False)
    st.markdown(said(place_sentences.identity(place)))
    _ways_out(shown)
    kinds = aid.kinds(visit.projects(), shown.projects.index.to_numpy())
    key_figures.draw(shown.totals, f"sur {formats.number(len(visit.projects()))} {visit.shown().within}", kinds)
    for sentence in place_sentences.facts(place, shown.totals, shown.standings, shown.projects):
        st.markdown(f"- {said(sentence)}")


def _ways_out(shown: Sheet) -> None:
    visit = Visit.current()
    with st.container(horizontal=True, gap="small", key="sheet-links"):
        navigation.link("carte", "Voir sur la carte", on_map(shown.place, shown.selection))
        navigation.link("comparer", "Comparer", replace(shown.selection, places=(shown.place.key,)))
        if shown.place.kind == "commune":
            for key in around(visit.places(), shown.place.code):
                other = visit.place(key)
                label = f"{other.nom} ({other.genre.lower()})"
                navigation.link(
                    "territoire",
                    said(label),
                    replace(shown.selection, places=(key,)),
                    icon=KINDS[other.kind].icon,
                )


def on_map(place: Place, selection: Selection) -> Selection:
    """The map where a place is seen, with the same filters: its level; for a commune, those of its département."""
    if place.kind == "commune":
        zone = str(Visit.current().places().communes.at[place.code, "code_departement"])
        return replace(selection, level="communes", zone=zone)
    level, _, phase = place.level.partition("-")
    return replace(selection, level=level, phase=int(phase) if phase else selection.phase, zone=None)
