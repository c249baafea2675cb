"""Charts as SVG: the specification of the page with its rows, laid out by Vega with the fonts of the file."""

import re
from functools import cache
from typing import Any, Final

import vl_convert
from lxml import etree

from data.documents import fonts, svg
from data.documents.plates import Chart, Look

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")  # Vega cuts a long name between their two halves, and fails
_NO_ADDRESS: Final[list[str]] = []  # a specification reads nothing but its own rows
_OWN_WIDTH: Final = ("facet", "hconcat", "vconcat", "concat", "repeat")  # views that cannot be fitted to a width


def drawn(chart: Chart, look: Look, width: float) -> etree._Element:
    """The `svg` element of a chart, as wide as `width` (px) where its kind allows."""
    _fonts()
    # A control character in a text aborts the process: texts are measured as SVG.
    spec = _readable(chart.spec) | {"config": _config(look) | chart.spec.get("config", {}), "background": None}
    if not any(key in spec for key in _OWN_WIDTH):
        fitted = {"type": "fit-x", "contains": "padding"}
        spec = {"autosize": fitted, **spec, "width": width}
    text = vl_convert.vegalite_to_svg(spec, allowed_base_urls=_NO_ADDRESS)
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return _ASTRAL.sub("?", svg.readable(value))
    if isinstance(value, dict):
        return {key: _readable(each) for key, each in value.items()}
    return [_readable(each) for each in value] if isinstance(value, list) else value


@cache
def _fonts() -> None:
    for folder in fonts.folders():
        vl_convert.register_font_directory(folder)


def _config(look: Look) -> dict[str, Any]:
    """What the theme of the pages gives to charts there."""
    texts = {"labelFontSize": 13, "titleFontSize": 13, "labelColor": look.muted, "titleColor": look.text}
    return {
        "font": fonts.SANS,
        "padding": 4,
        "axis": texts
        | {"gridColor": look.border, "domainColor": look.border, "tickColor": look.border, "titleFontWeight": "normal"},
        "legend": texts | {"labelColor": look.text, "titleFontWeight": "normal"},
        "header": texts,
        "title": {"color": look.text, "fontWeight": 600},
        "range": {"category": list(look.categories)},
        "mark": {"color": look.accent},
        "view": {"stroke": None},
    }
