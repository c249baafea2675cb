"""Small charts of rates: one quantity by class, one class by year, the mean of all classes across each."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from components import charts, palette
from components.charts import Spec

_YEARS_HEIGHT: Final = 130
_PALE: Final = 0.35
_MEAN: Final = {"color": palette.MARK, "strokeWidth": 1.6}


def classes(rows: pd.DataFrame, heading: str, mean: str, *, narrow: bool) -> Spec:
    """A bar per class, and a line across them at the mean. rows: as for `charts.bars`, and moyen, NaN where unknown.

    heading and mean: what is divided, and what the line says.
    """
    spec = charts.bars(rows, noun="Classe", narrow=narrow)
    shared: dict[str, Any] = spec.pop("encoding")
    across = {"x": shared["x"] | {"field": "moyen", "aggregate": "mean"}}
    for layer in spec["layer"]:
        layer["encoding"] = shared | layer["encoding"]
    spec["layer"].append({"mark": {"type": "rule", **_MEAN}, "encoding": across})
    return spec | {"title": _title(heading, mean)}


def years(span: tuple[int, int], ticks: Mapping[float, str], heading: str) -> Spec:
    """A bar per year, and a line for the mean of each year; a year without a known value stays empty.

    Data: annee, taux and moyen (NaN where unknown), texte, texte_moyen and connus (as they read), fragile (drawn pale).
    span: the first and the last year of the axis. ticks: text by value, lowest to greatest, the same for every class.
    """
    first, last = span
    shared = {
        "x": {
            "field": "annee",
            "type": "ordinal",
            "scale": {"domain": list(range(first, last + 1))},
            "axis": {"title": None, "labelAngle": 0, "labelFontSize": 12, "labelColor": palette.MUTED, "ticks": False},
        },
        "tooltip": [
            {"field": field, "type": "nominal", "title": title}
            for field, title in (
                ("annee", "Année"),
                ("texte", "Taux"),
                ("texte_moyen", "Ensemble"),
                ("connus", "Projets connus"),
            )
        ],
    }
    rate, mean = ({"y": _axis(ticks, field)} for field in ("taux", "moyen"))
    opacity = {"opacity": {"condition": {"test": "datum.fragile", "value": _PALE}, "value": 1.0}}
    return {
        "height": _YEARS_HEIGHT,
        "title": _title(heading),
        "layer": [
            {"mark": {"type": "bar", "color": palette.ACCENT}, "encoding": shared | rate | opacity},
            {"mark": {"type": "line", **_MEAN, "interpolate": "step"}, "encoding": shared | mean},
        ],
        "config": {"view": {"stroke": None}},
    }


def _axis(ticks: Mapping[float, str], field: str) -> Spec:
    """Vega writes no number of ours: the labels are given to it as text."""
    values, texts = list(ticks), json.dumps(list(ticks.values()), ensure_ascii=False)
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [values[0], values[-1]], "nice": False},
        "axis": {
            "title": None,
            "values": values,
            "labelExpr": f"{texts}[indexof({json.dumps(values)}, datum.value)]",
            "labelFontSize": 12,
            "labelColor": palette.MUTED,
            "domain": False,
            "ticks": False,
        },
    }


def _title(heading: str, under: str = "") -> Spec:
    return {
        "text": heading,
        "subtitle": under,
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 14,
        "color": palette.TEXT,
        "subtitleFontSize": 13,
        "subtitleColor": palette.MARK,
        "offset": 6,
    }
