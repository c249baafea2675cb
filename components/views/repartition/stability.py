"""How far the rank of a place depends on what its total is divided by and on the largest projects."""

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column, coverage_column
from components.text import formats, measure_labels
from components.text.plain import said
from components.visit import provenance
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.query import coverage
from data.query.level_keys import level_shown
from data.query.selection import Selection
from data.spread.rank_stability import MAX_MOVE, rank_stability
from data.spread.units import units

_RANKS: Final = (
    Column("rang_min", "Meilleur rang", formats.number, numeric=True),
    Column("rang_max", "Moins bon rang", formats.number, numeric=True),
    Column("ecart", "Écart", formats.number, numeric=True),
    Column("note", "Note"),
    coverage_column(),
)


def draw(selection: Selection) -> None:
    """Draw the ranks of the places of a level, those that move most first."""
    if selection.level == "communes":
        return
    found = _ranks(Visit.current(), selection.viewed())
    moving = int(found["instable"].sum())
    described = Figure.of(
        selection,
        key="stabilite",
        title=f"Stabilité des rangs : {measure_labels.per(replace(selection, denominator='aucun'))}",
        source=provenance.source_line(replace(selection, denominator="habitants")),
        coverage="Rangs selon chaque dénominateur, quel que soit « Rapporté à », avec tous les projets puis sans le "
        "premier, les 3 et les 10 premiers",
        rows=found,
        columns=(Column("nom", "Nom", view=links.place(level_shown(selection).key)), *_RANKS),
        export=lambda: found.drop(columns="note").reset_index(),
    )
    with figure.around(described):
        count = formats.counted(moving, "lieu", "lieux")
        verb = "bougent" if moving > 1 else "bouge"
        st.markdown(
            said(
                f"{count} sur {formats.number(len(found))} {verb} de plus de {MAX_MOVE} rangs selon le dénominateur et "
                "les plus gros projets : leur rang ne se cite pas seul."
            )
        )


@kept(SELECTIONS)
def _ranks(visit: Visit, viewed: Selection) -> pd.DataFrame:
    found = rank_stability(visit.projects(), visit.places(), viewed)
    partial = found["classements"] < found["lectures"]
    note = pd.Series("", index=found.index).mask(partial, "perd sa seule valeur connue dans un des cas")
    note = note.mask(found["instable"], f"bouge de plus de {MAX_MOVE} rangs").replace("", None)
    counted = units(visit.projects(), visit.places(), viewed).reindex(found.index)
    known = coverage.share(counted["connus"], counted["projets"])
    ordered = found.assign(note=note, couverture=known)[found["rang_min"].notna()]
    return ordered.sort_values(["ecart", "nom"], ascending=[False, True])
