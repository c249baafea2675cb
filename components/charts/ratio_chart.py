"""A chart of ratios with their intervals, on both sides of 1."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from components.charts.bar_charts import Spec, native
from components.look import palette

_STEP: Final = 38  # px: names of two lines
_LABEL_WIDTH: Final = 250  # px: the names of quantities and of filières, the longest of which has 229
_NARROW_LABEL_WIDTH: Final = 140  # a third of a phone: intervals keep the rest
# Powers of two, which read as fractions: what Vega takes for a logarithmic scale is 0.1, 0.2, 0.3.
_TICKS: Final = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64)
# Room at the right of an interval, for the number.
_ROOM: Final = 1.6


def ratios(rows: pd.DataFrame, tooltip: Mapping[str, str], *, narrow: bool) -> Spec:
    """A dot per ratio with its interval, on a scale of ratios (2 as far from 1 as 1/2 is), pale when it holds 1.

    rows: nom (label, one or two lines, unique), rapport, bas, haut (above 0), texte, sur (1 is outside the interval).
    tooltip: the label of each column that it says.
    """
    least, most = float(rows["bas"].min()), float(rows["haut"].max())
    domain = [min(0.5, least), max(2.0, most) * _ROOM]
    row = {
        "y": {"field": "nom", "type": "nominal", "sort": None, "title": None, "axis": _name_axis(narrow=narrow)},
        "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in tooltip.items()],
    }
    colour = {"color": {"condition": {"test": "datum.sur", "value": palette.ACCENT}, "value": palette.HATCH}}
    one, low, dot, high = (_ratio(field, domain) for field in ("un", "bas", "rapport", "haut"))
    return {
        "usermeta": native(
            "ratios",
            "nom",
            "rapport",
            text="texte",
            low="bas",
            high="haut",
            sure="sur",
            unsure_colour=palette.HATCH,
        ),
        "height": {"step": _STEP},
        "layer": [
            {
                "data": {"values": [{"un": 1}]},
                "mark": {"type": "rule", "color": palette.MUTED, "strokeDash": [4, 4]},
                "encoding": one,
            },
            {"mark": {"type": "rule", "strokeWidth": 2.2}, "encoding": row | low | {"x2": {"field": "haut"}} | colour},
            {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1}, "encoding": row | dot | colour},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": palette.TEXT},
                "encoding": row | high | {"text": {"field": "texte", "type": "nominal"}},
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def _ratio(field: str, domain: list[float]) -> Spec:
    """A column on the scale of ratios, whose ticks read 1/4, 1/2, 1, 2, 4."""
    axis = {
        "title": None,
        "orient": "top",
        "values": [tick for tick in _TICKS if domain[0] <= tick <= domain[1]],
        "labelExpr": "datum.value < 1 ? '1/' + round(1 / datum.value) : '' + datum.value",
        "labelFontSize": 12,
        "labelColor": palette.MUTED,
        "domain": False,
        "ticks": False,
    }
    scale = {"type": "log", "domain": domain, "nice": False}
    return {"x": {"field": field, "type": "quantitative", "scale": scale, "axis": axis}}


def _name_axis(*, narrow: bool) -> Spec:
    return {
        "labelExpr": "split(datum.label, '\\n')",
        "labelLimit": _NARROW_LABEL_WIDTH if narrow else _LABEL_WIDTH,
        "labelFontSize": 13,
        "labelColor": palette.TEXT,
        "labelPadding": 6,
        "domain": False,
        "ticks": False,
    }
