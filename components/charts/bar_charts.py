"""Charts as Vega-Lite specifications. Values are written by us, in French: Vega formats no number and shows no axis.

Plain dictionaries: building the same chart with Altair took 30 ms of each run, half of that of a whole page.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from components.look import palette
from components.text import coverages

Spec = dict[str, Any]

_BAR_HEIGHT: Final = 24  # px, so that labels of 15 px never touch
LABEL_WIDTH: Final = 230  # px: all filières, the longest of 229 in letters of 13, and 96 % of the territories
_NARROW_LABEL_WIDTH: Final = 130  # a third of a phone: bars keep the rest
# Vega does not measure texts for its scales: the value of the longest bar has the room of its characters of 13 px, of
# what bars and values have together on a page and on a phone (px).
CHARACTER: Final = 7.5
_BARS: Final = {False: 560, True: 190}

PALE: Final = 0.35  # opacity of a fragile bar: told from the others (4.0:1) by who sees no hue, and from the paper

# Charts side by side share no axis, hence have a width of their own: what labels leave of a page and of a phone, px.
_WIDE_BARS: Final = 460
_NARROW_BARS: Final = 130
# Over its chart, from its left: where Vega puts it, at the side and on end, it takes a third of a phone.
_HEADER: Final = {
    "labelAngle": 0,
    "labelOrient": "top",
    "labelAnchor": "start",
    "labelFontSize": 14,
    "labelFontWeight": "bold",
    "labelColor": palette.TEXT,
}
# Circles: px per line, and px² of the greatest, which is as wide as its line.
_BUBBLE_STEP: Final = 34
_BUBBLE_AREA: Final = 900
_RING_AREA: Final = 45  # px²: an empty ring is seen, and is no bubble


# A value that rests on too small a share of the projects of its group: light, in a dashed line.
WEAK: Final[Spec] = {
    "fillOpacity": {"condition": {"test": "datum.faible", "value": 0.3}, "value": 1.0},
    "strokeDash": {"condition": {"test": "datum.faible", "value": [4, 3]}, "value": [1, 0]},
    "stroke": {"condition": {"test": "datum.faible", "value": palette.TEXT}, "value": None},
}


def bars(rows: pd.DataFrame, *, noun: str, narrow: bool) -> Spec:
    """Horizontal bars in the order of the rows, each with its value at the end.

    rows: nom (label, unique), valeur (float64), texte (the value as it reads), fragile (drawn pale), propre (drawn in
    the colour that sets one place apart); where groups are compared, faible (drawn as `WEAK`) and couverture, as it
    reads. noun: what the names are, « Lieu ».
    """
    name = {
        "field": "nom",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": _name_axis(narrow=narrow),
    }
    room = CHARACTER * max(map(len, rows["texte"].tolist()), default=0) / _BARS[narrow]
    scale = {"domain": [0, float(rows["valeur"].max()) / (1 - min(room, 0.7)) or 1.0], "nice": False}
    opacity = {"condition": {"test": "datum.fragile", "value": PALE}, "value": 1.0}
    colour = {"condition": {"test": "datum.propre", "value": palette.MARK}, "value": palette.ACCENT}
    return {
        "usermeta": native(
            "bars", "nom", "valeur", text="texte", pale="fragile", own="propre", own_colour=palette.MARK
        ),
        "height": {"step": _BAR_HEIGHT},
        "encoding": {
            "y": name,
            "x": {"field": "valeur", "type": "quantitative", "scale": scale, "axis": None},
            "tooltip": [tooltip("nom", noun), tooltip("texte", "Valeur"), *covered(rows)],
        },
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.62}},
                "encoding": {"opacity": opacity, "color": colour, **WEAK},
            },
            {
                "mark": _value_mark(),
                "encoding": {"text": {"field": "texte", "type": "nominal"}},
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def bubbles(years: tuple[int, int], *, narrow: bool) -> Spec:
    """One circle per row and year, its area proportional to an amount; a ring where no amount is known.

    Data: nom (one line each, in the order of the rows), annee, montant (0 or more, 0 where unknown), connu, texte (as
    it reads). years: the first and the last of the axis, the same for every place.
    """
    first, last = years
    name = {"field": "nom", "type": "nominal", "sort": None, "title": None, "axis": _name_axis(narrow=narrow)}
    year = {
        "field": "annee",
        "type": "quantitative",
        "scale": {"domain": [first - 0.5, last + 0.5], "nice": False},
        "axis": {
            "title": None,
            "values": list(range(first, last + 1, 4 if narrow else 2)),
            "format": "d",
            "orient": "top",
            "labelFontSize": 12,
            "labelColor": palette.MUTED,
        },
    }
    size = {
        "condition": {
            "test": "datum.connu",
            "field": "montant",
            "type": "quantitative",
            "scale": {"domainMin": 0, "range": [0, _BUBBLE_AREA]},
            "legend": None,
        },
        "value": _RING_AREA,
    }
    return {
        "usermeta": native("bubbles", "nom", "annee", size="montant", known="connu", text="texte", heading="Montant"),
        "height": {"step": _BUBBLE_STEP},
        "mark": {"type": "circle", "stroke": palette.ACCENT, "strokeWidth": 1.2, "color": palette.ACCENT},
        "encoding": {
            "y": name,
            "x": year,
            "size": size,
            "fillOpacity": {"condition": {"test": "datum.connu", "value": 0.65}, "value": 0},
            "tooltip": [tooltip("nom", "Ligne"), tooltip("annee", "Année"), tooltip("texte", "Valeur")],
        },
        "config": {"view": {"stroke": None}},
    }


def side_by_side(measures: Sequence[str], colours: Mapping[str, str], *, narrow: bool) -> Spec:
    """One small chart per measure, each with its own axis from zero: a bar per place, in the order of `colours`.

    Data: mesure, nom, valeur (float64, 0 where unknown), texte and couverture (as they read), faible. measures: in the
    order of the charts. colours: by nom.
    """
    names = {"field": "nom", "type": "nominal", "sort": list(colours), "title": None}
    bar = {"mark": {"type": "bar", "height": {"band": 0.66}}, "encoding": {"color": _coloured(colours), **WEAK}}
    text = {"mark": _value_mark(), "encoding": {"text": {"field": "texte", "type": "nominal"}}}
    rows = {"field": "mesure", "type": "nominal", "sort": list(measures), "title": None, "header": _HEADER}
    return {
        "usermeta": native("facets", "nom", "valeur", text="texte", series="mesure", colours=colours),
        "facet": {"row": rows},
        "resolve": {"scale": {"x": "independent"}},
        "spacing": 18,
        "spec": {
            "width": _NARROW_BARS if narrow else _WIDE_BARS,
            "height": {"step": _BAR_HEIGHT},
            "encoding": {
                "y": names | {"axis": _name_axis(narrow=narrow)},
                "x": {"field": "valeur", "type": "quantitative", "axis": None, "scale": {"zero": True}},
                "tooltip": [
                    tooltip("nom", "Lieu"),
                    tooltip("mesure", "Mesure"),
                    tooltip("texte", "Valeur"),
                    tooltip("couverture", coverages.HEADING),
                ],
            },
            "layer": [bar, text],
        },
        "config": {"view": {"stroke": None}},
    }


def _coloured(colours: Mapping[str, str]) -> Spec:
    scale = {"domain": list(colours), "range": list(colours.values())}
    return {"field": "nom", "type": "nominal", "scale": scale, "legend": None}


def _value_mark() -> Spec:
    return {"type": "text", "align": "left", "dx": 5, "fontSize": 13, "color": palette.TEXT}


def _name_axis(*, narrow: bool) -> Spec:
    return {
        "labelLimit": _NARROW_LABEL_WIDTH if narrow else LABEL_WIDTH,
        "ticks": False,
        "domain": False,
        "labelPadding": 6,
        "labelFontSize": 13,
        "labelColor": palette.TEXT,
    }


def native(kind: str, category: str, value: str, **fields: Any) -> Spec:
    """How an office document draws the same rows as a chart of its own, which stays editable: `data.documents.slides`.

    category, value, text, series: names of columns; colours: by series, in their order.
    """
    return {"atlas": {"kind": kind, "category": category, "value": value, **fields}}


def covered(rows: pd.DataFrame) -> list[Spec]:
    """The line of a tooltip that says how much of a group is known, where rows have a « couverture »."""
    return [tooltip("couverture", coverages.HEADING)] if "couverture" in rows else []


def tooltip(field: str, title: str) -> Spec:
    """One line of what a mark says on hover."""
    return {"field": field, "type": "nominal", "title": title}
