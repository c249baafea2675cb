"""Small charts of rates: one quantity by class, one class by year, the mean of all classes across each."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from components.charts.bar_charts import CHARACTER, PALE, WEAK, Spec, covered, native, tooltip
from components.look import palette
from components.text import coverages

_STEP: Final = 24  # px
_YEARS_HEIGHT: Final = 190  # px: several of them, one for each class, are compared on one screen
# px of bars and values together, which names leave of half a page of a laptop, and of a phone.
_BARS: Final = {False: 300, True: 160}
_OPACITY: Final[Spec] = {"opacity": {"condition": {"test": "datum.fragile", "value": PALE}, "value": 1.0}}
# Over the bars, that its colour alone tells it from: thick enough to keep it.
_MEAN: Final[Spec] = {"color": palette.MARK, "strokeWidth": 1.6}
# As the names of other bars, on less room: two of these charts stand side by side.
_NAME_AXIS: Final[Spec] = {
    "labelLimit": 200,
    "labelPadding": 6,
    "labelFontSize": 13,
    "labelColor": palette.TEXT,
    "ticks": False,
    "domain": False,
}


def classes(rows: pd.DataFrame, heading: str, mean: str, *, narrow: bool) -> Spec:
    """A bar per class with its value, and a line across them at the mean.

    rows: nom, taux (NaN where unknown: no bar), place (of its text: taux, or 0), moyen (the same in each), texte (as it
    reads), fragile (drawn pale), faible (drawn as `WEAK`), couverture (as it reads).
    heading and mean: what is divided, and what the line says.
    """
    room = (CHARACTER * rows["texte"].str.len() / _BARS[narrow]).clip(upper=0.7)
    scale = {"domain": [0, float((rows["place"] / (1 - room)).max()) or 1.0], "nice": False}
    rate, across = (
        {"x": {"field": field, "type": "quantitative", "scale": scale, "axis": None}} for field in ("taux", "moyen")
    )
    order = {"domain": rows["nom"].tolist()}  # without it, classes that have no bar come last
    name = {"y": {"field": "nom", "type": "nominal", "scale": order, "title": None, "axis": _NAME_AXIS}}
    hover = {"tooltip": [tooltip("nom", "Classe"), tooltip("texte", "Taux"), *covered(rows)]}
    # Under the text, another of the colour of the paper, thicker: it hides the line.
    at = {"x": rate["x"] | {"field": "place"}, "text": {"field": "texte", "type": "nominal"}}
    value: dict[str, Any] = {"type": "text", "align": "left", "dx": 5, "fontSize": 13}
    return {
        "usermeta": native("bars", "nom", "taux", text="texte", pale="fragile", heading=f"{heading}. {mean}"),
        "title": _title(heading, mean),
        "height": {"step": _STEP},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.62}, "color": palette.ACCENT},
                "encoding": name | rate | hover | _OPACITY | WEAK,
            },
            {"mark": {"type": "rule", **_MEAN}, "encoding": {"x": across["x"] | {"aggregate": "mean"}}},
            {"mark": value | {"stroke": palette.PAPER, "strokeWidth": 4}, "encoding": name | at},
            {"mark": value | {"color": palette.TEXT}, "encoding": name | at | hover},
        ],
        "config": {"view": {"stroke": None}},
    }


def years(span: tuple[int, int], ticks: Mapping[float, str], heading: str, unit: str = "") -> Spec:
    """A bar per year, and a line for the mean of each year; a year without a known value stays empty.

    Data: annee, taux and moyen (NaN where unknown), texte, texte_moyen and couverture (as they read), fragile (drawn
    pale), faible (drawn as `WEAK`). span: the first and the last year of the axis. ticks: text by value, lowest to
    greatest, the same for every class; unit: what the axis says of them.
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
            tooltip("annee", "Année"),
            tooltip("texte", "Taux"),
            tooltip("texte_moyen", "Ensemble"),
            tooltip("couverture", coverages.HEADING),
        ],
    }
    rate, mean = ({"y": _axis(ticks, field, unit)} for field in ("taux", "moyen"))
    return {
        "usermeta": native(
            "rates", "annee", "taux", mean="moyen", pale="fragile", heading=heading, mean_colour=palette.MARK
        ),
        "height": _YEARS_HEIGHT,
        "title": _title(heading),
        "layer": [
            {"mark": {"type": "bar", "color": palette.ACCENT}, "encoding": shared | rate | _OPACITY | WEAK},
            {"mark": {"type": "line", **_MEAN, "interpolate": "step"}, "encoding": shared | mean},
        ],
        "config": {"view": {"stroke": None}},
    }


def _axis(ticks: Mapping[float, str], field: str, unit: str) -> Spec:
    """Vega writes no number of ours: the labels are given to it as text."""
    values, texts = list(ticks), json.dumps(list(ticks.values()), ensure_ascii=False)
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [values[0], values[-1]], "nice": False},
        "axis": {
            "title": unit or None,
            "titleFontWeight": "normal",
            "titleColor": palette.MUTED,
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
