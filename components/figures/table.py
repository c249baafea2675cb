"""Real HTML tables: a screen reader walks them, a keyboard scrolls them, and every cell is escaped by the template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.look import templating
from components.text import coverages
from components.text.formats import percent, typeset

# An address of the data becomes a link only when it is one of the web: never `javascript:`.
_WEB: Final = ("https://", "http://")
EMPTY: Final = "—"
# By whether a column is of numbers, and wide.
_CLASSES: Final = {(False, False): "", (False, True): "wide", (True, False): "numeric"}


@dataclass(frozen=True)
class Column:
    """One column of a shown table: where its values are, how they read, and where they lead.

    link: the column of the addresses of sources; view: that of views of this application, by `navigation.href`.
    wide: whether its sentences need room beside short columns.
    """

    name: str
    label: str
    format: Callable[[Any], str] = str
    numeric: bool = False
    link: str | None = None
    view: str | None = None
    wide: bool = False


def coverage_column(name: str = "couverture", label: str = coverages.HEADING) -> Column:
    """The column of what share of the projects of a row is known, 0 to 1, beside the value that rests on them."""
    return Column(name, label, lambda share: percent(100 * share, 0), numeric=True)


@dataclass(frozen=True)
class _Cell:
    text: str
    numeric: bool
    href: str | None = None
    inside: bool = False


def draw(rows: pd.DataFrame, columns: Sequence[Column], *, caption: str, height: int | None = None) -> None:
    """Show a table. The first column names the row; `height` (px) makes it scroll under its header."""
    st.html(html(rows, columns, caption=caption, height=height))


def html(rows: pd.DataFrame, columns: Sequence[Column], *, caption: str, height: int | None = None) -> str:
    """The table as HTML, everything escaped."""
    cells = zip(*(_cells(rows, column) for column in columns), strict=True)
    headings = [(typeset(column.label), _CLASSES[column.numeric, column.wide]) for column in columns]
    return templating.render("table", rows=cells, headings=headings, caption=caption, height=height)


def _cells(rows: pd.DataFrame, column: Column) -> list[_Cell]:
    texts = [EMPTY if pd.isna(value) else typeset(column.format(value)) for value in rows[column.name]]
    if column.view is not None:
        return [
            _Cell(text, column.numeric, None if pd.isna(address) else address, inside=True)
            for text, address in zip(texts, rows[column.view], strict=True)
        ]
    if column.link is None:
        return [_Cell(text, column.numeric) for text in texts]
    return [
        _Cell(text, column.numeric, address if str(address).startswith(_WEB) else None)
        for text, address in zip(texts, rows[column.link], strict=True)
    ]
