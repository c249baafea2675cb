"""A Vega-Lite chart on the page, and in the pictures of its figure."""

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.drawn import recorder
from components.text import coverages
from components.text.formats import typeset
from data.documents.plates import Chart

_CODE: Final = ("expr", "labelExpr", "test", "filter", "calculate")
_WEAK: Final = "faible"  # the column of values that rest on too small a share of their projects


def draw(rows: pd.DataFrame | None, spec: dict[str, Any], *, alt: str, place: Any = st) -> None:
    """Draw a chart as wide as its place. rows: its data, None where the specification holds them."""
    printed = None if rows is None else rows.map(_printed)
    place.vega_lite_chart(printed, _printed(spec), width="stretch", alt=typeset(alt))
    recorder.add(partial(plain, rows, spec, alt))


def plain(rows: pd.DataFrame | None, spec: dict[str, Any], alt: str) -> Chart:
    """The chart with its rows in it."""
    if rows is None:
        return Chart(spec, alt)
    note = typeset(f"{coverages.DASHED}.") if _WEAK in rows and bool(rows[_WEAK].any()) else ""
    values = [{str(name): _value(each) for name, each in row.items()} for row in rows.to_dict("records")]
    return Chart({**spec, "data": {"values": values}}, alt, note)


def _printed(value: Any, key: str = "") -> Any:
    """The texts of a specification or of a cell in French typography; expressions, which are code, as they are."""
    if isinstance(value, str):
        return value if key in _CODE else typeset(value)
    if isinstance(value, dict):
        return {typeset(name): _printed(each, name) for name, each in value.items()}
    return [_printed(each) for each in value] if isinstance(value, list | tuple) else value


def _value(value: Any) -> Any:
    """A cell in JSON: the numbers and the booleans of Python, nothing where there is nothing."""
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        return value.item()
    return value if isinstance(value, (str, int, float)) else str(value)
