"""Which place a published figure speaks of: that whose name its perimeter is, never a guess."""

from collections.abc import Collection, Mapping

import pandas as pd

from data.words.place_keys import place_key
from data.words.text import fold
from geo.errors import DataError, Problem

FRANCE = "France"
FILE = "perimetres.csv"


def keys(perimetres: "pd.Series[str]", names: Mapping[str, "pd.Series[str]"]) -> "pd.Series[str]":
    """The key of the place of each perimeter; missing for France, and where no place or several have this name.

    names: by kind of place, the name of each code.
    """
    named = pd.concat(
        pd.Series([place_key(kind, str(code)) for code in of_kind.index], of_kind.map(fold), dtype="str")
        for kind, of_kind in names.items()
    )
    alone = named[~named.index.duplicated(keep=False)]
    return perimetres.where(perimetres != FRANCE).map(fold, na_action="ignore").map(alone).astype("str")


def check(perimetres: pd.DataFrame, indicateurs: pd.DataFrame, known: Collection[str]) -> None:
    """Refuse a perimeter that no figure has, or that alone names a place already, and a place that does not exist.

    perimetres: indexed by the line of their file; indicateurs: with lieu; known: every key of a place.
    """
    alone = set(indicateurs.loc[indicateurs["lieu"].isna(), "perimetre"])
    problems = [
        Problem(FILE, f"le périmètre « {name} » n'est celui d'aucun chiffre sans lieu", "le retirer", int(str(line)))
        for line, name in perimetres["perimetre"].items()
        if name not in alone
    ]
    problems += [
        Problem(FILE, f"le lieu {key} n'existe pas dans l'atlas", "écrire la clé d'un lieu", int(str(line)), "lieu")
        for line, key in perimetres["lieu"].items()
        if key not in known
    ]
    if problems:
        raise DataError(problems)


def of_place(indicateurs: pd.DataFrame, perimetres: pd.DataFrame, key: str) -> pd.DataFrame:
    """The figures of a place: those whose perimeter is its name, or is made of it and of others."""
    shared = perimetres.loc[perimetres["lieu"] == key, "perimetre"]
    return indicateurs[(indicateurs["lieu"] == key) | indicateurs["perimetre"].isin(shared)]


def places(indicateurs: pd.DataFrame, perimetres: pd.DataFrame) -> frozenset[str]:
    """The keys of the places that `of_place` finds a figure of."""
    shared = perimetres.loc[perimetres["perimetre"].isin(indicateurs["perimetre"]), "lieu"]
    return frozenset((*indicateurs["lieu"].dropna(), *shared.dropna()))


def unplaced(indicateurs: pd.DataFrame, perimetres: pd.DataFrame) -> str:
    """The perimeters, France apart, that are of no place of the atlas, with the number of their figures."""
    elsewhere = indicateurs["lieu"].isna() & ~indicateurs["perimetre"].isin(perimetres["perimetre"])
    lost = indicateurs[elsewhere & (indicateurs["perimetre"] != FRANCE)]
    counts = lost["perimetre"].value_counts().sort_index()
    return " ; ".join(f"{name} ({count})" for name, count in counts.items())
