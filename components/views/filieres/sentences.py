"""Filières in words: what leads each quantity, where a filière stands, where one is specialised."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from components.text import coverages, formats, measure_labels
from components.text.formats import joined, number, percent
from components.text.measure_labels import OF
from data.query.measures import MEASURES
from data.query.projects import NONE
from data.query.selection import Selection
from data.spread.sectors import MIN_CELL, MIN_REGION
from data.spread.shares import MEASURED
from data.words.quantities import QUANTITIES

_NAMED: Final = 3  # names said before « et n autres »
WHAT_AN_INTERVAL_SAYS: Final = (
    "Quotient de localisation : part de la filière dans les projets de la région, divisée par sa part dans tous les "
    f"projets ; calculé à partir de {MIN_CELL} projets de la filière dans une région qui en compte au moins "
    f"{MIN_REGION}. La table des projets n'est pas un échantillon tiré au hasard : l'intervalle à 95 % dit seulement "
    "combien le quotient tient à quelques projets, et un intervalle sur vingt se trompe. Il ne corrige pas ce que la "
    "table ignore. Le minimum cache les absences : une région où une filière manque n'a pas de quotient."
)

# What shares are of, when some projects have no filière.
_UNNAMED: Final = "de ce que la sélection a de filière connue"


def viewed(selection: Selection) -> Selection:
    """What the page shows of a selection: a quantity that adds up over filières, divided by nothing, by région."""
    measure = selection.measure if selection.measure in MEASURED else "projets"
    return replace(selection, measure=measure, denominator="aucun", level="regions", zone=None)


def leading(rows: pd.DataFrame) -> str:
    """« Investissement : Santé en tête, avec 1,2 Md€, soit 40 % du total connu (…) »; "" without any value.

    rows: of `sectors.by_sector`, one grandeur.
    """
    named = rows[rows["filiere"] != NONE]
    first = named[(named["valeur"] > 0) & (named["valeur"] == named["valeur"].max())]
    if first.empty:
        return ""
    key, best = str(first["grandeur"].iloc[0]), first.iloc[0]
    names = enumerated(first["filiere"])
    if len(first) > 1:
        return f"{MEASURES[key].label} : {names} à égalité, avec {_amount(best)} chacune."
    whole = "de la sélection" if key == "projets" else "du total connu"
    share = f"{percent(100 * best['part'])} {_UNNAMED if _has_unnamed(rows) else whole}"
    known = "" if key == "projets" else f" ({covered(best)})"
    return f"{MEASURES[key].label} : {names} en tête, avec {_amount(best)}, soit {share}{known}."


def _amount(row: "pd.Series[Any]") -> str:
    if measure_labels.is_euros(row["grandeur"]):
        return formats.short_euros(row["valeur"])
    unit = MEASURES[row["grandeur"]].unit
    return formats.counted(row["valeur"], unit.removesuffix("s"), unit)


def covered(row: "pd.Series[Any]") -> str:
    """« 20 des 42 projets ont un investissement connu ». row: of `sectors.by_sector`."""
    key = str(row["grandeur"])
    sums = pd.Series({MEASURES[key].known: row["connus"], "projets": row["n"]})
    return measure_labels.coverage(Selection(measure=key), sums)


def standing(rows: pd.DataFrame, name: str) -> str:
    """« Santé réunit 8,5 % des projets, 7 % de l'investissement connu… ». rows: `by_sector` of all the filières."""
    shares = rows[rows["filiere"] == name].set_index("grandeur")["part"]
    said = [f"{percent(100 * shares[key])} {words}" for key, words in OF.items() if not pd.isna(shares[key])]
    if not said:
        return ""
    whole = _UNNAMED if _has_unnamed(rows) else "de la sélection, toutes filières confondues"
    return f"{name} réunit {joined(said)} {whole}.{_known(rows, name)}"


def _known(rows: pd.DataFrame, name: str) -> str:
    """« Connu, dans cette filière puis dans les autres : investissement, 64 % et 47 % des projets ; … »."""
    told = []
    for key, quantity in QUANTITIES.items():
        own = rows[rows["grandeur"] == key]
        counts = own.groupby(own["filiere"] == name)[["connus", "n"]].sum().reindex([True, False], fill_value=0)
        inside, outside = counts.itertuples(index=False, name=None)
        if inside[1]:
            told.append(coverages.beside(quantity.label.lower(), inside, outside))
    return f" Connu, dans cette filière puis dans les autres : {' ; '.join(told)}." if told else ""


def _has_unnamed(rows: pd.DataFrame) -> bool:
    return bool((rows.loc[rows["filiere"] == NONE, "n"] > 0).any())


def sharpest(quotients: pd.DataFrame, regions: "pd.Series[str]") -> str:
    """What is specialised beyond the chance of a few projects, the surest first; how many quotients there are.

    quotients: of `sectors.location_quotients`, those known. regions: name by code.
    """
    above = quotients[quotients["bas"] > 1]
    below = quotients[quotients["haut"] < 1]
    if quotients.empty:
        return "Aucun quotient à montrer : il faut plusieurs régions, plusieurs filières et assez de projets."
    counted = formats.counted(len(quotients), "quotient")
    beyond = (
        f"{counted} : {number(len(above))} {_verb(len(above))} au-dessus de 1 sur tout l'intervalle, "
        f"{number(len(below))} {_verb(len(below))} au-dessous"
    )
    if above.empty:
        return f"{beyond}."
    surest = above.sort_values("bas").iloc[-1]
    return (
        f"{beyond}. Le plus net : {surest['filiere']}, {regions[surest['code_region']]}, "
        f"{number(surest['quotient'], 2)} ({bounds(surest['bas'], surest['haut'])})."
    )


def bounds(low: float, high: float) -> str:
    """« entre 1,23 et 4,56 »."""
    return f"entre {number(low, 2)} et {number(high, 2)}"


def enumerated(names: Sequence[str] | pd.Series) -> str:
    """« A », « A et B », « A, B, C et 4 autres »."""
    every = list(names)
    if len(every) <= _NAMED + 1:
        return joined(every)
    return joined([*every[:_NAMED], f"{number(len(every) - _NAMED)} autres"])


def _verb(count: int) -> str:
    return "sont" if count > 1 else "est"
