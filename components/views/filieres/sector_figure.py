"""What the figures of filières share: what they say of themselves, the wide table of quantities, the measure chosen."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.charts import bar_charts
from components.drawn import chart
from components.figures import coverage_notes, key_figures
from components.figures.figure import Figure
from components.figures.section import Part
from components.levels import filter_bar
from components.text import aid_kinds, coverages, measure_labels
from components.text.formats import typeset
from components.text.plain import said
from components.visit.visit import Visit
from data.query import aggregation, coverage, measures
from data.query.measures import MEASURES
from data.query.projects import NONE
from data.query.selection import Selection
from data.spread.shares import MEASURED
from data.words.quantities import AIDE
from data.words.vocabulary import PHASES

NO_SECTOR: Final = "Sans filière"
_OPTIONS: Final = {key: MEASURES[key].label for key in MEASURED}


def described(view: Selection, **parts: Any) -> Figure:
    """A figure of a view, with its source and its filters."""
    numbers = key_figures.of_selection(Visit.current().projects(), view)
    return Figure.of(view, numbers=numbers, **parts)


def told_coverage(view: Selection, *, aid: bool = False) -> str:
    """What the sums of a view cover; what the aid is made of, where it is what is measured or among the columns."""
    projects = Visit.current().projects()
    covered = measure_labels.coverage(view, aggregation.aggregate(projects, view).iloc[0])
    return aid_kinds.beside(covered, projects, view) if aid or view.measure == AIDE.key else covered


def controls(selection: Selection) -> None:
    """What is shown and of which territories; says so where the measure of the selection does not add up."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="sector-controls"):
        filter_bar.choose("measure", _OPTIONS, "Mesure")
        filter_bar.choose("phase", PHASES, "Périmètres")
    if selection.measure not in MEASURED:
        label = MEASURES[selection.measure].label
        st.caption(said(f"{label} : ce rapport ne se répartit pas entre filières ; la page montre les projets."))


def wide(found: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One row per filière, the greatest first: valeur, connus, n, couverture and part (in %) of each quantity, as
    « aide_part ».

    found: of `sectors.by_sector`.
    """
    shares = found.assign(part=100 * found["part"])
    table = pd.concat(
        [
            rows.set_index("filiere")[["valeur", "connus", "n", "couverture", "part"]].add_prefix(f"{grandeur}_")
            for grandeur, rows in shares.groupby("grandeur")
        ],
        axis=1,
    )
    order = [f"{measure}_valeur", "projets_valeur", "filiere"]
    return table.reset_index().sort_values(order, ascending=[False, False, True], ignore_index=True)


def bars(rows: pd.DataFrame, view: Selection, *, noun: str, title: str, narrow: bool) -> list[Part]:
    """Bars of the values above 0 of the measure of a view, in their order; what says so where there is none.

    rows: nom (unique), valeur, connus, n; noun: what the names are.
    """
    every, rows = rows, rows[rows["valeur"] > 0]
    rows = rows.assign(
        texte=rows["valeur"].map(measure_labels.short(view)),
        fragile=False,
        propre=False,
        faible=coverage.weak(rows["connus"], rows["n"]),
        couverture=coverages.each(rows["connus"], rows["n"]),
    )
    if rows.empty:
        none = "Aucune valeur connue pour cette mesure : en choisir une autre, ou élargir les filtres."
        return [partial(st.info, typeset(none))]
    drawing = chart.ready(
        rows,
        bar_charts.bars(rows, noun=noun, narrow=narrow),
        alt=f"{title} : barres horizontales. En tête : {rows['nom'].iloc[0]}, {rows['texte'].iloc[0]}.",
    )
    return [drawing, *coverage_notes.of(coverage_notes.of_rows(every, "nom", MEASURES[view.measure].having))]


def exported(table: pd.DataFrame, measure: str) -> Callable[[], pd.DataFrame]:
    """A table of values as its files hold it: what they are and their unit, the names of régions beside their codes."""

    def export() -> pd.DataFrame:
        told = table.assign(mesure=MEASURES[measure].label, unite=measures.unit(measure))
        return told.assign(region=told["code_region"].map(region_names(told))) if "code_region" in told else told

    return export


def region_names(table: pd.DataFrame) -> dict[str, str]:
    """The régions of a table by code, in French order."""
    present = set(table["code_region"])
    known = {code: name for code, name in Visit.current().vocabulary().regions.items() if code in present}
    return known | ({NONE: "Sans région"} if NONE in present else {})
