"""How much of the unevenness between communes lies between classes of them, and how much within."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import figure
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import measure_labels
from components.text.formats import number, percent
from components.text.plain import said
from components.views.repartition.concentration import WITH, WITHOUT, covered
from components.visit import provenance
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.query.selection import Selection
from data.spread.concentration import Concentration, concentration
from data.spread.shares import MEASURED
from data.spread.units import GROUPS, units

_DRAWS: Final = 200  # three splits of 35 000 communes in two readings: five times faster than the usual 1 000
_NAMES: Final[Mapping[str, str]] = {
    "taille": "Tailles de commune",
    "type_epci": "Types d'intercommunalité",
    "code_region": "Régions",
}
_COLUMNS: Final = (
    Column("groupes", "Groupes de communes"),
    Column("lecture", "Lecture"),
    Column("entre", "Entre les groupes", numeric=True),
    Column("intervalle", "Sensibilité (95 % des tirages)", numeric=True),
    Column("dans", "Au sein des groupes", numeric=True),
    Column("total", "Indice de Theil", numeric=True),
    Column("part", "Part entre les groupes", numeric=True),
)

Splits = Mapping[tuple[str, str], Concentration]


def draw(selection: Selection) -> None:
    """Draw the Theil index of communes split by each of `units.GROUPS`; nothing for a ratio."""
    if selection.measure not in MEASURED:
        return
    selection = replace(selection, denominator="aucun", level="communes", zone=None)
    splits = _splits(Visit.current(), selection.viewed())
    rows = pd.DataFrame([_line(*key, found) for key, found in splits.items()])
    described = Figure.of(
        selection,
        key="theil",
        title=f"Écarts entre communes, entre groupes et au sein des groupes : {measure_labels.per(selection)}",
        source=provenance.source_line(replace(selection, denominator="habitants")),
        coverage="Indice de Theil par habitant, somme de ce qui sépare les groupes et de ce qui sépare leurs communes. "
        f"{covered(splits['taille', WITH])}",
        rows=rows,
        columns=_COLUMNS,
        export=lambda: rows,
    )
    with st.container(key="theil-sentence"):
        figure.tabular(described)
        st.markdown(said(sentence(splits)))


def sentence(splits: Splits) -> str:
    """What lies between the groups of each kind, in both readings. No kind is said to separate most: their numbers
    of groups differ.
    """
    told = []
    for groups, name in _NAMES.items():
        known, every = (_share(splits[groups, reading]) for reading in (WITHOUT, WITH))
        if not np.isnan(known) and not np.isnan(every):
            told.append(f"entre {name.lower()}, {percent(100 * known)} ({percent(100 * every)})")
    if not told:
        return "Trop peu de communes ont une valeur connue pour séparer des groupes."
    return (
        f"Part des écarts qui est entre les groupes, parmi les communes dont une valeur est connue et, entre "
        f"parenthèses, avec celles sans projet connu : {' ; '.join(told)}. Par habitant, un même projet pèse plus dans "
        "une petite commune : une part de ce qui sépare les tailles vient de là."
    )


def _share(found: Concentration) -> float:
    return found.decomposition.between / found.theil.value if found.decomposition and found.theil.value else np.nan


def _line(groups: str, reading: str, found: Concentration) -> dict[str, Any]:
    told: dict[str, Any] = {"groupes": _NAMES[groups], "lecture": reading}
    if found.decomposition is None or found.between is None or np.isnan(found.theil.value):
        return told | dict.fromkeys(("entre", "intervalle", "dans", "total", "part"))
    bounds = found.between.low, found.between.high
    return told | {
        "entre": number(found.decomposition.between, 3),
        "intervalle": None if np.isnan(bounds).any() else " à ".join(number(bound, 3) for bound in bounds),
        "dans": number(found.decomposition.within, 3),
        "total": number(found.theil.value, 3),
        "part": None if np.isnan(_share(found)) else percent(100 * _share(found)),
    }


@kept(SELECTIONS)
def _splits(visit: Visit, viewed: Selection) -> Splits:
    table = units(visit.projects(), visit.places(), viewed)
    columns = table["valeur"], table["population"], table["projets"]
    return {
        (groups, reading): concentration(
            *columns, table[groups], known=table["connus"], with_empty=reading == WITH, draws=_DRAWS
        )
        for groups in GROUPS
        for reading in (WITH, WITHOUT)
    }
