"""How a measure reads in French: its title, its values short and exact, and what its sums cover."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from components.text import formats
from components.text.formats import Formatter
from data.query import measures
from data.query.selection import Selection

# What a project must have known to enter a measure: with it, and without it.
_ENTERS = {
    "investissement": ("un investissement connu", "d'investissement connu"),
    "aide": ("une aide publique connue", "d'aide publique connue"),
    "emplois": ("un nombre d'emplois connu", "de nombre d'emplois connu"),
    "effet_levier": ("un investissement et une aide connus", "d'investissement et d'aide connus"),
    "emplois_par_million": ("des emplois et une aide connus", "d'emplois et d'aide connus"),
    "part_petites_communes": ("une commune connue", "de commune connue"),
}
# What a share is a share of.
OF: Final[Mapping[str, str]] = {
    "projets": "des projets",
    "investissement": "de l'investissement connu",
    "aide": "de l'aide publique connue",
    "emplois": "des emplois annoncés connus",
}


def title(selection: Selection, where: str) -> str:
    """« Investissement pour 10 000 habitants – Territoires d'industrie, phase 2 ». where: `Places.title`."""
    return f"{per(selection)} – {where}"


def per(selection: Selection) -> str:
    """« Investissement pour 10 000 habitants »."""
    measure = measures.MEASURES[selection.measure].label
    denominator = measures.applicable(selection.measure, selection.denominator)
    parts = {"aucun": "", "part": ", part du total national"}
    return measure + parts.get(denominator, f" {measures.DENOMINATORS[denominator].unit}")


def is_amount(selection: Selection) -> bool:
    """Whether values are euros, whole or per inhabitant or per km²."""
    per = measures.applicable(selection.measure, selection.denominator)
    return measures.MEASURES[selection.measure].unit == "€" and per != "part"


def unit(selection: Selection) -> str:
    """« € pour 10 000 habitants », « projets », « % du total »."""
    return measures.unit(selection.measure, selection.denominator)


def short(selection: Selection) -> Formatter:
    """A value as a map or a chart shows it: « 12,5 M€ », « 1,4 », « 77,1 % »."""
    if is_amount(selection):
        return formats.short_euros
    decimals = measures.decimals(selection.measure, selection.denominator)
    if unit(selection).startswith("%"):
        return partial(formats.percent, decimals=decimals)
    return partial(formats.number, decimals=decimals)


def exact(selection: Selection) -> Formatter:
    """A value as a table shows it: amounts to the euro."""
    if is_amount(selection):
        whole = measures.applicable(selection.measure, selection.denominator) == "aucun"
        return partial(formats.number, decimals=0 if whole else 2)
    return short(selection)


def column_label(selection: Selection) -> str:
    """« Investissement (€ pour 10 000 habitants) »."""
    return f"{measures.MEASURES[selection.measure].label} ({unit(selection)})"


def coverage(selection: Selection, total: "pd.Series[Any]") -> str:
    """« 326 des 875 projets ont un investissement connu ». total: the grand total of `query.aggregate`."""
    projects = int(total["projets"])
    if selection.measure == "projets":
        return formats.counted(projects, "projet")
    known = int(total[measures.MEASURES[selection.measure].known])
    return formats.coverage(known, projects, *_ENTERS[selection.measure])
