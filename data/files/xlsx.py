"""Workbooks for Excel: texts stay texts, numbers numbers, nothing is live.

Row by row, through a file: pandas holds each cell as an object of its own, and takes twice the time.
"""

import io
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import xlsxwriter

from data.files.ods import longest

_LETTERS: Final = (8, 60)  # the width of a column
# Off: a text that looks like a formula, an address or a number stays a text.
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def book(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook of these tables, by the names of their sheets, each under its header, which stays in sight."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as made:
        bold = made.add_format({"bold": True})
        for name, table in sheets.items():
            _write(made.add_worksheet(name), table, bold)
    return buffer.getvalue()


def _write(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    least, most = _LETTERS
    for at, letters in enumerate(longest(table)):
        sheet.set_column(at, at, min(max(letters + 2, least), most))
    sheet.freeze_panes(1, 1)
    for at, name in enumerate(table.columns):
        sheet.write_string(0, at, str(name), bold)
    for rank, row in enumerate(table.itertuples(index=False, name=None), start=1):
        for at, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(rank, at, value)
            elif not pd.isna(value):
                sheet.write(rank, at, value)
