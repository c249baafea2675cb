"""A sheet of an XLSX, ODS or XLS workbook, as text."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.files.bombs import ANOTHER_COPY, checked
from data.files.extent import Seen
from data.files.header import HEAD_ROWS, Row, find, is_number
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
            merged = _merged(chosen, header)
            table = gathering.table(_carried(_rows(chosen), merged))
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError.single(name, "classeur illisible", ANOTHER_COPY) from error
    notes = list(seen.notes)
    if len(sheets) > 1:
        notes.append(f"Le classeur a {len(sheets)} feuilles : « {shown(chosen.name)} », la plus remplie, est lue.")
    if merged:
        notes.append(f"Texte de cases fusionnées repris sur chacune de leurs lignes : {len(merged)} cases remplies.")
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


def _merged(sheet: CalamineSheet, header: int | None) -> dict[tuple[int, int], str]:
    """The text of merged cells for each cell under their first one, by line and rank, below the header.

    A number is not carried down: an amount said once for three rows would count three times.
    """
    ranges = [(first, last) for first, last in sheet.merged_cell_ranges or () if last[0] > first[0]]
    if not ranges:
        return {}
    head = list(islice(_rows(sheet), HEAD_ROWS))
    found = find(head, header)
    begin = head[found.begin][0] if found is not None and found.begin < len(head) else 0
    left, height = (sheet.start[1] if sheet.start else 0), 0
    firsts = {(top + 1, west - left) for (top, west), _ in ranges}
    texts: dict[tuple[int, int], str] = {}
    for height, cells in _rows(sheet):
        texts |= {(height, rank): cell for rank, cell in enumerate(cells) if (height, rank) in firsts}
    carried: dict[tuple[int, int], str] = {}
    for (top, west), (bottom, _) in ranges:
        text = texts.get((top + 1, west - left), "")
        if top + 1 >= begin and text and not is_number(text):
            carried |= {(line, west - left): text for line in range(top + 2, min(bottom + 1, height) + 1)}
    return carried


def _carried(rows: Iterator[Row], merged: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    """The rows with the text of their merged cells."""
    for line, cells in rows:
        yield line, [cell or merged.get((line, rank), "") for rank, cell in enumerate(cells)] if merged else cells


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
