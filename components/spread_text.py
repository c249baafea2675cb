"""How investment spreads over classes of communes, in words: names of classes and quantities, leading sentences."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from components import formats
from components.formats import joined, percent
from components.measure_text import OF
from data.spread import Move
from data.vocabulary import DENSITES, PERIMETER_CLASSES, TAILLES, TYPES_EPCI

QUANTITIES: Final[Mapping[str, str]] = {
    "population": "Population",
    "projets": "Projets",
    "investissement": "Investissement",
    "aide": "Aide publique",
    "emplois": "Emplois annoncés",
}
_CLASSES: Final[Mapping[str, Mapping[str, str]]] = {
    "tailles": {key: f"{label} habitants" for key, label in TAILLES.items()},
    "types_epci": TYPES_EPCI,
    "label": PERIMETER_CLASSES,
    "densites": {name: name for name in DENSITES},
}
_ENSEMBLES: Final[Mapping[str, str]] = {
    "petites_communes": "les communes de moins de 20 000 habitants",
    "metropoles": "les métropoles",
    "label": "les Territoires d'industrie",
}


def classes(partition: str) -> Mapping[str, str]:
    """The classes of a partition in their order, by key."""
    return _CLASSES[partition]


def ensemble(key: str) -> str:
    """« les communes de moins de 20 000 habitants »."""
    return _ENSEMBLES[key]


def headline(rows: pd.DataFrame) -> str:
    """What one ensemble holds of each quantity, beside its inhabitants. rows: of `spread.headlines`, one ensemble."""
    shares = rows.set_index("grandeur")["part"]
    held = [f"{percent(100 * shares[key])} {words}" for key, words in OF.items() if not pd.isna(shares[key])]
    if not held:
        return ""
    opening = ensemble(str(rows["ensemble"].iloc[0]))
    beside = percent(100 * shares["population"])
    return f"{opening[0].upper()}{opening[1:]} ont {joined(held)}, pour {beside} de la population."


def moved(move: Move, projects: pd.DataFrame) -> str:
    """« Ce qui bouge le plus : la part … passe de … à … sans le projet … ». projects: the table of projects."""
    which = f"les {move.n} plus gros projets"
    if move.n == 1:
        largest = projects.iloc[move.ecartes[0]]
        which = f"le plus gros projet ({largest['entreprise']} à {largest['commune']})"
    return (
        f"La part qui bouge le plus sans {which} est celle que {ensemble(move.ensemble)} ont {OF[move.grandeur]} : "
        f"elle passe de {percent(100 * move.avant)} à {percent(100 * move.apres)}."
    )


def covered(connus: int, n: int) -> str:
    """« 326 sur 875 »."""
    return f"{formats.number(connus)} sur {formats.number(n)}"
