"""A Vega-Lite chart on the page, and in the pictures of its figure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import streamlit as st

from components.drawn import recorder
from components.text import coverages
from components.text.formats import typeset
from data.documents.plates import Chart

_CODE: Final = ("expr", "labelExpr", "test", "filter", "calculate")
_WEAK: Final = "faible"  # the column of values that rest on too small a share of their projects


@dataclass(frozen=True)
class Ready:
    """A chart that is printed, and has only to be sent. rows: its data, as they travel; picture: for documents."""

    rows: pa.Table | None
    spec: dict[str, Any]
    alt: str
    picture: Callable[[], Chart]

    def __call__(self, place: Any = st) -> None:
        """Draw it, as wide as its place."""
        place.vega_lite_chart(self.rows, self.spec, width="stretch", alt=self.alt)
        recorder.add(self.picture)


def ready(rows: pd.DataFrame | None, spec: dict[str, Any], *, alt: str) -> Ready:
    """Print a chart. rows: its data, None where the specification holds them."""
    return Ready(
        None if rows is None else _columns(rows), _printed(spec), typeset(alt), partial(plain, rows, spec, alt)
    )


def draw(rows: pd.DataFrame | None, spec: dict[str, Any], *, alt: str, place: Any = st) -> None:
    """Print a chart and draw it."""
    ready(rows, spec, alt=alt)(place)


def plain(rows: pd.DataFrame | None, spec: dict[str, Any], alt: str) -> Chart:
    """The chart with its rows in it."""
    if rows is None:
        return Chart(spec, alt)
    note = typeset(f"{coverages.DASHED}.") if _WEAK in rows and bool(rows[_WEAK].any()) else ""
    values = [{str(name): _value(each) for name, each in row.items()} for row in rows.to_dict("records")]
    return Chart({**spec, "data": {"values": values}}, alt, note)


def _columns(rows: pd.DataFrame) -> pa.Table:
    """Rows as they travel, without what pandas says of them: that is half of the bytes of a chart of ten bars."""
    return pa.Table.from_pandas(rows.map(_printed), preserve_index=False).replace_schema_metadata()


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
