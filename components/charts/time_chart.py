"""Published figures over time: a point for each, a line between those that count the same thing.

One unit for the whole chart. Vega writes no number of ours: the labels of the vertical axis are given to it as text.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor, log10
from typing import Any, Final

import numpy as np

from components.charts.bar_charts import Spec, native
from components.look import palette

_HEIGHT: Final = 260  # px: a laptop shows two charts
_SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_LABELS: Final = {True: 5, False: 9}  # years that fit under the axis, on a narrow screen or not
_TICKS: Final = 5  # steps at most: each has 50 px of that height for its text
_FROM_ZERO: Final = 0.5  # below this share of the greatest value, the least is shown from zero


def chart(lines: Sequence[str], span: tuple[float, float], ticks: Mapping[float, str], *, narrow: bool) -> Spec:
    """Points and lines. Data: ligne, position (years), valeur, quand and texte (as they read), source.

    lines: in the order of the legend; span: first and last position; ticks: text by value, lowest to greatest.
    """
    colours = [palette.CATEGORICAL[rank % len(palette.CATEGORICAL)] for rank in range(len(lines))]
    shapes = [_SHAPES[rank % len(_SHAPES)] for rank in range(len(lines))]
    shared: dict[str, Any] = {
        "x": _time(span, narrow=narrow),
        "y": _values(ticks),
        "color": _told(lines, colours, narrow=narrow),
    }
    shape = _told(lines, shapes, narrow=narrow)
    tooltip = [
        {"field": name, "type": "nominal", "title": title}
        for name, title in (("ligne", "Série"), ("quand", "Date"), ("texte", "Valeur"), ("source", "Source"))
    ]
    point = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    return {
        "usermeta": native(
            "curves", "position", "valeur", series="ligne", colours=dict(zip(lines, colours, strict=True))
        ),
        "height": _HEIGHT,
        "autosize": {"type": "fit-x", "contains": "padding"},  # the legend takes no height from the picture
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 1.6}, "encoding": shared},
            {"mark": point, "encoding": shared | {"shape": shape, "tooltip": tooltip}},
        ],
        "config": {"view": {"stroke": None}},
    }


def ticks(values: Sequence[float], text: Callable[[float], str]) -> dict[float, str]:
    """Round values that hold all the others, with their text; from zero unless all are far from it."""
    low, high = min(values), max(values)
    if 0 < low < _FROM_ZERO * high or low == high:
        low = min(low, 0.0)
    high = max(high, 0.0)
    step = _round_step((high - low) / _TICKS or 1.0)
    first = floor(low / step)
    last = max(ceil(high / step), first + 1)
    return {float(round(rank * step, 9)): text(float(round(rank * step, 9))) for rank in range(first, last + 1)}


def _round_step(rough: float) -> float:
    """The first of 1, 2, 5, 10 times a power of ten that is not under `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)


def _time(span: tuple[float, float], *, narrow: bool) -> Spec:
    first, last = floor(span[0]), floor(span[1])
    step = max(1, ceil((last - first + 1) / _LABELS[narrow]))
    return {
        "field": "position",
        "type": "quantitative",
        "scale": {"domain": [first, last + 1], "nice": False},
        "axis": {
            "title": None,
            "values": [float(year) + 0.5 for year in np.arange(first, last + 1, step)],
            "labelExpr": "'' + floor(datum.value)",
            "grid": False,
            "labelFontSize": 12,
            "labelColor": palette.MUTED,
        },
    }


def _values(ticks: Mapping[float, str]) -> Spec:
    values, texts = list(ticks), json.dumps(list(ticks.values()), ensure_ascii=False)
    return {
        "field": "valeur",
        "type": "quantitative",
        "scale": {"domain": [values[0], values[-1]], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": values,
            "labelExpr": f"{texts}[indexof({json.dumps(values)}, datum.value)]",
            "labelLimit": 140,
            "domain": False,
            "ticks": False,
            "labelFontSize": 12,
            "labelColor": palette.MUTED,
        },
    }


def _told(lines: Sequence[str], marks: Sequence[str], *, narrow: bool) -> Spec:
    return {
        "field": "ligne",
        "type": "nominal",
        "scale": {"domain": list(lines), "range": list(marks)},
        "legend": {
            "title": None,
            "orient": "bottom",
            "direction": "vertical",
            "columns": 1,
            "labelFontSize": 12,
            "labelLimit": 280 if narrow else 420,
            "labelColor": palette.TEXT,
            "symbolOpacity": 1,
            "aria": False,  # Vega describes it in English; the alt text and the table say the same
        },
    }
