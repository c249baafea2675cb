"""A chart of gaps on both sides of 0: what each class has more, or less, than its share of something else."""

from collections.abc import Mapping, Sequence
from typing import Final

from components.charts.bar_charts import LABEL_WIDTH, Spec, native, tooltip
from components.look import palette
from components.text import coverages

_STEP: Final = 46  # px: four dots may stand side by side
_SHAPES: Final = ("circle", "square", "triangle-up", "diamond")
_LABEL_WIDTH: Final = {True: 110, False: LABEL_WIDTH}  # px: on a phone, the classes of size are whole


def gaps(classes: Sequence[str], series: Sequence[str], *, narrow: bool) -> Spec:
    """A line per class, in this order, with a dot per series; hollow where its value rests on too few known.

    Data: classe, serie, ecart (points), texte, detail, couverture (as they read), faible.
    """
    colours = palette.CATEGORICAL[: len(series)]
    row = {
        "y": {"field": "classe", "type": "nominal", "sort": list(classes), "title": None, "axis": _names(narrow=narrow)}
    }
    shade = {"field": "serie", "type": "nominal", "sort": list(series), "legend": _legend(narrow=narrow)}
    names = {
        "classe": "Classe",
        "serie": "Grandeur",
        "texte": "Écart",
        "detail": "Parts",
        "couverture": coverages.HEADING,
    }
    said = [tooltip(field, title) for field, title in names.items()]
    return {
        "usermeta": native(
            "gaps", "classe", "ecart", text="texte", series="serie", colours=dict(zip(series, colours, strict=True))
        ),
        "height": {"step": _STEP},
        "layer": [
            {
                "data": {"values": [{"zero": 0}]},
                "mark": {"type": "rule", "color": palette.MUTED},
                "encoding": {"x": {"field": "zero", "type": "quantitative"}},
            },
            {
                "mark": {"type": "point", "size": 110, "strokeWidth": 2, "opacity": 1},
                "encoding": row
                | {
                    "x": {"field": "ecart", "type": "quantitative", "axis": _points(), "title": None},
                    "color": shade | {"scale": {"domain": list(series), "range": list(colours)}},
                    "shape": shade | {"scale": {"domain": list(series), "range": list(_SHAPES[: len(series)])}},
                    "fill": {
                        "condition": {"test": "datum.faible", "value": palette.PAPER},
                        **shade,
                        "scale": {"domain": list(series), "range": list(colours)},
                    },
                    "tooltip": said,
                },
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def _points() -> Spec:
    return {
        "orient": "top",
        "labelExpr": "(datum.value > 0 ? '+' : datum.value < 0 ? '\N{MINUS SIGN}' : '') + abs(datum.value)",
        "labelFontSize": 12,
        "labelColor": palette.MUTED,
        "tickCount": 7,
        "grid": True,
        "gridColor": palette.BORDER,
        "domain": False,
        "ticks": False,
    }


def _names(*, narrow: bool) -> Spec:
    return {
        "labelLimit": _LABEL_WIDTH[narrow],
        "labelFontSize": 13,
        "labelColor": palette.TEXT,
        "labelPadding": 8,
        "grid": True,
        "gridColor": palette.PANEL,
        "domain": False,
        "ticks": False,
    }


def _legend(*, narrow: bool) -> Mapping[str, object]:
    return {
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "labelFontSize": 12,
        "labelColor": palette.TEXT,
        "columns": 2 if narrow else 4,
        "aria": False,  # Vega describes it in English; the alt text and the table say the same
    }
