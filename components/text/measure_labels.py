"""How a measure reads in French: its title, its values short and exact, and what its sums cover."""

from collections.abc import Callable, Mapping
from functools import partial
from math import isnan
from typing import Any, Final

import pandas as pd

from components.text import formats
from components.text.formats import Formatter
from data.query import measures
from data.query.selection import Selection
from data.words.numbers import MILLION
from data.words.quantities import QUANTITIES, Quantity

# What a share is a share of.
OF: Final[Mapping[str, str]] = {
    "projets": "des projets",
    **{key: quantity.share_of for key, quantity in QUANTITIES.items()},
}

_PLURAL: Final = 2  # in French, it begins there
_WHOLE_FROM_EUR: Final = 100 * MILLION  # millions read without decimals from here on


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


def is_euros(grandeur: str) -> bool:
    """Whether a quantity, or anything else that is summed, is in euros."""
    return grandeur in QUANTITIES and QUANTITIES[grandeur].kind == "cents"


def amount(value: float, grandeur: str, decimals: int = 0) -> str:
    """A sum of a quantity, in its unit: « 12,5 M€ », « 1 200 »."""
    return formats.short_euros(value) if is_euros(grandeur) else formats.number(value, decimals)


def tabled(value: float, grandeur: str) -> str:
    """A sum in a column that holds several quantities: « 83 310,12 M€ », « 1 200 »."""
    return f"{formats.millions(value)}{formats.NBSP}M€" if is_euros(grandeur) else formats.number(value)


def held(quantity: Quantity) -> Formatter:
    """A value of the column of a quantity, as a table shows it under its `heading`: millions of euros, or a number."""
    return formats.millions_of_cents if quantity.kind == "cents" else formats.number


def heading(quantity: Quantity) -> str:
    """« Aide publique (M€) »: above a column of a table on a page."""
    return f"{quantity.label} (M€)" if quantity.kind == "cents" else quantity.heading


def unit(selection: Selection) -> str:
    """« € pour 10 000 habitants », « projets », « % du total »."""
    return measures.unit(selection.measure, selection.denominator)


def heading_of_map(selection: Selection) -> str:
    """The unit above a legend; the sign of euros alone would not say of what."""
    return column_label(selection).replace("M€", "€") if unit(selection) == "€" else unit(selection)


def short(selection: Selection) -> Formatter:
    """A value as a map or a chart shows it: « 12,5 M€ », « 1,4 », « 77,1 % »."""
    if is_amount(selection):
        return formats.short_euros
    decimals = measures.decimals(selection.measure, selection.denominator)
    if unit(selection).startswith("%"):
        return partial(formats.percent, decimals=decimals)
    return partial(formats.number, decimals=decimals)


def exact(selection: Selection) -> Formatter:
    """A value as a table shows it: sums of euros in millions, rates in euros and their cents."""
    if is_amount(selection):
        return formats.millions if _whole(selection) else partial(formats.number, decimals=2)
    return short(selection)


def table_unit(selection: Selection) -> str:
    """The unit of `exact`: « M€ », « € pour 10 000 habitants »."""
    return "M€" if is_amount(selection) and _whole(selection) else unit(selection)


def column_label(selection: Selection) -> str:
    """« Investissement (M€) », « Investissement (€ pour 10 000 habitants) »."""
    return f"{measures.MEASURES[selection.measure].label} ({table_unit(selection)})"


def brief(selection: Selection) -> Formatter:
    """A value without its unit, as each place of a map bears it below `heading_of_brief`: « 12,5 », « 1 200 »."""
    if is_amount(selection):
        return _brief_millions
    return partial(_brief, decimals=measures.decimals(selection.measure, selection.denominator))


def heading_of_brief(selection: Selection) -> str:
    """« Investissement (M€ pour 10 000 habitants) », « Emplois annoncés pour 10 000 habitants »."""
    label, in_millions = measures.MEASURES[selection.measure].label, _in_millions(unit(selection), selection)
    counted, _, per = in_millions.partition(" ")
    return f"{label} {per}".rstrip() if label.lower().startswith(counted) else f"{label} ({in_millions})"


def heading_of_gaps(selection: Selection) -> str:
    """« Par rapport à la France (M€ pour 10 000 habitants) »: above differences that `brief` writes."""
    return f"Par rapport à la France ({_in_millions(gap_unit(selection), selection)})"


def gap_unit(selection: Selection) -> str:
    """What a difference of two values is in: « points » where these are percentages."""
    return "points" if unit(selection).startswith("%") else unit(selection)


def gap_short(selection: Selection) -> Formatter:
    """A difference to the country as a map shows it: « +12,5 M€ », « −1,4 »."""
    return partial(formats.with_sign, formatter=_gap_size(selection, short))


def gap_exact(selection: Selection) -> Formatter:
    """The same as a table shows it."""
    return partial(formats.with_sign, formatter=_gap_size(selection, exact))


def of_country(selection: Selection, value: float) -> str:
    """« France : 0,34 projet pour 10 000 habitants », « France : 64,2 % des projets »."""
    if pd.isna(value):
        return f"France : {formats.NO_DATA}"
    said, (counted, _, per) = short(selection)(value), unit(selection).partition(" ")
    if is_amount(selection) or counted == "%":
        return f"France : {said} {per}"
    return f"France : {said} {counted.removesuffix('s') if abs(value) < _PLURAL else counted} {per}"


def _in_millions(unit: str, selection: Selection) -> str:
    return unit.replace("€", "M€", 1) if is_amount(selection) else unit


def _brief_millions(euros: float) -> str:
    return _brief(euros / MILLION, 0 if euros >= _WHOLE_FROM_EUR else 1)


def _brief(value: float, decimals: int) -> str:
    """A number without the zeros after its comma: they would travel for each place. Nothing for NaN."""
    if isnan(value):
        return ""
    return formats.number(value, 0 if value == round(value) else decimals).removesuffix(",0")


def _gap_size(selection: Selection, of_value: Callable[[Selection], Formatter]) -> Formatter:
    """How the size of a difference reads: points are not percents."""
    if not unit(selection).startswith("%"):
        return of_value(selection)
    return partial(formats.number, decimals=measures.decimals(selection.measure, selection.denominator))


def _whole(selection: Selection) -> bool:
    return measures.applicable(selection.measure, selection.denominator) == "aucun"


def coverage(selection: Selection, total: "pd.Series[Any]") -> str:
    """« 326 des 875 projets ont un investissement connu ». total: the grand total of `query.aggregate`."""
    projects = int(total["projets"])
    if selection.measure == "projets":
        return formats.counted(projects, "projet")
    measure = measures.MEASURES[selection.measure]
    return formats.coverage(int(total[measure.known]), projects, measure.having, measure.lacking)
