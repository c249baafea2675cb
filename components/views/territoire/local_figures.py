"""The published figures that speak of one place, each at its date with its source."""

from typing import Final

import streamlit as st

from components.figures import figure
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.visit.visit import Visit
from data.places.place import Place

_COLUMNS: Final = (
    Column("indicateur", "Chiffre publié", link="source_url"),
    Column("programme", "Programme"),
    Column("date", "Date", formats.when),
    Column("texte", "Valeur", numeric=True),
    Column("note", "Précision"),
    Column("source_editeur", "Source"),
)


def draw(place: Place) -> None:
    """Draw the table of the figures of a place; nothing when there is none."""
    edition = Visit.current().edition()
    every = edition.table("indicateurs")
    found = every[every["lieu"] == place.key].sort_values(["indicateur", "date"], ignore_index=True)
    if found.empty:
        return
    told = [_told(value, unit) for value, unit in zip(found["valeur"], found["unite"], strict=True)]
    st.header("Ce qui en a été publié", anchor=False)
    figure.tabular(
        Figure(
            key="chiffres-locaux",
            title="Chiffres publiés sur ce lieu",
            source=f"Sources : indicateurs datés (publications citées à chaque ligne). Édition {edition.id}.",
            coverage=f"{formats.counted(len(found), 'chiffre')}, chacun tel que publié à sa date ; ils ne "
            "s'additionnent pas, et les filtres n'y changent rien",
            rows=found.assign(texte=told),
            columns=_COLUMNS,
            export=lambda: found,
            filters=(),
            edition_id=edition.id,
        )
    )


def _told(value: float, unit: str) -> str:
    whole = value == int(value)
    return f"{formats.number(value, 0 if whole else 1)}{formats.NBSP}{unit}"
