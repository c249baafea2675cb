"""How unevenly a measure lies over places: Lorenz curve, indices with their intervals, shares of the largest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import share_charts
from components.drawn import chart
from components.figures import figure
from components.figures.figure import Figure
from components.figures.table import Column
from components.look import palette
from components.text import coverages, formats, measure_labels
from components.text.formats import number, percent
from components.text.plain import said
from components.visit import page_environment, provenance
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.query.selection import Selection
from data.spread.concentration import DRAWS, Concentration, Estimate, concentration
from data.spread.shares import MEASURED
from data.spread.units import units
from data.words.levels import LEVELS

# Intervals of 35 000 communes are as steady with fewer draws, and take 0.15 s instead of 0.5 s.
_DRAWS: Final[Mapping[str, int]] = {"communes": 300}
WITH: Final = "Avec les lieux sans projet connu"
WITHOUT: Final = "Sans eux"
PER_INHABITANT: Final = "par habitant déjà : « Rapporté à » n'y change rien"
_COLOURS: Final[Mapping[str, str]] = {WITH: palette.ACCENT, WITHOUT: palette.CATEGORICAL[1]}
_COLUMNS: Final = (
    Column("indice", "Indice"),
    Column("lecture", "Lecture"),
    Column("valeur", "Valeur", numeric=True),
    Column("intervalle", "Sensibilité (95 % des tirages)", numeric=True),
    Column("population", "Part de la population", numeric=True),
)


def draw(selection: Selection) -> None:
    """Draw the curve and the indices of a level, then of communes; nothing for a ratio, which has no total to share."""
    if selection.measure not in MEASURED:
        return
    for level in dict.fromkeys((selection.level, "communes")):
        _draw(replace(selection, denominator="aucun", level=level, zone=None))


def _draw(selection: Selection) -> None:
    visit = Visit.current()
    readings = _readings(visit, selection.viewed())
    where = LEVELS["communes"].title if selection.level == "communes" else visit.places().title(selection)
    title = f"Concentration : {measure_labels.title(selection, where)}"
    described = Figure.of(
        selection,
        key=f"concentration-{selection.level}",
        title=title,
        source=provenance.source_line(replace(selection, denominator="habitants")),
        coverage=covered(readings[WITH]),
        rows=pd.DataFrame(_lines(readings)),
        columns=_COLUMNS,
        export=lambda: pd.DataFrame(_lines(readings)),
    )
    with figure.around(described):
        st.markdown(said(reading(readings[WITH])))
        if not np.isnan(readings[WITH].gini.value):
            chart.draw(
                _curves(readings),
                share_charts.lorenz(_COLOURS, narrow=page_environment.narrow()),
                alt=f"{title} : courbe de Lorenz, les lieux rangés du moins au plus doté par habitant.",
            )
        st.caption(
            said(
                "La sensibilité dit combien ces indices dépendent des quelques lieux les plus dotés (tirages avec "
                "remise des lieux) ; elle ne corrige pas ce que la table des projets ne connaît pas."
            )
        )


def reading(found: Concentration) -> str:
    """The main fact in a sentence: what the ten largest hold, beside their share of the inhabitants."""
    top = found.top[-1]
    if np.isnan(top.amount.value):
        return "Aucune valeur connue : rien à répartir."
    which = f"Les {top.units} lieux les plus dotés ont" if top.units > 1 else "Un seul lieu a"
    return (
        f"{which} {percent(100 * top.amount.value)} du total connu des lieux comptés, pour "
        f"{percent(100 * top.population)} de leur population ; indice de Gini : {number(found.gini.value, 2)} "
        "(0 : chacun autant par habitant ; 1 : tout au même lieu)."
    )


@kept(SELECTIONS)
def _readings(visit: Visit, viewed: Selection) -> dict[str, Concentration]:
    table = units(visit.projects(), visit.places(), viewed)
    columns = table["valeur"], table["population"], table["projets"]
    draws = _DRAWS.get(viewed.level, DRAWS)
    return {
        name: concentration(*columns, known=table["connus"], with_empty=name == WITH, draws=draws)
        for name in (WITH, WITHOUT)
    }


def covered(found: Concentration) -> str:
    """« 134 lieux, dont 27 sans aucun projet connu, comptés pour 0 ; 49 lieux sans valeur connue… »."""
    left_out = (
        f" ; {formats.counted(found.left_out, 'lieu', 'lieux')} sans valeur connue ou sans habitant hors du calcul"
    )
    return (
        f"{formats.counted(found.units, 'lieu', 'lieux')}, dont {number(found.empty)} sans aucun projet connu, comptés "
        f"pour 0{left_out if found.left_out else ''} ; {_known(found)}{PER_INHABITANT}"
    )


def _known(found: Concentration) -> str:
    """« montant connu pour 49 % (713 sur 1 450) des projets des lieux comptés ; »; nothing where all are."""
    if found.known == found.projects:
        return ""
    return f"valeur connue pour {coverages.told(found.known, found.projects)} des projets des lieux comptés ; "


def _curves(readings: Mapping[str, Concentration]) -> pd.DataFrame:
    """The points of the curves, without those of the line along the axis, where most communes are."""
    curves = []
    for name, found in readings.items():
        amount, population = found.curve.amount, found.curve.population
        along = int((amount == 0).sum())
        kept = np.concatenate(([0], np.arange(max(along - 1, 1), len(amount))))
        curves.append(
            pd.DataFrame({"lecture": name, "population": population[kept], "montant": amount[kept], "rang": kept})
        )
    return pd.concat(curves, ignore_index=True)


def _lines(readings: Mapping[str, Concentration]) -> list[dict[str, Any]]:
    lines = []
    for name, found in readings.items():
        lines += [
            _line("Gini, par habitant", name, found.gini),
            _line("Theil, par habitant", name, found.theil),
            *(
                _line(
                    f"Part des {top.units} premiers" if top.units > 1 else "Part du premier",
                    name,
                    top.amount,
                    shown=100.0,
                    population=top.population,
                )
                for top in {top.units: top for top in found.top if top.units}.values()
            ),
        ]
    return lines


def _line(
    index: str, name: str, found: Estimate, *, shown: float = 1.0, population: float | None = None
) -> dict[str, Any]:
    def write(value: float) -> str | None:
        if np.isnan(value):
            return None
        return percent(shown * value) if shown > 1 else number(value, 3)

    bounds = None if np.isnan(found.low) else f"{write(found.low)} à {write(found.high)}"
    beside = None if population is None or np.isnan(population) else percent(100 * population)
    return {"indice": index, "lecture": name, "valeur": write(found.value), "intervalle": bounds, "population": beside}
