"""How the leading shares, or rates, move when the largest projects are left out."""

from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import figure
from components.figures.figure import Figure
from components.figures.table import Column, coverage_column
from components.text.formats import percent
from components.text.plain import said
from components.views.repartition import sentences
from components.views.repartition.sentences import GRANDEURS
from components.visit.visit import Visit
from data.query.selection import MAX_WITHOUT_TOP, Selection
from data.spread import shares
from data.spread.shares import RATES, SHARE

_WITHOUT: Final = (1, 3, MAX_WITHOUT_TOP)  # the largest alone, then as many as a reader can name
_COLUMNS: Final = (
    Column("grandeur", "Grandeur"),
    Column("avant", "Tous les projets", numeric=True),
    *(
        Column(f"sans-{n}", "Sans le plus gros" if n == 1 else f"Sans les {n} plus gros", numeric=True)
        for n in _WITHOUT
    ),
    coverage_column(label="Couverture, tous les projets"),
)


def draw(selection: Selection) -> None:
    """Say what moves most without the largest project, and draw the table of all moves."""
    visit = Visit.current()
    projects, per = visit.projects(), selection.denominator
    found = shares.moves(projects, visit.inhabitants(selection), selection, _WITHOUT, RATES.get(per, SHARE))
    what, owner = (f"Taux {sentences.per(per)}", "Taux dans") if per in RATES else ("Parts", "Part détenue par")
    described = Figure.of(
        selection,
        key="sans-plus-gros",
        title="Sans les plus gros projets" + (f", {sentences.per(per)}" if per in RATES else ""),
        coverage=f"{what} avec tous les projets de la sélection, puis sans le plus gros, les 3 et les 10 plus gros, "
        "par la grandeur de la ligne (par l'investissement pour les projets) ; "
        "valeurs connues seulement",
        rows=_rows(found, per),
        columns=(Column("ensemble", owner), *_COLUMNS),
        export=lambda: found,
    )
    move = shares.moved_most(projects, selection, found[found["n"] == 1])
    if move is not None:
        listed = visit.project_table()
        told = sentences.rate_moved(move, listed, per) if per in RATES else sentences.moved(move, listed)
        st.markdown(said(told))
    figure.tabular(described)


def _rows(found: pd.DataFrame, denominator: str) -> pd.DataFrame:
    """A row per ensemble and quantity, a column per number of projects left out, as they read."""
    groups = found.groupby(["ensemble", "grandeur"], sort=False)
    return pd.DataFrame([_row(rows.to_dict("records"), denominator) for _, rows in groups])


def _row(lines: list[dict[Any, Any]], denominator: str) -> dict[str, Any]:
    ensemble, quantity = lines[0]["ensemble"], lines[0]["grandeur"]
    return {
        "ensemble": sentences.ensemble(ensemble).removeprefix("les ").capitalize(),
        "grandeur": GRANDEURS[quantity],
        "avant": _told(lines[0]["avant"], quantity, denominator),
        **{f"sans-{line['n']}": _told(line["apres"], quantity, denominator) for line in lines},
        "couverture": lines[0]["couverture"],
    }


def _told(value: float, quantity: str, denominator: str) -> str | None:
    if np.isnan(value):
        return None
    return sentences.exact_rate(value, quantity) if denominator in RATES else percent(100 * value)
