"""Sizes of communes by types of intercommunalité: what each pair has, its share of the whole, a row or a column, or its
rate.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import coverage_notes, figure, heat_table
from components.figures.figure import Figure
from components.figures.heat_table import Cell, Heat
from components.figures.table import EMPTY, Column, coverage_column
from components.text import aid_kinds, formats, measure_labels
from components.text.formats import percent
from components.views.repartition import rate_figures, sentences
from components.views.repartition.sentences import GRANDEURS
from components.visit.visit import Visit
from data.query import coverage
from data.query.selection import Selection
from data.spread import shares
from data.spread.shares import RATES
from data.words.quantities import AIDE, QUANTITIES
from data.words.vocabulary import TAILLES, TYPES_EPCI

# The columns of `spread.cross_table`, as they read.
_SHARES: Final = {
    "part": "Part du total",
    "part_ligne": "Part de chaque taille",
    "part_colonne": "Part de chaque type",
}
_NAMES: Final = (Column("nom_taille", "Taille de commune"), Column("nom_type", "Intercommunalité"))
_COLUMNS: Final = (
    *_NAMES,
    Column("valeur_lue", "Valeur", numeric=True),
    *(Column(key, label, lambda share: percent(100 * share), numeric=True) for key, label in _SHARES.items()),
    Column("connus", "Connus", formats.number, numeric=True),
    Column("n", "Sur", formats.number, numeric=True),
    coverage_column(),
)


def draw(selection: Selection) -> None:
    """Draw the measure of a selection by size and type, a table per kind of share or one of rates; of projects, for a
    ratio.
    """
    visit = Visit.current()
    quantity = shares.measured(selection)
    found = shares.cross_table(visit.projects(), visit.inhabitants(selection), selection)
    rows = sentences.readable(_named(found[found["grandeur"] == quantity]), "valeur")
    covered = f"Projets dont la valeur est connue : {sentences.covered(*rows[['connus', 'n']].sum())}"
    if quantity == AIDE.key:
        covered = aid_kinds.beside(covered, visit.projects(), selection)
    described = Figure.of(
        selection,
        key="croise",
        title=f"{GRANDEURS[quantity]} : taille de commune et intercommunalité",
        coverage=covered,
        rows=rows,
        columns=_COLUMNS,
        export=lambda: found,
    )
    if selection.denominator in RATES:
        _draw_rates(described, quantity, selection.denominator)
    else:
        _draw_shares(described, quantity)


def _draw_shares(described: Figure, quantity: str) -> None:
    with figure.around(described):
        for tab, (share, label) in zip(st.tabs(list(_SHARES.values())), _SHARES.items(), strict=True):
            values = described.rows[share]
            texts = [EMPTY if np.isnan(part) else percent(100 * part) for part in values]
            caption = f"{described.title} – {label.lower()}"
            heat_table.draw(_heat(described.rows.assign(texte=texts), values, quantity, caption=caption), tab)
        _notes(described.rows, quantity)


def _draw_rates(described: Figure, quantity: str, denominator: str) -> None:
    rows = rate_figures.named(described.rows, denominator)
    described = replace(
        described,
        title=f"{GRANDEURS[quantity]} {sentences.per(denominator)} : taille de commune et intercommunalité",
        coverage=f"{described.coverage} ; dans l'ensemble : {rows['texte_moyen'].iloc[0]} "
        f"{sentences.per(denominator)} ; {rate_figures.WHAT_A_RATE_COUNTS} ; case sans teinte : sur 1 ou 2 projets",
        rows=rows,
        columns=(*_NAMES, *rate_figures.columns(denominator)),
    )
    with figure.around(described):
        texts = rows["texte"].where(rows["taux"].notna(), EMPTY)
        tinted = rows["taux"].mask(rows["fragile"])
        heat_table.draw(_heat(rows.assign(texte=texts), tinted, quantity, caption=described.title))
        _notes(described.rows, quantity)


def _heat(rows: pd.DataFrame, tinted: "pd.Series[float]", quantity: str, *, caption: str) -> Heat:
    """One size per line, one type per column: a share or a rate, and the value under it.

    rows: of one quantity, every size by every type in order, with texte; tinted: what makes each darker, NaN for none.
    """
    kinds = list(dict.fromkeys(rows["nom_type"]))
    tints = heat_table.tints(np.asarray(tinted, dtype=np.float64))
    weak = coverage.weak(rows["connus"], rows["n"])
    cells = [
        Cell(text, _amount(value, quantity), *tint, weak=bool(hatched))
        for text, value, tint, hatched in zip(rows["texte"], rows["valeur"], tints, weak, strict=True)
    ]
    sizes = dict.fromkeys(rows["nom_taille"])
    lines = {size: cells[rank * len(kinds) : (rank + 1) * len(kinds)] for rank, size in enumerate(sizes)}
    return Heat("Taille de commune", kinds, lines, caption)


def _notes(rows: pd.DataFrame, quantity: str) -> None:
    """What dashes mean; a warning between sizes, then between types, as a pair has few projects."""
    if quantity not in QUANTITIES:
        return
    having = QUANTITIES[quantity].having
    sums = (rows.groupby(name, sort=False)[["connus", "n"]].sum().reset_index() for name in ("nom_taille", "nom_type"))
    coverage_notes.draw(coverage_notes.legend(coverage_notes.of_rows(rows, "nom_taille")))
    for table_of, name in zip(sums, ("nom_taille", "nom_type"), strict=True):
        coverage_notes.draw(coverage_notes.warnings(coverage_notes.of_rows(table_of, name, having)))


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Every size by every type, in the order of both, with their French names."""
    order = {key: rank for rank, key in enumerate((*TAILLES, *TYPES_EPCI))}
    kept = rows[rows["taille"].isin(list(TAILLES)) & rows["type_epci"].isin(list(TYPES_EPCI))]
    kept = kept.sort_values(["taille", "type_epci"], key=lambda keys: keys.map(order), ignore_index=True)
    sizes = {key: f"{name} habitants" for key, name in TAILLES.items()}
    return kept.assign(nom_taille=kept["taille"].map(sizes), nom_type=kept["type_epci"].map(TYPES_EPCI))


def _amount(value: float, quantity: str) -> str:
    if np.isnan(value):
        return ""
    return measure_labels.amount(value, quantity)
