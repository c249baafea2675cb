"""All the filières of a selection: what each has, how they lie over régions, which territories lead, ways to each."""

from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import (
    figure,
    formats,
    measure_text,
    navigation,
    quotient_view,
    sector_matrix,
    sectors_figure,
    sectors_text,
    store,
)
from components.figure import said
from components.formats import percent
from components.sectors_figure import NO_SECTOR
from components.table import Column
from data import query, sectors
from data.measures import MEASURES
from data.projects import NONE
from data.selection import Selection
from data.spread import MEASURED

_LEADERS: Final = 5


def draw(selection: Selection) -> None:
    """Draw the view of all the filières, or of those that the selection keeps."""
    view = sectors_text.viewed(selection)
    found = sectors.by_sector(store.projects(), view)
    if not found.loc[found["filiere"] != NONE, "n"].any():
        st.info("La sélection n'a aucun projet de filière connue à répartir.")
        return
    for key in MEASURED:
        sentence = sectors_text.leading(found[found["grandeur"] == key])
        if sentence:
            st.markdown(f"- {said(sentence)}")
    sectors_figure.controls(selection)
    order = sectors_figure.wide(found, view.measure)
    _sectors(found, order, view)
    _links(found, selection)
    sector_matrix.draw(view, order["filiere"].tolist())
    quotient_view.draw(view)
    _leaders(order["filiere"].tolist(), view)


def _sectors(found: pd.DataFrame, order: pd.DataFrame, view: Selection) -> None:
    """What each filière has: bars of the measure, and a table of every quantity with its coverage."""
    title = f"{MEASURES[view.measure].label} par filière"
    rows = order.assign(filiere=order["filiere"].replace({NONE: NO_SECTOR}))
    described = sectors_figure.described(
        view,
        key="filieres",
        title=title,
        coverage=measure_text.coverage(view, query.aggregate(store.projects(), view).iloc[0]),
        rows=rows,
        columns=_SECTOR_COLUMNS,
        export=lambda: found,
    )
    with figure.around(described):
        sectors_figure.draw_bars(rows["filiere"], rows[f"{view.measure}_valeur"], view, noun="Filière", title=title)


def _leaders(order: list[str], view: Selection) -> None:
    """The territory that leads each filière, or those that tie."""
    territories = replace(view, level="territoires")
    table = sectors.leaders(store.projects(), store.places(), territories, view.measure, _LEADERS)
    figure.tabular(
        sectors_figure.described(
            territories,
            key="tetes",
            title=f"Territoires en tête de chaque filière, phase {view.phase}",
            coverage=f"Selon : {MEASURES[view.measure].label.lower()}. Les fichiers ont les {_LEADERS} premiers de "
            "chaque filière et leurs ex æquo ; une filière sans territoire en tête n'y a rien de connu",
            rows=pd.DataFrame([_led(name, table[table["filiere"] == name]) for name in order]),
            columns=_leader_columns(view),
            export=sectors_figure.exported(table, view.measure),
        )
    )


def _led(name: str, table: pd.DataFrame) -> dict[str, Any]:
    """The first territories of a filière, as a line of the table. table: of `sectors.leaders`, this filière."""
    first = table[table["rang"] == 1]
    line: dict[str, Any] = {"filiere": name or NO_SECTOR, "territoires": None, "valeur": None, "part": None}
    if first.empty:
        return line
    value, part = first["valeur"].iloc[0], 100 * first["part"].iloc[0]
    return line | {"territoires": sectors_text.enumerated(first["nom"]), "valeur": value, "part": part}


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
        Column("valeur", f"{measure_text.column_label(view)}, chacun", measure_text.exact(view), numeric=True),
        Column("part", "Part de la filière, chacun", percent, numeric=True),
    ]


_SECTOR_COLUMNS: Final = (
    Column("filiere", "Filière"),
    Column("projets_valeur", "Projets", formats.number, numeric=True),
    Column("projets_part", "Part", percent, numeric=True),
    Column("investissement_valeur", "Investissement (€)", formats.number, numeric=True),
    Column("investissement_connus", "Montants connus", formats.number, numeric=True),
    Column("investissement_part", "Part du connu", percent, numeric=True),
    Column("aide_valeur", "Aide publique (€)", formats.number, numeric=True),
    Column("aide_connus", "Aides connues", formats.number, numeric=True),
    Column("aide_part", "Part du connu", percent, numeric=True),
    Column("emplois_valeur", "Emplois annoncés", formats.number, numeric=True),
    Column("emplois_connus", "Emplois connus", formats.number, numeric=True),
    Column("emplois_part", "Part du connu", percent, numeric=True),
)
