"""The rows of a spreadsheet (XLSX), once it is known that reading it costs what its size says.

A file of a few kilobytes may inflate to gigabytes, or hold one cell in its first corner and one in its last, for which
a reader reserves the whole sheet. Both are seen here before any cell is read.
"""

import zipfile
import zlib
from datetime import date
from pathlib import Path
from xml.parsers import expat

import python_calamine

from geo.errors import DataError

MAX_ENTRIES = 2_000
MAX_INFLATED = 200_000_000
MAX_RATIO = 200
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 200, 5_000_000
CHUNK = 1 << 20
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
ANOTHER_COPY = "reprendre une copie complète du fichier, ou l'enregistrer de nouveau au format XLSX"


class _TooWideError(Exception):
    """A cell lies beyond the rows or the columns that are read."""


def rows(path: Path, name: str, sheet: str) -> list[list[str]]:
    """The cells of a sheet, as text: whole numbers without decimals, dates in ISO, empty cells empty.

    `name`: the file, as messages call it. Raises `DataError` when the file is no workbook, has no such sheet, or is
    larger than the limits of this module.
    """
    _check(path, name)
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            if sheet not in book.sheet_names:
                found = ", ".join(book.sheet_names)
                raise DataError.single(name, f"feuille absente : {sheet}", f"choisir parmi {found}")
            cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise DataError.single(name, "classeur illisible", ANOTHER_COPY) from error
    return [[_text(cell) for cell in row] for row in cells]


def _check(path: Path, name: str) -> None:
    """Inflate every part once, within bounds, and look at where its cells are. Raises `DataError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            inflated = sum(part.file_size for part in parts)
            if len(parts) > MAX_ENTRIES or inflated > min(MAX_INFLATED, MAX_RATIO * path.stat().st_size):
                raise DataError.single(
                    name,
                    f"le classeur contient {inflated / 1e6:.0f} Mo une fois décompressé, dans {len(parts)} parties",
                    "n'y garder que la feuille utile, ou l'enregistrer en CSV",
                )
            for part in parts:
                _check_part(archive, part)
    except _TooWideError as error:
        raise DataError.single(
            name,
            f"une feuille va jusqu'à {error} : plus de {MAX_ROWS} lignes, {MAX_COLUMNS} colonnes ou {MAX_CELLS} cases",
            "supprimer les lignes et les colonnes vides, puis enregistrer de nouveau",
        ) from error
    # A part that is longer than it says ends with a wrong checksum; an encrypted one is a RuntimeError.
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError, NotImplementedError) as error:
        raise DataError.single(
            name, "ce n'est pas un classeur XLSX, ou il est abîmé ou chiffré", ANOTHER_COPY
        ) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as stream:
        start = stream.read(CHUNK)
        parser = _Extent().parser() if start.lstrip().startswith(XML_STARTS) else None
        while start:
            if parser:
                parser.Parse(start)
            start = stream.read(CHUNK)


class _Extent:
    """How far the cells of one part reach: the rectangle that a reader reserves for them."""

    def __init__(self) -> None:
        self.rows = self.columns = 1

    def parser(self) -> expat.XMLParserType:
        """A parser that raises at the first cell that is too far, and at any declaration of entities."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse_declarations
        return parser

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        local = element.rpartition(":")[2]
        if local not in {"row", "c"}:
            return
        place = attributes.get("r", "")
        letters = place.rstrip("0123456789")
        digits = place[len(letters) :]
        if digits:
            self.rows = max(self.rows, int(digits))
        elif local == "row":
            self.rows += 1  # a row without a number follows the one before
        self.columns = max(self.columns, _column(letters))
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS:
            raise _TooWideError(place)


def _refuse_declarations(*_: object) -> None:
    raise expat.ExpatError("declaration of a document type")


def _column(letters: str) -> int:
    """The rank of a column: 1 for A, 27 for AA."""
    rank = 0
    for letter in letters.upper():
        rank = 26 * rank + ord(letter) - ord("A") + 1
    return rank


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
