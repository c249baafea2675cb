"""Sizes of communes by types of intercommunalité: what each pair has, and its share of the whole, a row or a column."""

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components import figure, formats, heat_table, provenance, spread_text, store
from components.figure import Figure
from components.formats import percent
from components.heat_table import Cell
from components.spread_text import QUANTITIES
from components.table import EMPTY, Column
from data import spread
from data.selection import Selection
from data.vocabulary import TAILLES, TYPES_EPCI

# The columns of `spread.cross_table`, as they read.
_SHARES: Final = {
    "part": "Part du total",
    "part_ligne": "Part de chaque taille",
    "part_colonne": "Part de chaque type",
}
_COLUMNS: Final = (
    Column("nom_taille", "Taille de commune"),
    Column("nom_type", "Intercommunalité"),
    Column("valeur", "Valeur", formats.number, numeric=True),
    *(Column(key, label, lambda share: percent(100 * share), numeric=True) for key, label in _SHARES.items()),
    Column("connus", "Connus", formats.number, numeric=True),
    Column("n", "Sur", formats.number, numeric=True),
)


def draw(selection: Selection) -> None:
    """Draw the measure of a selection by size and type, a table per kind of share; of projects, for a ratio."""
    quantity = selection.measure if selection.measure in spread.MEASURED else "projets"
    found = spread.cross_table(store.projects(), store.inhabitants(selection), selection)
    rows = _named(found[found["grandeur"] == quantity])
    title = f"{QUANTITIES[quantity]} : taille de commune et intercommunalité"
    described = Figure(
        key="croise",
        title=title,
        coverage=f"Projets dont la valeur est connue : {spread_text.covered(*rows[['connus', 'n']].sum())}",
        source=provenance.source_line(selection),
        rows=rows,
        columns=_COLUMNS,
        export=lambda: found,
        filters=provenance.filter_lines(selection),
        edition_id=store.edition().id,
    )
    with figure.around(described):
        for tab, (share, label) in zip(st.tabs(list(_SHARES.values())), _SHARES.items(), strict=True):
            tab.html(html(rows, share, quantity, caption=f"{title} – {label.lower()}"))


def html(rows: pd.DataFrame, share: str, quantity: str, *, caption: str) -> str:
    """One size per line, one type per column: a share, and the value under it. rows: of one quantity, named."""
    shares = rows.pivot(index="nom_taille", columns="nom_type", values=share)
    values = rows.pivot(index="nom_taille", columns="nom_type", values="valeur")
    sizes = [name for name in dict.fromkeys(rows["nom_taille"]) if name in shares.index]
    kinds = list(dict.fromkeys(rows["nom_type"]))
    tints = heat_table.tints(shares.loc[sizes, kinds].to_numpy(dtype=np.float64).ravel())
    cells = [
        Cell(_percent(part), _amount(value, quantity), *tint)
        for part, value, tint in zip(
            shares.loc[sizes, kinds].to_numpy().ravel(), values.loc[sizes, kinds].to_numpy().ravel(), tints, strict=True
        )
    ]
    lines = {size: cells[rank * len(kinds) : (rank + 1) * len(kinds)] for rank, size in enumerate(sizes)}
    return heat_table.html("Taille de commune", kinds, lines, caption=caption)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Every size by every type, in the order of both, with their French names."""
    order = {key: rank for rank, key in enumerate((*TAILLES, *TYPES_EPCI))}
    kept = rows[rows["taille"].isin(list(TAILLES)) & rows["type_epci"].isin(list(TYPES_EPCI))]
    kept = kept.sort_values(["taille", "type_epci"], key=lambda keys: keys.map(order), ignore_index=True)
    sizes = {key: f"{name} habitants" for key, name in TAILLES.items()}
    return kept.assign(nom_taille=kept["taille"].map(sizes), nom_type=kept["type_epci"].map(TYPES_EPCI))


def _percent(part: float) -> str:
    return EMPTY if np.isnan(part) else percent(100 * part)


def _amount(value: float, quantity: str) -> str:
    if np.isnan(value):
        return ""
    return formats.short_euros(value) if quantity in {"investissement", "aide"} else formats.number(value)
