"""How investment spreads over classes of communes, in words: names of classes and quantities, rates, sentences."""

from collections.abc import Mapping
from math import floor, log10
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.text import coverages, formats, sentences
from components.text.formats import joined, percent
from components.text.measure_labels import OF, amount, is_euros, tabled
from data.query import measures
from data.spread.bounds import Widest
from data.spread.shares import ALL, MEAN, MEASURED, RATES, Move
from data.words.quantities import QUANTITIES
from data.words.vocabulary import DENSITES, PERIMETER_CLASSES, TAILLES, TYPES_EPCI

GRANDEURS: Final[Mapping[str, str]] = {
    "population": "Population",
    **{key: measures.MEASURES[key].label for key in MEASURED},
}
_CLASSES: Final[Mapping[str, Mapping[str, str]]] = {
    "tailles": {key: f"{label} habitants" for key, label in TAILLES.items()},
    "types_epci": TYPES_EPCI,
    "label": PERIMETER_CLASSES,
    "densites": {name: name for name in DENSITES},
}
_NOBODY: Final = 1e-12  # a share of the inhabitants that is one of sums of floats
_ENSEMBLES: Final[Mapping[str, str]] = {
    "petites_communes": "les communes de moins de 20 000 habitants",
    "metropoles": "les métropoles",
    "label": "les Territoires d'industrie",
    ALL: "l'ensemble des communes",
}
# What a rate counts: under two, and from two on.
_COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "projets": ("projet", "projets"),
    **{key: quantity.counted for key, quantity in QUANTITIES.items()},
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
    return f"{opening[0].upper()}{opening[1:]} ont {joined(held)}, pour {beside} de la population.{_covered(rows)}"


def is_settled(people: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether the filters of place keep a class alone, or nothing of it: what it has says the filters only.

    people: its share of the inhabitants, 0 to 1, or those of several classes.
    """
    share = np.asarray(people, dtype=np.float64)
    return ~((share > _NOBODY) & (share < 1 - _NOBODY))


def _covered(rows: pd.DataFrame) -> str:
    """« Connu, dans cet ensemble et hors de lui : investissement, 48 % et 47 % des projets ; … »."""
    told = []
    for row in rows[rows["grandeur"].isin(QUANTITIES) & rows["part"].notna()].to_dict("records"):
        inside = row["connus_ensemble"], row["n_ensemble"]
        outside = row["connus"] - inside[0], row["n"] - inside[1]
        told.append(coverages.beside(GRANDEURS[row["grandeur"]].lower(), inside, outside))
    return f" Connu, dans cet ensemble puis ailleurs : {' ; '.join(told)}." if told else ""


def bounded(found: Widest | None, medians: Mapping[str, float], partition: str) -> str:
    """Which share moves most if each unknown had the median known value; empty where none is known."""
    if found is None:
        return ""
    zero, median = (percent(100 * share) for share in (found.zero, found.median))
    name, middle = GRANDEURS[found.grandeur].lower(), amount(medians[found.grandeur], found.grandeur)
    return (
        "Si les montants inconnus valaient 0, les parts seraient celles du graphique. Si chacun valait la médiane "
        f"connue ({name} : {middle}), la part qui bougerait le plus, celle de « {classes(partition)[found.classe]} », "
        f"passerait de {zero} à {median}."
    )


def rates_headline(rows: pd.DataFrame, denominator: str) -> str:
    """The rate of one ensemble in each quantity, beside that of all communes. rows: as for `headline`."""
    column = RATES[denominator]
    known = rows[rows[column].notna() & (rows["n"] > 0)].to_dict("records")
    if not known:
        return ""
    told = []
    for rank, row in enumerate(known):
        value, mean = (rate(row[name], row["grandeur"]) for name in (column, column + MEAN))
        few = f"sur {formats.counted(row['connus_ensemble'], 'projet')} seulement, " if row["fragile"] else ""
        beside = "" if rank else " dans l'ensemble"
        words = _COUNTED[row["grandeur"]][row[column] >= 2]
        told.append(f"{value} {words} ({few}contre {mean}{beside})")
    return f"{per(denominator).capitalize()}, {ensemble(known[0]['ensemble'])} ont {joined(told)}."


def moved(move: Move, projects: pd.DataFrame) -> str:
    """« Ce qui bouge le plus : la part … passe de … à … sans le projet … ». projects: the table of projects."""
    return (
        f"La part qui bouge le plus sans {_left_out(move, projects)} est celle que {ensemble(move.ensemble)} ont "
        f"{OF[move.grandeur]} : elle passe de {percent(100 * move.avant)} à {percent(100 * move.apres)}."
    )


def rate_moved(move: Move, projects: pd.DataFrame, denominator: str) -> str:
    """The same for a rate, whose move is relative to what it was."""
    before, after = (rate(value, move.grandeur) for value in (move.avant, move.apres))
    return (
        f"Le taux qui bouge le plus, à proportion, sans {_left_out(move, projects)} est celui {OF[move.grandeur]} dans "
        f"{ensemble(move.ensemble)} : il passe de {before} à {after} {per(denominator)}."
    )


def _left_out(move: Move, projects: pd.DataFrame) -> str:
    if move.n > 1:
        return f"les {move.n} plus gros projets"
    return f"le plus gros projet ({sentences.named(projects.iloc[move.ecartes[0]])})"


def per(denominator: str) -> str:
    """« pour 10 000 habitants »."""
    return measures.DENOMINATORS[denominator].unit


def rate(value: float, quantity: str) -> str:
    """A rate as a chart shows it: « 10,4 M€ », « 0,17 », « 0,0041 »."""
    return amount(value, quantity, 0 if is_euros(quantity) else _decimals(value, quantity))


def exact_rate(value: float, quantity: str) -> str:
    """A rate as a table shows it: whole euros, a decimal more than a chart."""
    return formats.euros(value) if is_euros(quantity) else formats.number(value, _decimals(value, quantity) + 1)


def _decimals(value: float, quantity: str) -> int:
    """Those of all rates of the quantity, or as many as leave two digits."""
    usual = measures.decimals(quantity, next(iter(RATES)))
    return max(usual, 1 - floor(log10(value))) if value > 0 else usual


def readable(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Rows with the values of columns as a table of several quantities shows them: « valeur_lue » for « valeur ».

    rows: with grandeur, values in euros.
    """
    told = {
        f"{column}_lue": [
            None if pd.isna(value) else tabled(value, quantity)
            for value, quantity in zip(rows[column], rows["grandeur"], strict=True)
        ]
        for column in columns
    }
    return rows.assign(**{name: pd.Series(texts, index=rows.index, dtype="str") for name, texts in told.items()})


def covered(connus: int, n: int) -> str:
    """« 326 sur 875 »."""
    return f"{formats.number(connus)} sur {formats.number(n)}"
