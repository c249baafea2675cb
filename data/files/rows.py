"""From the rows that a reader finds to columns of text: header, widths, empty cells, bounds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import pyarrow as pa
import pyarrow.compute as pc

from data.files.limits import Limits, too_large
from geo.errors import DataError, Problem

LINE = "ligne"
HEAD_ROWS = 50
CHUNK_ROWS = 10_000
SHOWN_LINES = 5
SHOWN_NAME = 60
Row = tuple[int, Sequence[str]]  # its place in the file, its cells


@dataclass(frozen=True)
class Parsed:
    """What was read of a file: see `data.files.reading.UserTable`. First column of `table`: the place of each row."""

    table: pa.Table
    format: str
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[str, ...] = ()


class Gathering:
    """Rows gathered under their header, within bounds.

    short: lines that had fewer cells than the header, in order. notes: French sentences on what was repaired.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._header: list[str] = []
        self._unnamed: list[int] = []
        self._count = self._text = self._empty = self._trimmed = 0
        self._problems: list[Problem] = []
        self.short: list[int] = []
        self.notes: list[str] = []

    def table(self, rows: Iterator[Row]) -> pa.Table:
        """Columns of text behind the place of each row. Raises `DataError`."""
        head = list(islice(rows, HEAD_ROWS))
        begin = _header_rank(head)
        if begin is None:
            raise DataError.single(self._name, "le fichier est vide", "choisir un fichier qui contient une table")
        if any(any(cells) for _, cells in head[:begin]):
            self.notes.append(f"Ce qui précède l'en-tête (ligne {head[begin][0]}) est laissé de côté.")
        self._name_columns(head[begin][1])
        chunks = [self._chunk(chunk) for chunk in _chunks(chain(head[begin + 1 :], rows))]
        if self._problems:
            raise DataError(self._problems)
        if not self._count:
            remedy = "vérifier que le fichier est complet"
            raise DataError.single(self._name, "l'en-tête n'est suivi d'aucune ligne", remedy, head[begin][0])
        self._say_repairs()
        return self._without_void_columns(pa.concat_tables(chunks))

    def _name_columns(self, cells: Sequence[str]) -> None:
        if error := too_large(self._name, len(cells), 0, self._limits):
            raise error
        self._unnamed = [rank for rank, cell in enumerate(cells) if not cell.strip()]
        self._header, renamed = distinct(cells)
        if renamed:
            self.notes.append(f"Des colonnes portaient le même nom, elles ont été renommées : {_listed(renamed)}.")

    def _chunk(self, rows: Sequence[Row]) -> pa.Table:
        kept = [row for row in rows if any(row[1])]
        self._empty += len(rows) - len(kept)
        self._count += len(kept)
        if error := too_large(self._name, len(self._header), self._count, self._limits):
            raise error
        width = len(self._header)
        cells = [row[1] if len(row[1]) == width else self._fitted(row) for row in kept]
        columns = list(zip(*cells, strict=True)) or [()] * width
        arrays = [self._column(rank, column, kept) for rank, column in enumerate(columns)]
        self._text += sum(array.nbytes for array in arrays)
        if self._text > self._limits.text:
            raise heavy(self._name, self._limits)
        return pa.table([pa.array([line for line, _ in kept], pa.int64()), *arrays], names=[LINE, *self._header])

    def _fitted(self, row: Row) -> Sequence[str]:
        """A row of another width than the header: what it lacks is empty, what it has in excess must be."""
        line, cells = row
        width = len(self._header)
        if len(cells) < width:
            self.short.append(line)
            return [*cells, *[""] * (width - len(cells))]
        if not any(cells[width:]):
            self._trimmed += 1
        elif len(self._problems) < self._limits.problems:
            self._problems.append(
                Problem(
                    self._name,
                    f"{len(cells)} cases trouvées pour {width} colonnes",
                    "mettre entre guillemets un texte qui contient le séparateur, ou nommer toutes les colonnes",
                    line,
                )
            )
        return cells[:width]

    def _column(self, rank: int, cells: Sequence[str], rows: Sequence[Row]) -> pa.Array:
        try:
            array = pa.array(cells, pa.string())
        except UnicodeEncodeError as error:
            message = "la colonne contient un caractère qui n'existe pas (la moitié d'une paire UTF-16)"
            raise DataError.single(
                self._name, message, "enregistrer de nouveau le fichier en UTF-8", column=shown(self._header[rank])
            ) from error
        lengths = pc.utf8_length(array)
        if (pc.max(lengths).as_py() or 0) > self._limits.cell:
            line = rows[pc.index(pc.greater(lengths, self._limits.cell), True).as_py()][0]
            raise long_cell(self._name, self._limits, line, shown(self._header[rank]))
        return pc.if_else(pc.equal(lengths, 0), None, array)

    def _say_repairs(self) -> None:
        if self.short:
            lines = _listed([str(line) for line in self.short])
            self.notes.append(f"Lignes plus courtes que l'en-tête, complétées par des cases vides : {lines}.")
        if self._trimmed:
            self.notes.append(f"Lignes dont les cases vides en trop ont été retirées : {self._trimmed}.")
        if self._empty:
            self.notes.append(f"Lignes vides laissées de côté : {self._empty}.")

    def _without_void_columns(self, table: pa.Table) -> pa.Table:
        """Drop the columns that have neither a name nor a value."""
        voids = [self._header[rank] for rank in self._unnamed if table.column(rank + 1).null_count == len(table)]
        named = [self._header[rank] for rank in self._unnamed if self._header[rank] not in voids]
        if voids:
            self.notes.append(f"Colonnes vides et sans nom laissées de côté : {len(voids)}.")
        if named:
            self.notes.append(f"Des colonnes sans nom en ont reçu un : {_listed(named)}.")
        return table.drop_columns(voids)


def distinct(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of columns that are neither empty nor twice the same, and those that had to change to be so."""
    names: list[str] = []
    renamed = []
    taken = {LINE}  # the name of the places
    for rank, cell in enumerate(cells, start=1):
        base = " ".join(cell.split()) or f"colonne {rank}"
        name, copy = base, 1
        while name in taken:
            copy += 1
            name = f"{base} ({copy})"
        if copy > 1:
            renamed.append(name)
        taken.add(name)
        names.append(name)
    return names, renamed


def long_cell(name: str, limits: Limits, line: int | None, column: str | None = None) -> DataError:
    """The refusal of a cell beyond the bound."""
    return DataError.single(
        name,
        f"une case dépasse {limits.cell} caractères",
        "raccourcir ce texte ; s'il commence par un guillemet, vérifier qu'il est fermé",
        line,
        column,
    )


def heavy(name: str, limits: Limits) -> DataError:
    """The refusal of a table whose text is too large once read."""
    return DataError.single(
        name,
        f"la table contient plus de {limits.text // 1_000_000} Mo de texte",
        "n'y garder que les lignes et les colonnes utiles",
    )


def shown(text: str) -> str:
    """A text of the file as a message may hold it: on one line, without invisible characters, short."""
    visible = re.sub(r"\s+", " ", "".join(char if char.isprintable() else " " for char in text)).strip()
    return visible if len(visible) <= SHOWN_NAME else f"{visible[: SHOWN_NAME - 1]}…"


def _header_rank(head: Sequence[Row]) -> int | None:
    """The first row that fills more than half of what the fullest one fills: a title fills one or two cells."""
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in head]
    most = max(filled, default=0)
    return next((rank for rank, count in enumerate(filled) if 2 * count > most), None) if most else None


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK_ROWS)):
        yield chunk


def _listed(values: Sequence[str]) -> str:
    others = len(values) - SHOWN_LINES
    tail = f" et {others} autre{'s' if others > 1 else ''}" if others > 0 else ""
    return ", ".join(shown(value) for value in values[:SHOWN_LINES]) + tail
