"""A sheet of an XLSX, ODS or XLS workbook, as text."""

import io
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.files.bombs import ANOTHER_COPY, checked
from data.files.extent import Seen
from data.files.header import Row
from data.files.limits import Limits
from data.files.rows import Gathering, Parsed, shown
from geo.errors import DataError


def read(
    content: bytes, name: str, limits: Limits, kind: str, sheet: str | None = None, header: int | None = None
) -> Parsed:
    """The table of a sheet: `sheet`, or the one that holds the most cells. kind: xlsx, ods or xls. header: the line of
    its header, 0 for none, None to look for it. Raises `DataError`.
    """
    # XLS is no archive: its cells are at most 65 536 rows of 256, within the memory of the process.
    seen = Seen() if kind == "xls" else checked(io.BytesIO(content), len(content), name, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = _sheet_names(book)
            if not names or (sheet is not None and sheet not in names):
                found = ", ".join(map(shown, names))
                raise DataError.single(name, f"feuille absente : {shown(sheet or '')}", f"choisir parmi : {found}")
            sheets = [book.get_sheet_by_name(one) for one in ([sheet] if sheet is not None else names)]
            chosen = sheets[0] if len(sheets) == 1 else max(sheets, key=_fullness)
            gathering = Gathering(name, limits, header)
            table = gathering.table(_rows(chosen))
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError.single(name, "classeur illisible", ANOTHER_COPY) from error
    notes = list(seen.notes)
    if len(sheets) > 1:
        notes.append(f"Le classeur a {len(sheets)} feuilles : « {shown(chosen.name)} », la plus remplie, est lue.")
    layout = gathering.layout(seen.hidden_of(chosen.name))
    return Parsed(table, kind, chosen.name, tuple(names), notes=(*notes, *gathering.notes), layout=layout)


def _sheet_names(book: CalamineWorkbook) -> list[str]:
    found = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    visible = [one.name for one in found if one.visible == SheetVisibleEnum.Visible]
    return visible or [one.name for one in found]


def _fullness(sheet: CalamineSheet) -> tuple[int, int]:
    """How many cells hold something, then how narrow the sheet is: a layout for printing leaves columns void."""
    return sum(1 for cells in sheet.iter_rows() for cell in cells if cell != ""), -sheet.width


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for line, cells in enumerate(sheet.iter_rows(), start=first):
        yield line, [cell if type(cell) is str else text_of(cell) for cell in cells]


def text_of(cell: object) -> str:
    """A value of a workbook as text: numbers without exponent where that stays short, the rest in ISO."""
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e16:
            return str(int(cell))
        exact = repr(cell)
        plain = format(Decimal(exact), "f") if "e" in exact else exact
        return plain if len(plain) < 40 else exact
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
