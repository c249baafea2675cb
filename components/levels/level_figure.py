"""The figure of one level: what its map and its ranking say beside their pictures, and the table of both."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

import pandas as pd

from components.figures import key_figures, links
from components.figures.figure import Figure
from components.figures.table import Column, coverage_column
from components.maps import level_map
from components.maps.level_map import LevelMap
from components.text import aid_kinds, formats, measure_labels
from components.visit.kept import kept
from components.visit.visit import Visit
from data.documents.plates import Number
from data.places import country
from data.places.levels import View, ranked
from data.query import aggregation, outputs
from data.query.level_keys import level_shown
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.quantities import AIDE

_VIEWS: Final = 32  # tables of a level: 0.1 MB of territories, 0.6 of all EPCI


def build(selection: Selection, key: str, *, gap: bool = False) -> tuple[Figure, LevelMap]:
    """What the map and the ranking of a level say beside their pictures, and the map.

    gap: with how far from the country each place is, in the table and in what is made of it.
    """
    return _built(Visit.current(), selection, key, gap)


@kept(_VIEWS)
def _built(visit: Visit, selection: Selection, key: str, gap: bool) -> tuple[Figure, LevelMap]:
    view, places = _view(visit, selection.viewed()), visit.places()
    table = country.beside(view, places) if gap else view.table
    title = f"{measure_labels.per(selection)}, écart à la France" if gap else measure_labels.per(selection)
    figure = Figure.of(
        selection,
        key=key,
        title=f"{title} – {places.title(selection)}",
        coverage=_coverage(view, visit.projects()),
        rows=ranked(table),
        columns=columns(selection, level_shown(selection).key, gap=gap),
        export=partial(outputs.level_output, table, selection),
        numbers=partial(_numbers, view, float(table["france"].iloc[0]) if gap and len(table) else None),
    )
    return figure, level_map.of(table, selection)


@kept(_VIEWS)
def _view(visit: Visit, viewed: Selection) -> View:
    return View.of(visit.projects(), visit.places(), viewed)


def _numbers(view: View, france: float | None) -> tuple[Number, ...]:
    """The sums of what the view counts, after the value of the country where places are held against it."""
    sums = key_figures.of_sums(_total(view))
    if france is None:
        return sums
    value = measure_labels.short(view.selection)(france)
    said = measure_labels.of_country(view.selection, france).partition(value)[2]
    return Number("France", value, said.strip()), *sums


def national(selection: Selection) -> Selection:
    """The same view on the whole country: the communes of a zone give way to the territories."""
    return replace(selection, level="territoires", zone=None) if selection.level == "communes" else selection


def columns(selection: Selection, level: str, *, gap: bool = False) -> list[Column]:
    """The columns of the ranking of a level: rank, place, value, how far from the country it is, what it rests on,
    population.
    """
    counts = [Column("projets", "Projets", formats.number, numeric=True)]
    covered = [] if selection.measure == "projets" else [coverage_column()]
    if selection.measure == "projets" and selection.denominator == "aucun":
        value = counts
    else:
        exact = measure_labels.exact(selection)
        value = [
            Column("valeur", measure_labels.column_label(selection), exact, numeric=True),
            *([_gap_column(selection)] if gap else []),
            Column("connus", "Projets comptés", formats.number, numeric=True),
            *counts,
            *covered,
        ]
    return [
        Column("nom", "Nom", view=links.place(level)),
        Column("precision_nom", "Situation", view=links.situation("precision_nom")),
        Column("rang", "Rang", formats.number, numeric=True),
        *value,
        Column("population", "Population", formats.number, numeric=True),
    ]


def _gap_column(selection: Selection) -> Column:
    label = f"Écart à la France ({measure_labels.gap_unit(selection)})"
    return Column("ecart", label, measure_labels.gap_exact(selection), numeric=True)


def _coverage(view: View, projects: Projects) -> str:
    """What the sums cover, how many projects are in no place of the level; what an aid is made of."""
    covered = _placed(view, aggregation.unplaced(projects, view.selection))
    return aid_kinds.beside(covered, projects, view.selection) if view.selection.measure == AIDE.key else covered


def _total(view: View) -> "pd.Series[Any]":
    """The sums of all that is counted: of a level of communes, those that are shown."""
    return view.table[list(aggregation.COLUMNS)].sum() if view.selection.level == "communes" else view.total


def _placed(view: View, lost: int) -> str:
    """lost: the projects in no known commune."""
    selection, table = view.selection, view.table
    if selection.level == "communes":
        return measure_labels.coverage(selection, _total(view))
    covered = measure_labels.coverage(selection, view.total)
    outside = int(view.total["projets"] - table["projets"].sum()) - lost
    if outside:
        verb = "sont" if outside > 1 else "est"
        covered += (
            f" ; {formats.counted(outside, 'projet')} de la sélection {verb} hors {level_shown(selection).outside}"
        )
    if lost:
        covered += f" ; {formats.counted(lost, 'projet non localisé', 'projets non localisés')}"
    return covered
