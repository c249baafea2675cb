"""What a reader sees of an active filter: the French label of each of its chips."""

from collections.abc import Callable, Mapping
from typing import Any

from data.words.vocabulary import PERIMETERS, PRECISIONS, TAILLES, TYPES_EPCI

_VALUE_LABELS: Mapping[str, Mapping[str, str]] = {
    "tailles": TAILLES,
    "types_epci": TYPES_EPCI,
    "precisions": PRECISIONS,
    "label": PERIMETERS,
}


def chip_labels(dimension: str, value: Any, region_names: Mapping[str, str]) -> list[tuple[str | None, str]]:
    """(value, French label) of each chip of an active filter whose field holds `value`."""
    if dimension == "annees":
        return [(None, _bounds(value, str))]
    if dimension == "montants":
        return [(None, _bounds(value, _euros))]
    if dimension == "texte":
        return [(None, f"« {value} »")]
    if dimension == "plus_gros":
        return [(None, "le premier" if value == 1 else f"les {value} premiers")]
    names = region_names if dimension == "regions" else _VALUE_LABELS.get(dimension, {})
    if isinstance(value, str):
        return [(None, names[value])]
    return [(v, names.get(v, v)) for v in value]


def _bounds(bounds: tuple[int | None, int | None], text: Callable[[int], str]) -> str:
    match bounds:
        case (None, int(high)):
            return f"jusqu'à {text(high)}"
        case (int(low), None):
            return f"à partir de {text(low)}"
        case (int(low), int(high)) if low < high:
            return f"de {text(low)} à {text(high)}"
    return text(bounds[0] or 0)


def _euros(amount: int) -> str:
    return f"{amount:,}\u00a0€".replace(",", "\u202f")
