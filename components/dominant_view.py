"""The map of the size of commune that has most of a measure in each place."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components import figure, formats, map, measure_text, navigation, page_environment, provenance, store
from components.figure import Figure
from components.formats import percent
from components.map_frame import HoverRow, MapFrame, contours_of
from components.table import Column
from data.dominant import dominant_sizes
from data.level_keys import level_key
from data.place_keys import kind_of, place_key
from data.selection import Selection
from data.spread import MEASURED
from data.vocabulary import LEVELS, TAILLES

_KEPT: Final = 64
_NAMES: Final = tuple(f"{label} habitants" for label in TAILLES.values())
_TIED: Final = "plusieurs tailles à égalité"


def draw(selection: Selection) -> None:
    """Draw the map of a level, of projects for a ratio; nothing for communes, which have one size each."""
    if selection.level == "communes":
        return
    measure = selection.measure if selection.measure in MEASURED else "projets"
    selection = replace(selection, measure=measure, denominator="aucun", zone=None)
    table = _table(store.edition().id, store.viewed(selection))
    described = _described(table, selection)
    with figure.around(described):
        st.markdown(figure.said(sentence(table, LEVELS[selection.level].lower())))
        kind = kind_of(selection.level)
        map.draw(
            _frame(table, selection),
            key=f"dominant-{level_key(selection)}",
            narrow=page_environment.narrow(),
            alt=f"Carte : {described.title}. {sentence(table, LEVELS[selection.level].lower())}",
            on_pick=lambda position: navigation.open_sheet(place_key(kind, str(table.index[position]))),
        )


def sentence(table: pd.DataFrame, noun: str) -> str:
    """« Les communes de 5 000 à 20 000 habitants dominent dans 60 des 156 territoires qui ont une valeur connue… »."""
    counts = table["taille"].value_counts()
    if table["rang"].isna().all():
        return "Aucune valeur connue et non nulle : aucune taille ne domine."
    if counts.empty:
        return "Partout, plusieurs tailles sont à égalité."
    best = str(counts.index[0])
    known = int(table["rang"].notna().sum())
    where = (
        f"{formats.number(counts.iloc[0])} des {formats.number(known)} {noun} qui ont une valeur connue et non nulle"
    )
    tied = int(table["egalite"].sum())
    apart = f" ; {formats.number(tied)} ont plusieurs tailles à égalité" if tied else ""
    return f"La taille qui domine le plus souvent : {TAILLES[best]} habitants, dans {where}{apart}."


def _described(table: pd.DataFrame, selection: Selection) -> Figure:
    where = store.places().title(selection)
    rows = table[table["rang"].notna()].sort_values(["part", "nom"], ascending=[False, True])
    names = dict(zip(TAILLES, _NAMES, strict=True))
    return Figure(
        key="dominante",
        title=f"Taille de commune qui a le plus : {measure_text.per(selection)} – {where}",
        source=provenance.source_line(selection),
        coverage=f"{formats.number(len(rows))} des {formats.number(len(table))} lieux ont une valeur connue et "
        "non nulle ; un seul gros projet, ou un montant inconnu, peut changer la taille qui domine",
        rows=rows.assign(classe=rows["taille"].map(names).fillna(_TIED)),
        columns=_columns(selection),
        export=lambda: table.drop(columns="rang").reset_index(),
        filters=provenance.filter_lines(selection),
        edition_id=store.edition().id,
    )


def _columns(selection: Selection) -> tuple[Column, ...]:
    exact = measure_text.exact(selection)
    return (
        Column("nom", "Nom"),
        Column("precision_nom", "Situation"),
        Column("classe", "Taille de commune"),
        Column("part", "Part de cette taille", lambda part: percent(100 * part), numeric=True),
        Column("valeur", "Sa valeur", exact, numeric=True),
        Column("total", "Valeur du lieu", exact, numeric=True),
        Column("connus", "Projets comptés", formats.number, numeric=True),
        Column("n", "Projets", formats.number, numeric=True),
    )


def _frame(table: pd.DataFrame, selection: Selection) -> MapFrame:
    return MapFrame(
        contours=contours_of(store.contours(), level_key(selection)),
        kind="choropleth",
        values=table["rang"].to_numpy(dtype=np.float64),
        hover=[
            HoverRow("Part de la taille dominante (%)", [_rounded(part) for part in table["part"]]),
            HoverRow("Projets", [formats.number(count) for count in table["n"]]),
        ],
        unit="Taille des communes qui ont le plus",
        noun=LEVELS[selection.level].lower(),
        format_value=formats.number,
        fragile=table["egalite"].to_numpy(dtype=bool),
        fragile_label=_TIED,
        names=_NAMES,
    )


def _rounded(part: float) -> str:
    return "" if np.isnan(part) else formats.number(100 * part)


@lru_cache(maxsize=_KEPT)
def _table(edition_id: str, viewed: Selection) -> pd.DataFrame:  # noqa: ARG001 (part of the cache key)
    return dominant_sizes(store.projects(), store.places(), viewed)
