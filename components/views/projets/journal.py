"""The corrections of the inventory: what each changed, when, why, and the page that proves it."""

from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from data.cells import kinds
from data.editions.edition import Edition
from data.tables.declarations import label
from data.tables.fact_files import CORRECTABLE

NO_CORRECTION: Final = "Aucune correction n’a été apportée à l’inventaire depuis sa première publication."
_TITLE: Final = "Journal des corrections"
CHANGE: Final = (
    Column("information", "Information"),
    Column("ancienne", "Ancienne valeur"),
    Column("nouvelle", "Nouvelle valeur"),
    Column("raison", "Raison"),
    Column("preuve", "Preuve", link="preuve_url"),
)
_COLUMNS: Final = (Column("projet", "Projet", view=links.project), Column("date", "Date", formats.day), *CHANGE)


def draw(edition: Edition) -> None:
    """Draw the table of the corrections of an edition, or say that there is none."""
    log = edition.table("corrections")
    if log.empty:
        st.header(_TITLE, anchor=False)
        st.markdown(NO_CORRECTION)
        return
    names = edition.table("projets", ["id_projet", "projet"])
    rows = log.merge(names, on="id_projet")
    projects = log["id_projet"].nunique()
    figure.tabular(
        Figure(
            key="corrections",
            title=_TITLE,
            source=f"Source : les pages citées à chaque ligne. Édition {edition.id}.",
            coverage=f"{formats.counted(len(log), 'correction')} de {formats.counted(projects, 'projet')}, "
            f"sur les {formats.number(len(names))} de l'inventaire",
            rows=readable(rows),
            columns=_COLUMNS,
            export=lambda: rows,
            filters=(),
            edition_id=edition.id,
        )
    )


def readable(corrections: pd.DataFrame) -> pd.DataFrame:
    """The rows with the label of their column, their values as French reads them, and a name for their proof."""
    return corrections.assign(
        information=corrections["colonne"].map(information),
        ancienne=_values(corrections, "ancienne_valeur"),
        nouvelle=_values(corrections, "nouvelle_valeur"),
        preuve="Voir la page",
    )


def information(column: str) -> str:
    """The label of a column of `projets.csv`."""
    name = CORRECTABLE[column].target or column
    return label("code_insee_publie" if column == "code_insee" else name.replace("_centimes", "_eur"))


def value(column: str, cell: str | None) -> str | None:
    """A cell of that column as a sentence or a table says it; None for an empty one."""
    if pd.isna(cell) or not cell:
        return None
    return formats.number(int(cell)) if CORRECTABLE[column].kind in (kinds.AMOUNT, kinds.COUNT) else cell


def _values(corrections: pd.DataFrame, name: str) -> "pd.Series[str]":
    pairs = zip(corrections["colonne"], corrections[name], strict=True)
    return pd.Series([value(column, cell) for column, cell in pairs], index=corrections.index, dtype="str")
