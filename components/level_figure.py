"""The figures of one level: its map, its ranking, and the table that both are drawn from."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from components import charts, formats, measure_text, page_environment, provenance, store
from components.figure import Figure
from components.formats import Formatter, typeset
from components.plain import plain
from components.table import Column
from data import outputs, query
from data.places import Places, level_table, ranked
from data.projects import Projects
from data.selection import Selection

RANKING_LENGTH = 15


def build(projects: Projects, places: Places, selection: Selection, key: str) -> tuple[Figure, pd.DataFrame]:
    """What the map and the ranking of a level say beside their pictures, and the level's table."""
    table = level_table(projects, places, selection)
    total = query.aggregate(projects, selection).iloc[0]
    figure = Figure(
        key=key,
        title=measure_text.title(selection, places.title(selection)),
        source=provenance.source_line(selection),
        coverage=_coverage(selection, table, total),
        rows=ranked(table),
        columns=columns(selection),
        export=partial(outputs.level_output, table, selection),
        filters=provenance.filter_lines(selection),
        edition_id=store.edition().id,
    )
    return figure, table


def national(selection: Selection) -> Selection:
    """The same view on the whole country: the communes of a zone give way to the territories."""
    return replace(selection, level="territoires", zone=None) if selection.level == "communes" else selection


def columns(selection: Selection) -> list[Column]:
    """The columns of the ranking: rank, place, value, what it rests on, population."""
    counts = [Column("projets", "Projets", formats.number, numeric=True)]
    if selection.measure == "projets" and selection.denominator == "aucun":
        value = counts
    else:
        exact = measure_text.exact(selection)
        value = [
            Column("valeur", measure_text.column_label(selection), exact, numeric=True),
            Column("connus", "Projets comptés", formats.number, numeric=True),
            *counts,
        ]
    return [
        Column("nom", "Nom"),
        Column("precision_nom", "Situation"),
        Column("rang", "Rang", formats.number, numeric=True),
        *value,
        Column("population", "Population", formats.number, numeric=True),
    ]


def draw_ranking(table: pd.DataFrame, selection: Selection, figure: Figure) -> None:
    """The first rows of the table of a figure, as bars under a heading of their own."""
    best = ranked(table)
    count = min(RANKING_LENGTH, int((best["valeur"] > 0).sum()))
    if count:
        st.markdown(f"**{plain(f'Les {count} premiers')}**" if count > 1 else "**Le premier**")
    if draw_bars(figure, best, selection):
        st.caption(plain(typeset(f"Les mêmes valeurs que le tableau ci-dessus. {figure.source}")))


def draw_bars(figure: Figure, order: pd.DataFrame, selection: Selection, own: str | None = None) -> bool:
    """The first places of a ranking as bars; says so when none has a value above zero, and returns False.

    order: rows as `ranked` returns them, or with one of them moved to the top. own: the code of the one to set apart.
    """
    best = order.head(RANKING_LENGTH)
    best = best[best["valeur"] > 0]
    if best.empty:
        st.info("Aucune valeur connue pour cette mesure dans la sélection : élargir les filtres ou changer de mesure.")
        return False
    short = measure_text.short(selection)
    rows = pd.DataFrame(
        {
            "nom": _distinct(best),
            "valeur": best["valeur"].to_numpy(),
            "texte": [_read(short, *row) for row in best[["valeur", "connus", "fragile"]].itertuples(index=False)],
            "fragile": best["fragile"].to_numpy(),
            "propre": best.index == own,
        }
    )
    first = f"{rows['nom'].iloc[0]}, {rows['texte'].iloc[0]}"
    st.vega_lite_chart(
        rows,
        charts.bars(rows, narrow=page_environment.narrow()),
        width="stretch",
        alt=f"{figure.title} : barres horizontales. En tête : {first}.",
    )
    return True


def _read(short: Formatter, value: float, known: int, fragile: bool) -> str:
    """A rate on one or two projects says so beside its value."""
    return f"{short(value)} ({formats.counted(known, 'projet')})" if fragile else short(value)


def _distinct(rows: pd.DataFrame) -> list[str]:
    """Names that a chart can use as labels: the situation is added where two places share a name."""
    twice = rows["nom"].duplicated(keep=False)
    return rows["nom"].where(~twice, rows["nom"] + " (" + rows["precision_nom"] + ")").tolist()


def _coverage(selection: Selection, table: pd.DataFrame, total: "pd.Series[int]") -> str:
    """What the sums cover, and how many projects are in no place of the level."""
    if selection.level == "communes":
        return measure_text.coverage(selection, table[list(query.COLUMNS)].sum())
    covered = measure_text.coverage(selection, total)
    outside = int(total["projets"] - table["projets"].sum())
    if not outside:
        return covered
    verb = "sont" if outside > 1 else "est"
    place = (
        "de toute intercommunalité" if selection.level == "epci" else f"des territoires de la phase {selection.phase}"
    )
    return f"{covered} ; {formats.counted(outside, 'projet')} de la sélection {verb} hors {place}"
