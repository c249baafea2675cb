"""Real HTML tables: a screen reader walks them, a keyboard scrolls them, and every cell is escaped by the template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.look import templating
from components.text import coverages
from components.text.formats import percent, typeset

# An address of the data becomes a link only when it is one of the web: never `javascript:`.
_WEB: Final = ("https://", "http://")
EMPTY: Final = "—"
_FEW: Final = 8  # rows that are read at a glance
View = Callable[[pd.DataFrame], Sequence[str | None]]
"""The addresses of the views that the rows of a table lead to, None where there is none."""
# By whether a column is of numbers, and wide.
_CLASSES: Final = {(False, False): "", (False, True): "wide", (True, False): "numeric"}


@dataclass(frozen=True)
class Column:
    """One column of a shown table: where its values are, how they read, and where they lead.

    link: the column of the addresses of sources; view: that of views of this application, by `navigation.href`, or what
    gives them from the rows (of `links`).
    wide: whether its sentences need room beside short columns.
    """

    name: str
    label: str
    format: Callable[[Any], str] = str
    numeric: bool = False
    link: str | None = None
    view: str | View | None = None
    wide: bool = False


def coverage_column(name: str = "couverture", label: str = coverages.HEADING) -> Column:
    """The column of what share of the projects of a row is known, 0 to 1, beside the value that rests on them."""
    return Column(name, label, lambda share: percent(100 * share, 0), numeric=True)


@dataclass(frozen=True)
class _Cell:
    """value: what its column is sorted by, where it is not what it reads."""

    text: str
    numeric: bool
    href: str | None = None
    inside: bool = False
    value: float | None = None


def draw(
    rows: pd.DataFrame, columns: Sequence[Column], *, caption: str, height: int | None = None, whole: bool = True
) -> None:
    """Show a table, as `html` writes it."""
    st.html(html(rows, columns, caption=caption, height=height, whole=whole))


def saying(rows: pd.DataFrame, columns: Sequence[Column]) -> list[Column]:
    """The columns that say something: not those of words, all empty, as the situation of régions is."""
    return [each for each in columns if each.numeric or rows.empty or not all(map(_silent, rows[each.name].tolist()))]


def html(
    rows: pd.DataFrame, columns: Sequence[Column], *, caption: str, height: int | None = None, whole: bool = True
) -> str:
    """A table as HTML, everything escaped. The first column names the row; `height` (px) makes it scroll under its
    header.

    whole: whether it has all the rows there are; one of many is then sorted and filtered where it is, by its headings
    and a box: the page script does it, and the server is not asked.
    """
    sortable = whole and len(rows) > _FEW
    columns = saying(rows, columns)
    cells = zip(*(_cells(rows, column) for column in columns), strict=True)
    headings = [(typeset(column.label), _CLASSES[column.numeric, column.wide]) for column in columns]
    return templating.render("table", rows=cells, headings=headings, caption=caption, height=height, sortable=sortable)


def _cells(rows: pd.DataFrame, column: Column) -> list[_Cell]:
    held = rows[column.name].tolist()
    addresses, inside = _addresses(rows, column)
    return [_cell(column, value, address, inside) for value, address in zip(held, addresses, strict=True)]


def _cell(column: Column, value: Any, address: str | None, inside: bool) -> _Cell:
    if _unknown(value):
        return _Cell(EMPTY, column.numeric, address, inside)
    text = typeset(column.format(value)) or EMPTY
    sorted_by = value if column.numeric and isinstance(value, int | float) else None
    return _Cell(text, column.numeric, address, inside, sorted_by)


def _unknown(value: Any) -> bool:
    # What pandas asks of one value takes ten times as long: a table has thousands.
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and isnan(value))


def _silent(value: Any) -> bool:
    return isinstance(value, str) and not value


def _addresses(rows: pd.DataFrame, column: Column) -> tuple[Sequence[str | None], bool]:
    """Where each cell leads, and whether it is within the application."""
    if column.view is not None:
        return _views(rows, column.view), True
    if column.link is None:
        return [None] * len(rows), False
    return [address if str(address).startswith(_WEB) else None for address in rows[column.link].tolist()], False


def _views(rows: pd.DataFrame, view: str | View) -> Sequence[str | None]:
    if not isinstance(view, str):
        return view(rows)
    return [None if pd.isna(address) else address for address in rows[view].tolist()]
