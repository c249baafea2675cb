"""How the measures that places are compared by read: their labels and their values."""

from collections.abc import Callable

import pandas as pd

from components.text import formats, measure_labels
from data.query.measures import MEASURES
from data.query.selection import Selection


def label(measure: str, denominator: str) -> str:
    """« Investissement pour 10 000 habitants »."""
    return MEASURES[measure].label + ("" if denominator == "aucun" else " pour 10 000 habitants")


def reader(measure: str, denominator: str) -> Callable[[float], str | None]:
    """What writes a value of a measure, None for one that is not known."""
    of = Selection(measure=measure, denominator=denominator)
    short, counted = measure_labels.short(of), not measure_labels.is_amount(of)

    def read(value: float) -> str | None:
        if pd.isna(value):
            return None
        # The middle of two whole numbers, as a median may be.
        return formats.number(value, 1) if counted and value % 1 == 0.5 else short(value)

    return read


def signed(write: Callable[[float], str | None], difference: float) -> str | None:
    """A difference with its sign: « +12,5 M€ », « −3 », « 0 »."""
    if pd.isna(difference) or difference == 0:
        return write(difference)
    sign = "+" if difference > 0 else "\N{MINUS SIGN}"
    return f"{sign}{write(abs(difference))}"
