"""The rows of a spreadsheet (XLSX), once it is known that reading it costs what its size says."""

from datetime import date
from pathlib import Path
from typing import Final

import python_calamine

from data.files.bombs import ANOTHER_COPY, checked
from data.files.limits import Limits
from geo.errors import DataError

LIMITS: Final = Limits(rows=200_000, columns=200, inflated=200_000_000, harmless=0, sheet_cells=5_000_000)


def rows(path: Path, name: str, sheet: str) -> list[list[str]]:
    """The cells of a sheet, as text: whole numbers without decimals, dates in ISO, empty cells empty.

    `name`: the file, as messages call it. Raises `DataError` when the file is no workbook, has no such sheet, or is
    larger than the limits of this module.
    """
    with path.open("rb") as file:
        checked(file, path.stat().st_size, name, LIMITS)
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            if sheet not in book.sheet_names:
                found = ", ".join(book.sheet_names)
                raise DataError.single(name, f"feuille absente : {sheet}", f"choisir parmi {found}")
            cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise DataError.single(name, "classeur illisible", ANOTHER_COPY) from error
    return [[_text(cell) for cell in row] for row in cells]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
