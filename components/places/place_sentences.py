"""The main facts of a place in plain French sentences, from its sums and its standings."""

from typing import Any

import pandas as pd

from components.text import sentences
from components.text.formats import counted, number
from data.places import sheet
from data.places.place import Place
from data.places.summary import Totals
from data.words.levels import LEVELS


def kin_name(place: Place) -> str:
    """« territoires de la phase 2 »."""
    return LEVELS[place.level].kin


def identity(place: Place) -> str:
    """« Territoire d'industrie, phase 2 – Auvergne-Rhône-Alpes – 186 communes, 193 512 habitants (2017), 4 321 km² »"""
    known = [f"{counted(place.population, 'habitant')} ({place.population_millesime})"]
    if place.kind != "commune":
        known.insert(0, counted(len(place.communes), "commune"))
    if not pd.isna(place.superficie_km2):
        known.append(f"{number(place.superficie_km2)} km²")
    return " – ".join(part for part in (place.genre, place.situation, ", ".join(known)) if part)


def facts(place: Place, totals: Totals, standing: pd.DataFrame, projects: pd.DataFrame) -> list[str]:
    """What is known of a place, in up to three sentences.

    standing: as `sheet.standings` returns it; projects: rows of the table of projects, those of the place.
    """
    if not totals.projects:
        return ["La sélection n'y compte aucun projet connu : ce n'est pas dire qu'il n'y en a pas."]
    top = sheet.largest(projects, 1)
    money = sentences.money(totals, None if top.empty else top.iloc[0])
    return [_projects(projects), money, rank(place, standing.iloc[0])]


def rank(place: Place, row: "pd.Series[Any]") -> str:
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
