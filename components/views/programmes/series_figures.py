"""Figures of published series: what is read of an edition, the chart of each figure, or its values where they are too
few for one, the table of any points.
"""

from typing import Final

import pandas as pd
import streamlit as st

from components.charts import time_chart
from components.drawn import chart
from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.section import Section
from components.figures.table import Column
from components.text import formats
from components.text.formats import when
from components.views.programmes import sentences
from components.views.programmes.sentences import amount, editors, lines_of, published
from components.visit import page_environment
from components.visit.visit import Visit, of_edition
from data.files import exports
from data.published import series

_AMOUNTS: Final = ("€", "%")
COLUMNS: Final = (
    Column("serie", "Série"),
    Column("perimetre", "Périmètre", view=links.keyed("lieu")),
    Column("date", "Date", when),
    Column("dit", "Valeur publiée", numeric=True),
    Column("nature", "Nature"),
    Column("famille", "Qui compte"),
    Column("source_editeur", "Source", link="source_url"),
    Column("note", "Note"),
)
"""The columns of a table of points; `with_texts` makes `dit`."""
_TOLD_COLUMNS: Final = (
    Column("figure", "Ce qui est compté"),
    Column("valeurs", "Valeurs publiées", wide=True),
)
WORDING: Final = Column("indicateur", "Libellé publié")
_LEAST_DATES: Final = 3  # of a line
_KEPT_PICTURES: Final = 64  # themes and sheets, each of a dozen charts at most


@of_edition()
def points(visit: Visit) -> pd.DataFrame:
    """Every published figure in its series: `series.points`."""
    tables = (visit.edition().table(name) for name in ("indicateurs", "series", "unites", "noms_programmes"))
    return series.points(*tables)


@of_edition()
def targets(visit: Visit) -> pd.DataFrame:
    """Every target beside the last figure of its series: `series.targets`."""
    return series.targets(points(visit), visit.edition().table("objectifs"))


def with_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Points with their value as it reads, in `dit`."""
    return rows.assign(dit=[published(*pair) for pair in zip(rows["valeur"], rows["unite"], strict=True)])


def any_in(column: str, value: str) -> bool:
    """Whether `draw_all` has something to draw."""
    return bool(_shown(Visit.current(), column, value))


def draw_all(column: str, value: str) -> None:
    """The figures of a theme or of a sheet, two abreast where there is room, then those of too few points for a line.

    column: « theme » or « fiche ».
    """
    visit = Visit.current()
    pictures = _pictures(visit, column, value, page_environment.narrow())
    for start in range(0, len(pictures), 2):
        for place, picture in zip(st.columns(2, gap="large"), pictures[start : start + 2], strict=False):
            with place:
                picture.draw()
    if (told := _told(visit, column, value)) is not None:
        figure.tabular(*told)


def _is_line(shown: pd.DataFrame) -> bool:
    """Whether a figure has a line of three dates: two points say a difference, not a course."""
    return bool(shown.groupby(series.LINE)["position"].nunique().max() >= _LEAST_DATES)


@of_edition(_KEPT_PICTURES)
def _told(visit: Visit, column: str, value: str) -> tuple[Figure, str] | None:
    """A row per figure without a chart, which says the values of each of its lines with their dates; then written."""
    few = [shown for shown in _shown(visit, column, value).values() if not _is_line(shown)]
    if not few:
        return None
    points = pd.concat(few)
    ordered = with_texts(points).sort_values("position", kind="stable")
    dated = ordered["dit"] + " (" + ordered["date"].map(when) + ")"
    lines = dated.groupby([ordered["figure"], pd.Series(lines_of(ordered), index=ordered.index)]).agg(", ".join)
    rows = [
        {"figure": name, "valeurs": " ; ".join(f"{line} : {told}" for line, told in lines[name].items())}
        for name in dict.fromkeys(points["figure"])
    ]
    found = Figure(
        key="peu-de-dates",
        title="Une ou deux dates : les valeurs publiées",
        source=f"{editors(points)}. Édition {visit.edition_id}.",
        coverage=f"{formats.counted(len(points), 'chiffre publié', 'chiffres publiés')} ; une courbe demande trois "
        "dates de même définition",
        rows=pd.DataFrame(rows),
        columns=_TOLD_COLUMNS,
        export=lambda: exported(points),
        filters=(),
        edition_id=visit.edition_id,
    )
    return found, figure.write(found)


def described(rows: pd.DataFrame, *, title: str, key: str, coverage: str, wording: bool = False) -> Figure:
    """Points as a figure: a table that links each to its source, and files with every column."""
    visit = Visit.current()
    columns = (WORDING, *COLUMNS) if wording else COLUMNS
    return Figure(
        key=key,
        title=title,
        source=f"{editors(rows)}. Édition {visit.edition_id}.",
        coverage=coverage,
        rows=with_texts(rows),
        columns=columns,
        export=lambda: exported(rows),
        filters=(),
        edition_id=visit.edition_id,
    )


def exported(rows: pd.DataFrame) -> pd.DataFrame:
    """Points as they leave in a file: without what only draws them."""
    return rows.drop(columns=["position", "semestre", "figure", "total_de"])


@of_edition(_KEPT_PICTURES)
def _pictures(visit: Visit, column: str, value: str, narrow: bool) -> tuple[Section, ...]:
    """The charts, in the order of their series."""
    every = points(visit)
    every = every[every[column] == value]
    return tuple(
        _picture(every[every["figure"] == name], shown, narrow=narrow)
        for name, shown in _shown(visit, column, value).items()
        if _is_line(shown)
    )


@of_edition(_KEPT_PICTURES)
def _shown(visit: Visit, column: str, value: str) -> dict[str, pd.DataFrame]:
    """The points of the figures that have two dates at least, by figure, in the order of their series."""
    rows = points(visit)
    rows = rows[rows[column] == value]
    found = {str(name): series.drawn(rows, str(name)) for name in dict.fromkeys(rows["figure"].dropna())}
    return {name: shown for name, shown in found.items() if shown["position"].nunique() > 1}


def _picture(every: pd.DataFrame, shown: pd.DataFrame, *, narrow: bool) -> Section:
    """The chart of one figure. every: its points, for the table; shown: those of the chart."""
    title, unit = str(shown["figure"].iloc[0]), str(shown["unite_commune"].iloc[0])
    spoken = shown.assign(
        ligne=lines_of(shown),
        valeur=shown["valeur_commune"],
        quand=shown["date"].map(when),
        texte=with_texts(shown)["dit"],
        source=shown["source_editeur"],
    )
    lines = list(dict.fromkeys(spoken["ligne"]))
    marks = time_chart.ticks(shown["valeur_commune"].tolist(), lambda value: _tick(value, unit))
    span = (shown["position"].min(), shown["position"].max())
    return Section(
        described(
            every,
            title=title,
            key=f"serie-{exports.file_name(title, '').rstrip('.')}",
            coverage=_coverage(shown, every, unit, min(marks)),
        ),
        [
            chart.ready(
                spoken[["ligne", "position", "valeur", "quand", "texte", "source"]],
                time_chart.chart(lines, span, marks, narrow=narrow),
                alt=_alt(title, spoken),
            )
        ],
    )


def _coverage(shown: pd.DataFrame, every: pd.DataFrame, unit: str, lowest: float) -> str:
    """How many points, in what unit, and what the chart leaves to the table."""
    named = {"€": ", en euros courants", "%": ""}.get(unit, f", en {unit}")
    parts = [f"{formats.counted(len(every), 'chiffre publié', 'chiffres publiés')}{named}"]
    if len(shown) < len(every):
        parts.append("le graphique montre la France, le tableau tous les périmètres")
    if lowest > 0:
        parts.append("l'axe ne part pas de zéro")
    parts.append("une ligne ne relie que des points de même définition")
    return " ; ".join(parts)


def _alt(title: str, spoken: pd.DataFrame) -> str:
    last = spoken.sort_values("position", kind="stable").iloc[-1]
    return f"{title} : points datés. Le dernier : {last['ligne']}, {last['texte']} ({last['quand']})."


def _tick(value: float, unit: str) -> str:
    return amount(value, unit) if unit in _AMOUNTS else sentences.number(value)
