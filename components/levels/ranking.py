"""The ranking of the places of a level, or of those of a région or of a class of population."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.charts import bar_charts
from components.drawn import chart
from components.figures import coverage_notes
from components.figures.figure import Figure
from components.figures.section import Part, Section
from components.levels import filter_bar, level_figure
from components.text import coverages, formats, measure_labels
from components.text.formats import Formatter, typeset
from components.visit import provenance
from components.visit.visit import Visit
from data.documents.plates import Number
from data.places.levels import rankable, ranked
from data.query import coverage, outputs
from data.query.selection import Selection
from data.words.vocabulary import POPULATIONS

_BARS: Final = 15  # 24 px each: with title and controls, what a laptop shows at once
_NUMBERS: Final = 3  # beside the bars, for who presents them
_ROWS: Final = 2_000  # the files have the 35 000 communes


def of(
    table: pd.DataFrame,
    selection: Selection,
    *,
    level: str,
    where: str,
    source: str,
    narrow: bool,
    own: str | None = None,
) -> Section:
    """A ranking with the controls that choose its places.

    table: as `places.with_values` returns it. level: as `place_keys` names it; where: what its places are called. own:
    the code of a place that is shown first, with its rank.
    """
    kept = rankable(table, selection)
    known = int(kept["valeur"].notna().sum())
    described = Figure(
        key="classement",
        title=f"Classement : {measure_labels.title(selection, where)}",
        source=source,
        coverage=_coverage(known, len(kept)),
        rows=ranked(kept, own, _ROWS),
        columns=level_figure.columns(selection, level, gap="ecart" in kept),
        export=partial(outputs.level_output, kept, selection),
        filters=(*provenance.filter_lines(selection), *_chosen(selection)),
        edition_id=Visit.current().edition_id,
        numbers=partial(_first, kept, selection),
    )
    bars = _bars(described.rows, selection, described.title, own, narrow=narrow)
    return Section(described, [partial(_controls, level), *bars])


def _first(kept: pd.DataFrame, selection: Selection) -> list[Number]:
    """The first places, as the bars say them: a table has the decimals."""
    short, per = measure_labels.short(selection), measure_labels.per(selection)
    best = ranked(kept, limit=_NUMBERS)
    return [Number(name, short(value), per) for name, value in zip(_distinct(best), best["valeur"], strict=True)]


def _coverage(known: int, kept: int) -> str:
    covered = f"{formats.number(known)} sur {formats.counted(kept, 'lieu', 'lieux')} ont une valeur connue"
    cut = (
        f" ; le tableau montre les {formats.number(_ROWS)} premiers, les fichiers les ont tous" if known > _ROWS else ""
    )
    return covered + cut


def _controls(level: str) -> None:
    """A région has one région, a commune is compared with those of its size."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="ranking-controls"):
        if level != "regions":
            filter_bar.choose(
                "ranked_region", {None: "Toutes", **Visit.current().vocabulary().regions}, "Lieux de la région"
            )
        if level != "communes":
            filter_bar.choose("ranked_population", {None: "Toutes", **POPULATIONS}, "Population des lieux")


def _chosen(selection: Selection) -> list[str]:
    """The places chosen, as an export says them."""
    lines = []
    if selection.ranked_region is not None:
        lines.append(f"Lieux de la région : {Visit.current().vocabulary().regions[selection.ranked_region]}")
    if selection.ranked_population is not None:
        lines.append(f"Population des lieux : {POPULATIONS[selection.ranked_population]}")
    return lines


def _bars(order: pd.DataFrame, selection: Selection, title: str, own: str | None, *, narrow: bool) -> list[Part]:
    """The first places of a ranking; what says so when none has a value above zero."""
    best = order.head(_BARS)
    best = best[best["valeur"] > 0]
    if best.empty:
        none = "Aucune valeur au-dessus de zéro pour cette mesure : élargir les filtres ou changer de mesure."
        return [partial(st.info, typeset(none))]
    short = measure_labels.short(selection)
    rows = pd.DataFrame(
        {
            "nom": _distinct(best),
            "valeur": best["valeur"].to_numpy(),
            "texte": [_read(short, *row) for row in best[["valeur", "connus", "fragile"]].itertuples(index=False)],
            "fragile": best["fragile"].to_numpy(),
            "propre": best.index == own,
        }
    )
    if selection.measure != "projets":
        rows = rows.assign(
            faible=coverage.weak(best["connus"], best["projets"]),
            couverture=coverages.each(best["connus"], best["projets"]),
        )
    drawing = chart.ready(
        rows,
        bar_charts.bars(rows, noun="Lieu", narrow=narrow),
        alt=f"{title} : barres horizontales. {leaders(rows)}",
    )
    if selection.measure == "projets":
        return [drawing]
    compared = coverage_notes.of_rows(best, "nom", known="connus", projects="projets")
    return [drawing, *coverage_notes.legend(compared)]


def leaders(rows: pd.DataFrame) -> str:
    """« En tête : Axe Seine, 53. Thiers : 9. »: the own place stands first in the chart, whatever its rank."""
    head = rows.nlargest(1, "valeur").iloc[0]
    others = rows[rows["propre"] & (rows["nom"] != head["nom"])]
    return " ".join(
        [
            f"En tête : {head['nom']}, {head['texte']}.",
            *(f"{each['nom']} : {each['texte']}." for _, each in others.iterrows()),
        ]
    )


def _read(short: Formatter, value: float, known: int, fragile: bool) -> str:
    """A rate on one or two projects says so beside its value."""
    return f"{short(value)} ({formats.counted(known, 'projet')})" if fragile else short(value)


def _distinct(rows: pd.DataFrame) -> list[str]:
    """Names that a chart can use as labels: the situation is added where two places share a name."""
    twice = rows["nom"].duplicated(keep=False)
    return rows["nom"].where(~twice, rows["nom"] + " (" + rows["precision_nom"] + ")").tolist()
