"""Filières by régions: the measure in each cell of a table of two entries, and every share in the table of values."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import coverage_notes, heat_table, links, section
from components.figures.heat_table import Cell, Heat
from components.figures.section import Part, Section
from components.figures.table import EMPTY, Column, coverage_column
from components.text import formats, measure_labels
from components.text.formats import Formatter, joined, percent
from components.views.filieres import sector_figure
from components.views.filieres.sector_figure import NO_SECTOR, region_names
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.query import coverage
from data.query.measures import MEASURES
from data.query.projects import NONE
from data.query.selection import Selection
from data.spread import sectors
from data.words.numbers import MILLION

_EVERY_SECTOR: Final = "Toutes les filières"
_EVERY_REGION: Final = "Toutes les régions"
_HOW_TO_READ: Final = (
    "Filières et régions sont rangées par leur total ; une case est d'autant plus foncée que sa valeur est grande, "
    f"selon la légende. Case vide : aucun projet ; « {EMPTY} » : aucune valeur connue. Le tableau et les fichiers "
    "donnent les parts de la filière, de la région et du total"
)
_HALF_MILLION: Final = MILLION // 2  # euros: under it, whole millions would read as nothing
_SHARES: Final = ("part", "part_ligne", "part_colonne")


def draw(view: Selection, order: Sequence[str]) -> None:
    """Draw the matrix of the measure of a view, its filières in this order."""
    _section(Visit.current(), view, tuple(order)).draw()


@kept(SECTIONS)
def _section(visit: Visit, view: Selection, order: tuple[str, ...]) -> Section:
    table = visit.asked(sectors.matrix, view, view.measure)
    names = region_names(table)
    unit = " (M€)" if measure_labels.is_amount(view) else ""
    title = f"{MEASURES[view.measure].label}{unit} : filière et région"
    filled = table[table["n"] > 0]
    rows = filled.assign(
        filiere=filled["filiere"].replace({NONE: NO_SECTOR}),
        region=filled["code_region"].map(names),
        **{share: 100 * filled[share] for share in _SHARES},
    )
    described = sector_figure.described(
        view,
        key="matrice",
        title=title,
        coverage=f"{sector_figure.told_coverage(view)}. {_HOW_TO_READ}",
        rows=rows,
        columns=_columns(view),
        export=sector_figure.exported(table, view.measure),
    )
    legend = heat_table.legend(filled["valeur"].to_numpy(), _short(view), caption="Ce que disent les teintes")
    empty = [name for code, name in names.items() if code not in set(filled["code_region"])]
    return Section(
        described,
        [
            heat_table.ready(_heat(filled, order, names, view, title)),
            *([partial(st.html, legend)] if legend else []),
            *_notes(filled, names, view),
            *section.remark(f"Sans projet dans la sélection : {joined(empty)}." if empty else ""),
        ],
    )


def _notes(filled: pd.DataFrame, names: Mapping[str, str], view: Selection) -> list[Part]:
    """What dashes mean, and a warning between régions: the one between filières is under their bars."""
    having = MEASURES[view.measure].having
    regions = filled.groupby("code_region", sort=False)[["connus", "n"]].sum().reset_index()
    between = coverage_notes.of_rows(regions.assign(nom=regions["code_region"].map(names)), "nom", having)
    return [*coverage_notes.legend(coverage_notes.of_rows(filled, "filiere")), *coverage_notes.warnings(between)]


def _heat(filled: pd.DataFrame, order: Sequence[str], names: Mapping[str, str], view: Selection, title: str) -> Heat:
    """The matrix, totals first, the greatest before the others. filled: the rows of `sectors.matrix`
    that have a project; order: of the filières.
    """
    short = _short(view)
    cells = _cells(filled, short)
    regions, filieres = (filled.groupby(key)["valeur"].sum(min_count=1) for key in ("code_region", "filiere"))
    codes = regions.sort_values(ascending=False, kind="stable", na_position="last").index.tolist()
    whole = filled["valeur"].sum(min_count=1)
    rows = {_EVERY_SECTOR: [Cell(_read(value, short)) for value in (whole, *regions[codes])]}
    for name in (name for name in order if name in filieres.index):
        inside = (cells.get((name, code), Cell("")) for code in codes)
        rows[name or NO_SECTOR] = [Cell(_read(filieres[name], short)), *inside]
    # Another name than that of the table of values, for those who go from one region of the page to the next.
    caption = f"{title}, à double entrée"
    headings = [_EVERY_REGION, *(names[code] for code in codes)]
    legend = heat_table.steps(filled["valeur"].to_numpy(), short)
    return Heat("Filière", headings, rows, caption, compact=True, legend=legend)


def _short(view: Selection) -> Formatter:
    """A value in a cell of forty pixels: whole millions of euros, or a whole number."""
    return _millions if measure_labels.is_amount(view) else measure_labels.short(view)


def _millions(euros: float) -> str:
    return f"<{formats.NBSP}1" if 0 < euros < _HALF_MILLION else formats.number(euros / MILLION)


def _cells(filled: pd.DataFrame, short: Formatter) -> dict[tuple[str, str], Cell]:
    colours = heat_table.tints(filled["valeur"].to_numpy())
    columns = (filled[name] for name in ("filiere", "code_region", "valeur"))
    weak = coverage.weak(filled["connus"], filled["n"]).tolist()
    return {
        (filiere, code): Cell(_read(value, short), "", tint, ink, dashed)
        for filiere, code, value, (tint, ink), dashed in zip(*columns, colours, weak, strict=True)
    }


def _read(value: float, short: Formatter) -> str:
    return EMPTY if pd.isna(value) else short(value)


def _columns(view: Selection) -> list[Column]:
    return [
        Column("filiere", "Filière"),
        Column("region", "Région", view=links.situation("region")),
        Column("valeur", measure_labels.column_label(view), measure_labels.exact(view), numeric=True),
        Column("part_ligne", "Part de la filière", percent, numeric=True),
        Column("part_colonne", "Part de la région", percent, numeric=True),
        Column("part", "Part du total", percent, numeric=True),
        Column("connus", "Projets comptés", formats.number, numeric=True),
        Column("n", "Sur", formats.number, numeric=True),
        coverage_column(),
    ]
