"""A sheet of an XLSX or ODS workbook, once it is known that reading it costs what its size says.

A file of a few kilobytes may inflate to gigabytes, or hold one cell in its first corner and one in its last, for which
a reader reserves the whole sheet. Both are seen here before any cell is read.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from xml.parsers import expat

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.upload_formats import ZIP
from data.upload_limits import Limits
from data.upload_rows import Gathering, Parsed, Row, shown
from data.upload_sheets import Extent, TooWideError
from geo.errors import DataError

CHUNK = 1 << 20
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
ANOTHER_COPY = "reprendre une copie complète du fichier, ou l'enregistrer de nouveau dans un tableur"
LIGHTER = "n'y garder que la feuille utile, ou l'enregistrer en CSV"
FAULTS = (
    zipfile.BadZipFile,  # among others, a part that is longer than it says
    zlib.error,
    expat.ExpatError,
    EOFError,
    RuntimeError,  # an encrypted part
    NotImplementedError,
    ValueError,
    LookupError,  # an encoding that nobody knows
)


def read(content: bytes, name: str, limits: Limits, kind: str, sheet: str | None = None) -> Parsed:
    """The table of a sheet: `sheet`, or the largest one. kind: xlsx or ods. Raises `DataError`."""
    notes = _check(content, name, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = _sheet_names(book)
            if not names or (sheet is not None and sheet not in names):
                found = ", ".join(map(shown, names))
                raise DataError.single(name, f"feuille absente : {shown(sheet or '')}", f"choisir parmi : {found}")
            sheets = [book.get_sheet_by_name(one) for one in ([sheet] if sheet is not None else names)]
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError.single(name, "classeur illisible", ANOTHER_COPY) from error
    chosen = max(sheets, key=lambda one: one.height * one.width)
    gathering = Gathering(name, limits)
    table = gathering.table(_rows(chosen))
    if len(sheets) > 1:
        notes.append(f"Le classeur a {len(sheets)} feuilles : « {shown(chosen.name)} », la plus grande, est lue.")
    return Parsed(table, kind, chosen.name, tuple(names), notes=(*notes, *gathering.notes))


def _sheet_names(book: CalamineWorkbook) -> list[str]:
    found = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    visible = [one.name for one in found if one.visible == SheetVisibleEnum.Visible]
    return visible or [one.name for one in found]


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


def _check(content: bytes, name: str, limits: Limits) -> list[str]:
    """Inflate every part once, within bounds, and look at where its cells are. Returns notes. Raises `DataError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            inflated = sum(part.file_size for part in parts)
            allowed = min(limits.inflated, max(limits.harmless, limits.ratio * len(content)))
            if len(parts) > limits.entries or inflated > allowed:
                message = f"le classeur contient {inflated / 1e6:.0f} Mo une fois décompressé, en {len(parts)} parties"
                raise DataError.single(name, message, LIGHTER)
            extent = Extent(limits)
            for part in parts:
                _check_part(archive, part, extent, name)
    except TooWideError as error:
        message = (
            f"une feuille va jusqu'à la ligne {error.rows}, colonne {error.columns} : plus de {limits.rows} lignes, "
            f"{limits.columns} colonnes ou {limits.sheet_cells} cases"
        )
        remedy = "supprimer les lignes et les colonnes inutiles, puis enregistrer de nouveau"
        raise DataError.single(name, message, remedy) from error
    except FAULTS as error:
        raise DataError.single(name, "le classeur est abîmé ou chiffré", ANOTHER_COPY) from error
    return extent.notes + (["Les macros du classeur sont ignorées."] if _has_macros(parts) else [])


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, extent: Extent, name: str) -> None:
    with archive.open(part) as stream:
        start = stream.read(CHUNK)
        if start.startswith(ZIP):
            raise DataError.single(name, "le classeur contient une archive", LIGHTER)
        parser = extent.parser() if start.lstrip().startswith(XML_STARTS) else None
        while start:
            if parser:
                parser.Parse(start)
            start = stream.read(CHUNK)
        if parser:
            parser.Parse(b"", True)


def _has_macros(parts: list[zipfile.ZipInfo]) -> bool:
    return any(part.filename.endswith("vbaProject.bin") for part in parts)
