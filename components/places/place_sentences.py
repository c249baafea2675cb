"""The main facts of a place in plain French sentences, from its sums and its standings."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.text import sentences
from components.text.formats import counted, number, short_euros
from data.places import proximity, sheet
from data.places.place import Place
from data.places.summary import Totals
from data.words.levels import KINDS, LEVELS, PERIMETER
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import AIDE, INVESTISSEMENT


def kin_name(place: Place) -> str:
    """« territoires de la phase 2 »."""
    return PERIMETER.kin if place.chosen else LEVELS[place.level].kin


def identity(place: Place) -> str:
    """« Territoire d'industrie, phase 2 – Auvergne-Rhône-Alpes – 186 communes, 193 512 habitants (2017), 4 321 km² »"""
    known = [f"{counted(place.population, 'habitant')} ({place.population_millesime})"]
    if place.kind != "commune":
        known.insert(0, counted(len(place.communes), "commune"))
    if not pd.isna(place.superficie_km2):
        known.append(f"{number(place.superficie_km2)} km²")
    return " – ".join(part for part in (place.genre, place.situation, ", ".join(known)) if part)


def finding(place: Place, totals: Totals, near: pd.DataFrame, *, filtered: bool) -> str:
    """What matters most in a place, in one sentence: its projects and their euros, or what is around it.

    near: the projects around it, the nearest first, as `proximity.nearest_projects` returns them. filtered: whether
    the selection leaves projects out, so that a place without any may have others.
    """
    if not totals.projects:
        none = "Aucun projet de la sélection" if filtered else "Aucun projet relevé"
        return f"{none} dans {KINDS[place.kind].here} ; {_around(place, near)}."
    return in_short(totals)


def in_short(totals: Totals) -> str:
    """« 3 projets et 2,4 Md€ d'investissement annoncé, pour les 2 dont le montant est connu. »"""
    count = counted(totals.projects, "projet")
    for quantity, words in ((INVESTISSEMENT, "d'investissement annoncé"), (AIDE, "d'aide publique")):
        known = totals.amounts[quantity.key]
        if known.total is not None:
            return f"{count} et {short_euros(known.total)} {words}{_among(known.projects, totals.projects)}."
    return f"{count}, sans montant connu."


def _among(known: int, projects: int) -> str:
    """« , pour les 3 dont le montant est connu »; empty when all are."""
    if known == projects:
        return ""
    which = "le seul" if known == 1 else f"les {number(known)}"
    return f", pour {which} dont le montant est connu"


def _around(place: Place, near: pd.DataFrame) -> str:
    if near.empty:
        # A place without a surface has no contour, hence no point to measure from.
        unmeasured = place.kind != "region" and pd.isna(place.superficie_km2)
        return "son contour manque : aucune distance n'est mesurée" if unmeasured else "aucun autre n'est situé autour"
    within = near["distance_km"] <= proximity.NEAR_KM
    count = int(within.sum())
    if not count:
        first = near.iloc[0]
        return f"le plus proche, {sentences.named(first)}, est à {number(first['distance_km'])} km"
    told = f"{number(count)} à moins de {number(proximity.NEAR_KM)} km"
    cents = near["investissement_centimes"][within].dropna()
    if cents.empty:
        return told
    share = "" if len(cents) == count else f", pour {number(len(cents))} d'entre eux"
    return f"{told}, soit {short_euros(int(cents.sum()) / CENTS_PER_EURO)} annoncés{share}"


def facts(place: Place, totals: Totals, standing: Mapping[str, Any], projects: pd.DataFrame) -> list[str]:
    """What is known of a place, in up to three sentences.

    standing: as `sheet.by_projects` returns it; projects: rows of the table of projects, those of the place.
    """
    if not totals.projects:
        return []
    top = sheet.largest(projects, 1)
    money = sentences.money(totals, None if top.empty else top.iloc[0])
    told = [_projects(projects), money]
    return told if place.chosen else [*told, rank(place, standing)]


def rank(place: Place, row: Mapping[str, Any]) -> str:
    """« Par le nombre de projets, il est 67e sur 183 territoires de la phase 2 (16 ex æquo) ; la médiane est de 2. »"""
    ties = f" ({number(int(row['ex_aequo']))} ex æquo)" if row["ex_aequo"] else ""
    standing = f"{ordinal(int(row['rang']))} sur {number(int(row['classes']))} {kin_name(place)}{ties}"
    median = number(row["mediane"], 0 if row["mediane"] == round(row["mediane"]) else 1)
    return f"Rang par le nombre de projets : {standing} ; la médiane est de {median}."


def ordinal(position: int) -> str:
    """« 1er », « 2e »."""
    return "1er" if position == 1 else f"{number(position)}e"


def _years(known: pd.Series, count: int) -> str:
    if known.empty:
        return ""
    first, last = int(known.min()), int(known.max())
    if first < last:
        return f", de {first} à {last}"
    return f", annoncé en {first}" if count == 1 else f", annoncés en {first}"


def _projects(projects: pd.DataFrame) -> str:
    count, leading = len(projects), projects["filiere"].value_counts()
    opening = f"La sélection y compte {counted(count, 'projet')}{_years(projects['annee'].dropna(), count)}"
    if leading.empty:
        return f"{opening}."
    branch = f"dans la filière « {leading.index[0]} »"
    if len(leading) == 1 and leading.iloc[0] == count:
        return f"{opening}, {branch}." if count == 1 else f"{opening}, tous {branch}."
    if leading.iloc[0] == 1 and len(leading) == count:
        return f"{opening}, dans {number(len(leading))} filières différentes."
    return f"{opening}, dont {number(int(leading.iloc[0]))} {branch}."
