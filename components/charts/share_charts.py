"""Charts of shares: bars of 100 % side by side, the same over the years, and the Lorenz curve."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from components.charts.bar_charts import Spec, native, tooltip
from components.look import palette
from components.text import coverages

_BAR: Final = 44  # px
_HEIGHT: Final = 300  # px: a class of 5 % is 15 px high, which is seen
_CURVE: Final = 380  # px: the curve and its sentence are seen at once on a laptop
_PERCENT: Final = "format(datum.value * 100, '.0f') + ' %'"
_TOOLTIP: Final = (tooltip("classe", "Classe"), tooltip("texte", "Part"), tooltip("couverture", coverages.HEADING))
# What separates classes; dashed where a value rests on too small a share of its projects. A lighter class would read as
# the next one.
_EDGE: Final[Spec] = {
    "stroke": {"condition": {"test": "datum.faible", "value": palette.TEXT}, "value": palette.PAPER},
    "strokeDash": {"condition": {"test": "datum.faible", "value": [4, 3]}, "value": [1, 0]},
}


def shares(order: Sequence[str], colours: Mapping[str, str], *, narrow: bool) -> Spec:
    """One bar of 100 % per quantity, in this order; colours by class.

    Data: grandeur, classe, debut and fin (0 to 1), milieu, texte and couverture (as they read), etiquette ("" where
    there is no room), faible (its edge is dashed).
    """
    return {
        "usermeta": native(
            "stacked", "grandeur", "fin", less="debut", text="etiquette", series="classe", colours=colours
        ),
        "height": {"step": _BAR},
        "encoding": {
            "y": {
                "field": "grandeur",
                "type": "nominal",
                "sort": list(order),
                "title": None,
                "axis": {"ticks": False, "domain": False, "labelFontSize": 13, "labelColor": palette.TEXT},
            },
            "tooltip": [tooltip("grandeur", "Grandeur"), *_TOOLTIP],
        },
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.72}},
                "encoding": {
                    "x": {"field": "debut", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}},
                    "x2": {"field": "fin"},
                    "color": _colour(colours, narrow=narrow),
                    **_EDGE,
                },
            },
            {
                "mark": {"type": "text", "fontSize": 12, "baseline": "middle"},
                "encoding": {
                    "x": {"field": "milieu", "type": "quantitative"},
                    "text": {"field": "etiquette", "type": "nominal"},
                    "color": {"field": "encre", "type": "nominal", "scale": None},
                },
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def years(span: tuple[int, int], colours: Mapping[str, str], *, narrow: bool) -> Spec:
    """One column of 100 % per year, on the same years whatever is selected. Data: annee, classe, debut, fin, texte,
    couverture and faible.
    """
    first, last = span
    return {
        "usermeta": native("columns", "annee", "fin", less="debut", series="classe", colours=colours),
        "height": _HEIGHT,
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "annee",
                "type": "ordinal",
                "scale": {"domain": list(range(first, last + 1))},
                "axis": {"title": None, "labelAngle": 0, "labelFontSize": 12, "labelColor": palette.MUTED},
            },
            "y": {"field": "debut", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": _percent_axis()},
            "y2": {"field": "fin"},
            "color": _colour(colours, narrow=narrow),
            "tooltip": [tooltip("annee", "Année"), *_TOOLTIP],
            **_EDGE,
        },
        "config": {"view": {"stroke": None}},
    }


def lorenz(colours: Mapping[str, str], *, narrow: bool) -> Spec:
    """Lorenz curves by reading, under the line of equality. Data: lecture, population and montant (0 to 1), rang."""
    equality = [{"population": 0, "montant": 0}, {"population": 1, "montant": 1}]
    axes: dict[str, Any] = {
        "x": {"field": "population", "type": "quantitative", "axis": _percent_axis("Part cumulée de la population")},
        "y": {"field": "montant", "type": "quantitative", "axis": _percent_axis("Part cumulée du montant")},
    }
    return {
        "usermeta": native("curves", "population", "montant", series="lecture", colours=colours, percent=True),
        "height": _CURVE,
        "layer": [
            {
                "data": {"values": equality},
                "mark": {"type": "line", "color": palette.MUTED, "strokeDash": [4, 4], "strokeWidth": 1},
                "encoding": axes,
            },
            {
                "mark": {"type": "line", "strokeWidth": 2.2},
                "encoding": axes
                | {
                    "order": {"field": "rang", "type": "quantitative"},
                    "color": _colour(colours, "lecture", narrow=narrow),
                },
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def _percent_axis(title: str | None = None) -> Spec:
    return {
        "title": title,
        "labelExpr": _PERCENT,
        "values": [0, 0.25, 0.5, 0.75, 1],
        "labelColor": palette.MUTED,
        "titleColor": palette.TEXT,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
    }


def _colour(colours: Mapping[str, str], field: str = "classe", *, narrow: bool) -> Spec:
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": list(colours), "range": list(colours.values())},
        "legend": {
            "title": None,
            "orient": "top",
            "direction": "vertical" if narrow else "horizontal",
            "columns": 1 if narrow else 3,
            "labelFontSize": 12,
            "labelLimit": 300,
            "labelColor": palette.TEXT,
            "aria": False,  # Vega describes it in English; the alt text and the table say the same
        },
    }
