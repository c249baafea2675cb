"""The map of the size of commune that has most of a measure in each place."""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column, coverage_column
from components.maps import deck
from components.maps.frame import HoverRow, MapFrame, contours_of
from components.text import formats, measure_labels
from components.text.formats import percent
from components.text.plain import said
from components.views.repartition import sentences
from components.visit import navigation
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.query import coverage
from data.query.level_keys import level_key, level_shown
from data.query.measures import MIN_PROJECTS
from data.query.selection import Selection
from data.spread.dominant import dominant_sizes
from data.spread.shares import RATES, measured
from data.words.place_keys import place_key
from data.words.vocabulary import TAILLES

_NAMES: Final = tuple(f"{label} habitants" for label in TAILLES.values())
_TIED: Final = "plusieurs tailles à égalité"
_DIVIDED: Final = {
    False: "",
    True: " ; chaque taille est rapportée à ses seules communes : peu d'habitants, ou de km², font vite un taux élevé",
}
_FRAGILE: Final = f"moins de {MIN_PROJECTS} projets"


def draw(selection: Selection) -> None:
    """Draw the map of a level, of projects for a ratio; nothing for communes, which have one size each.

    By totals or, with a denominator that makes rates, by the rate of each size in the place.
    """
    if selection.level == "communes":
        return
    measure = measured(selection)
    per = selection.denominator if selection.denominator in RATES else "aucun"
    selection = replace(selection, measure=measure, denominator=per, zone=None)
    table = _table(Visit.current(), selection.viewed())
    described = _described(table, selection)
    told = sentence(table, selection)
    with figure.around(described):
        st.markdown(said(told))
        kind = level_shown(selection).kind
        deck.draw(
            _frame(table, selection),
            key=f"dominant-{level_key(selection)}",
            alt=f"Carte : {described.title}. {told}",
            on_pick=lambda position: navigation.open_sheet(place_key(kind, str(table.index[position]))),
        )


def sentence(table: pd.DataFrame, selection: Selection) -> str:
    """« La taille qui domine le plus souvent : 5 000 à 20 000 habitants, dans 60 des 156 territoires qui… »."""
    known = int(table["rang"].notna().sum())
    if not known:
        return "Aucune valeur connue et non nulle : aucune taille ne domine."
    fragile, tied = int(table["fragile"].sum()), int(table["egalite"].sum())
    counts = table["taille"][~table["fragile"]].value_counts()
    noun, per = level_shown(selection).title.lower(), selection.denominator
    what = f"a le plus souvent le plus haut taux {sentences.per(per)}" if per in RATES else "domine le plus souvent"
    valued = "qui ont une valeur connue et non nulle"
    if fragile == known:
        return f"Partout, le plus haut taux porte sur 1 ou 2 projets : {formats.number(known)} {noun}."
    if counts.empty:
        return "Partout, plusieurs tailles sont à égalité."
    where = f"{formats.number(counts.iloc[0])} des {formats.number(known)} {noun} {valued}"
    apart = f" ; {formats.number(tied)} ont plusieurs tailles à égalité" if tied else ""
    weak = f" ; dans {formats.number(fragile)}, il porte sur 1 ou 2 projets et n'est pas compté" if fragile else ""
    return f"La taille qui {what} : {TAILLES[str(counts.index[0])]} habitants, dans {where}{apart}{weak}."


def _described(table: pd.DataFrame, selection: Selection) -> Figure:
    where = Visit.current().places().title(selection)
    known = table.assign(couverture=coverage.share(table["connus"], table["n"]))
    rows = known[known["rang"].notna()].sort_values(["part", "nom"], ascending=[False, True])
    names = dict(zip(TAILLES, _NAMES, strict=True))
    rated = selection.denominator in RATES
    return Figure.of(
        selection,
        key="dominante",
        title=f"Taille de commune qui a le plus : {measure_labels.per(selection)} – {where}",
        coverage=f"{formats.number(len(rows))} des {formats.number(len(table))} lieux ont une valeur connue et "
        f"non nulle ; un seul gros projet, ou un montant inconnu, peut changer la taille qui domine{_DIVIDED[rated]}",
        rows=rows.assign(
            classe=rows["taille"].map(names).fillna(_TIED), fiabilite=rows["fragile"].map({True: _FRAGILE, False: None})
        ),
        columns=_columns(selection),
        export=lambda: table.drop(columns="rang").reset_index(),
    )


def _columns(selection: Selection) -> tuple[Column, ...]:
    exact, unit = measure_labels.exact(selection), measure_labels.table_unit(selection)
    return (
        Column("nom", "Nom", view=links.place(level_shown(selection).key)),
        Column("precision_nom", "Situation", view=links.situation("precision_nom")),
        Column("classe", "Taille de commune"),
        Column("part", "Part de cette taille", lambda part: percent(100 * part), numeric=True),
        Column("valeur", f"Cette taille ({unit})", exact, numeric=True),
        Column("total", f"Tout le lieu ({unit})", exact, numeric=True),
        Column("connus_taille", "Projets comptés de cette taille", formats.number, numeric=True),
        Column("connus", "Projets comptés", formats.number, numeric=True),
        Column("n", "Projets", formats.number, numeric=True),
        coverage_column(),
        *([Column("fiabilite", "Fiabilité")] if selection.denominator in RATES else []),
    )


def _frame(table: pd.DataFrame, selection: Selection) -> MapFrame:
    rated = selection.denominator in RATES
    label, counts = "Projets comptés de cette taille", [formats.number(count) for count in table["connus_taille"]]
    if not rated:
        label, counts = (
            "Connus / projets",
            [f"{known}/{n}" for known, n in zip(table["connus"], table["n"], strict=True)],
        )
    return MapFrame(
        contours=contours_of(Visit.current().contours(), level_key(selection)),
        kind="choropleth",
        values=table["rang"].to_numpy(dtype=np.float64),
        hover=[
            HoverRow("Part de cette taille (%)", [_rounded(part) for part in table["part"]]),
            HoverRow(label, counts),
        ],
        unit="Taille des communes qui ont le plus" + (f" {sentences.per(selection.denominator)}" if rated else ""),
        noun=level_shown(selection).title.lower(),
        format_value=formats.number,
        fragile=(table["egalite"] | table["fragile"]).to_numpy(dtype=bool),
        weak=coverage.weak(table["connus"], table["n"]),
        fragile_label=_FRAGILE if rated else _TIED,
        names=_NAMES,
    )


def _rounded(part: float) -> str:
    return "" if np.isnan(part) else formats.number(100 * part)


@kept(SELECTIONS)
def _table(visit: Visit, viewed: Selection) -> pd.DataFrame:
    return dominant_sizes(visit.projects(), visit.places(), viewed)
