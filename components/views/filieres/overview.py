"""All the filières of a selection: what each has, how they lie over régions, which territories lead, ways to each."""

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.figures import figure, folded
from components.figures.section import Section
from components.figures.table import Column, coverage_column
from components.text import formats, measure_labels
from components.text.formats import percent, typeset
from components.text.plain import said
from components.views.filieres import matrix, quotients, sector_figure, sentences
from components.views.filieres.sector_figure import NO_SECTOR
from components.visit import navigation, page_environment
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.query.measures import MEASURES
from data.query.projects import NONE
from data.query.selection import Selection
from data.spread import sectors
from data.spread.shares import MEASURED
from data.words.quantities import QUANTITIES, Quantity

_LEADERS: Final = 5  # five: there is one table of them per filière


def draw(selection: Selection) -> None:
    """Draw the view of all the filières, or of those that the selection keeps."""
    view = sentences.viewed(selection)
    visit = Visit.current()
    found = visit.asked(sectors.by_sector, view)
    if not found.loc[found["filiere"] != NONE, "n"].any():
        st.info(typeset("La sélection n'a aucun projet de filière connue à répartir."))
        return
    st.markdown(_told(visit, view))
    sector_figure.controls(selection)
    names = _order(visit, view)["filiere"].tolist()
    _sectors(visit, view, page_environment.narrow()).draw()
    _links(found, selection)
    matrix.draw(view, names)
    folded.section("quotients", "Où chaque filière est spécialisée", view, (quotients.draw,))
    folded.section("tetes", "Le territoire en tête de chaque filière", view, (partial(_leaders, names),))


@kept(SECTIONS)
def _told(visit: Visit, view: Selection) -> str:
    """A line for each quantity: the filière that leads it."""
    found = visit.asked(sectors.by_sector, view)
    told = filter(None, (sentences.leading(found[found["grandeur"] == key]) for key in MEASURED))
    return "\n".join(f"- {said(sentence)}" for sentence in told)


@kept(SECTIONS)
def _order(visit: Visit, view: Selection) -> pd.DataFrame:
    return sector_figure.wide(visit.asked(sectors.by_sector, view), view.measure)


@kept(SECTIONS)
def _sectors(visit: Visit, view: Selection, narrow: bool) -> Section:
    """What each filière has: bars of the measure, and a table of every quantity with its coverage."""
    found, order = visit.asked(sectors.by_sector, view), _order(visit, view)
    title = f"{MEASURES[view.measure].label} par filière"
    rows = order.assign(filiere=order["filiere"].replace({NONE: NO_SECTOR}))
    described = sector_figure.described(
        view,
        key="filieres",
        title=title,
        coverage=sector_figure.told_coverage(view, aid=True),
        rows=rows,
        columns=_SECTOR_COLUMNS,
        export=lambda: found,
    )
    own = {f"{view.measure}_{column}": column for column in ("valeur", "connus", "n")}
    named = rows.rename(columns={"filiere": "nom", **own})
    return Section(described, sector_figure.bars(named, view, noun="Filière", title=title, narrow=narrow))


def _leaders(order: list[str], view: Selection) -> None:
    """The territory that leads each filière, or those that tie."""
    visit = Visit.current()
    territories = replace(view, level="territoires")
    table = sectors.leaders(visit.projects(), visit.places(), territories, view.measure, _LEADERS)
    figure.tabular(
        sector_figure.described(
            territories,
            key="tetes",
            title=f"Territoires en tête de chaque filière, phase {view.phase}",
            coverage=f"Selon : {MEASURES[view.measure].label.lower()}. Les fichiers ont les {_LEADERS} premiers de "
            "chaque filière et leurs ex æquo ; une filière sans territoire en tête n'y a rien de connu",
            rows=pd.DataFrame([_led(name, table[table["filiere"] == name]) for name in order]),
            columns=_leader_columns(view),
            export=sector_figure.exported(table, view.measure),
        )
    )


def _led(name: str, table: pd.DataFrame) -> dict[str, Any]:
    """The first territories of a filière, as a line of the table. table: of `sectors.leaders`, this filière."""
    first = table[table["rang"] == 1]
    line: dict[str, Any] = {"filiere": name or NO_SECTOR, "territoires": None, "valeur": None, "part": None}
    if first.empty:
        return line
    value, part = first["valeur"].iloc[0], 100 * first["part"].iloc[0]
    return line | {"territoires": sentences.enumerated(first["nom"]), "valeur": value, "part": part}


def _links(found: pd.DataFrame, selection: Selection) -> None:
    """The way to the view of each filière that has a project."""
    st.header("Voir une filière", anchor=False)
    counted = found[(found["grandeur"] == "projets") & (found["n"] > 0) & (found["filiere"] != NONE)]
    with st.container(horizontal=True, gap="small", key="sector-links"):
        for name, count in zip(counted["filiere"], counted["n"], strict=True):
            label = said(f"{name} ({formats.number(count)})")
            navigation.link("filieres", label, replace(selection, filieres=(name,)))


def _leader_columns(view: Selection) -> list[Column]:
    return [
        Column("filiere", "Filière"),
        Column("territoires", "En tête"),
        Column("valeur", f"{measure_labels.column_label(view)}, chacun", measure_labels.exact(view), numeric=True),
        Column("part", "Part de la filière, chacun", percent, numeric=True),
    ]


def _quantity_columns(quantity: Quantity) -> tuple[Column, ...]:
    write = formats.millions if measure_labels.is_euros(quantity.key) else formats.number
    return (
        Column(f"{quantity.key}_valeur", measure_labels.heading(quantity), write, numeric=True),
        Column(quantity.known, quantity.known_heading, formats.number, numeric=True),
        coverage_column(f"{quantity.key}_couverture"),
        Column(f"{quantity.key}_part", "Part du connu", percent, numeric=True),
    )


_SECTOR_COLUMNS: Final = (
    Column("filiere", "Filière"),
    Column("projets_valeur", "Projets", formats.number, numeric=True),
    Column("projets_part", "Part", percent, numeric=True),
    *chain.from_iterable(map(_quantity_columns, QUANTITIES.values())),
)
