"""From the rows that a reader finds to columns of text: widths, empty cells, bounds, rows set aside."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import pyarrow as pa
import pyarrow.compute as pc

from data.files import beside, header
from data.files.header import HEAD_ROWS, Row
from data.files.limits import FEWER, IN_PARTS, Limits, too_large
from data.words.text import fold, free_name
from geo.errors import DataError, Problem

LINE = "ligne"
CHUNK_ROWS = 10_000  # bounds are checked between two chunks
SHOWN_LINES = 5  # enough to find the rest in a spreadsheet
SHOWN_NAME = 60  # characters of a name in a message, which stays a line
# Characters of the name of a column, which each list of columns of the page holds: real ones have 150.
LONGEST_NAME = 250
RENAMED = "Des colonnes avaient le même nom, ou un nom trop long, elles ont été renommées"
SHOWN_CONTENT = 300  # characters of a damaged line in the list of those: enough to find it in the file
QUOTE_IT = "mettre entre guillemets un texte qui contient le séparateur, ou nommer toutes les colonnes"


@dataclass(frozen=True)
class Damaged:
    """A row that cannot be laid under the columns: its line, why, the remedy, the beginning of its content."""

    line: int
    reason: str
    remedy: str
    content: str


@dataclass(frozen=True)
class Layout:
    """How the rows of a table are laid out.

    header: the line of its header, 0 without one; tables: those of other tables below it; damaged: rows set aside;
    hidden: the lines that a workbook does not show; beside: the columns of each of the tables that stand side by side.
    """

    header: int
    tables: tuple[int, ...] = ()
    damaged: tuple[Damaged, ...] = ()
    hidden: tuple[int, ...] = ()
    beside: tuple[tuple[str, ...], ...] = ()


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
    layout: Layout = field(default_factory=lambda: Layout(1))


class Gathering:
    """Rows gathered under their header, within bounds.

    notes: French sentences on what was repaired. damaged: rows set aside, by this gathering and by its reader.
    """

    def __init__(self, name: str, limits: Limits, chosen: int | None = None) -> None:
        self._name, self._limits, self._chosen = name, limits, chosen
        self._header: list[str] = []
        self._unnamed: list[int] = []
        self._filled: set[int] = set()  # the unnamed ones that have a value
        self._count = self._text = self._empty = self._trimmed = self._completed = 0
        self._short: list[str] = []  # the first of the lines that were completed
        self._tables: list[int] = []
        self._beside: tuple[tuple[str, ...], ...] = ()
        self._line = 1  # of the header
        self.damaged: list[Damaged] = []
        self.notes: list[str] = []

    def table(self, rows: Iterator[Row]) -> pa.Table:
        """Columns of text behind the place of each row. Raises `DataError`."""
        return self.whole(self.tables(rows))

    def tables(self, rows: Iterator[Row]) -> Iterator[pa.Table]:
        """The same some rows at a time, with the void columns. Raises `DataError`, at the end for what only all the
        rows tell.
        """
        head = list(islice(rows, HEAD_ROWS))
        found = header.find(head, self._chosen)
        if found is None:
            raise DataError.single(self._name, "le fichier est vide", "choisir un fichier qui contient une table")
        self._line = found.line
        self.notes += found.notes
        self._name_columns(found.names)
        kept = self._until_another_table(chain(head[found.begin :], rows))
        yield from map(self._chunk, _chunks(kept))
        if len(self.damaged) > self._count:  # another separator, another file
            raise DataError(Problem(self._name, each.reason, each.remedy, each.line) for each in self.damaged)
        if not self._count:
            remedy = "vérifier que le fichier est complet"
            raise DataError.single(self._name, "l'en-tête n'est suivi d'aucune ligne", remedy, found.line or None)
        self._say_repairs()

    def whole(self, tables: Iterable[pa.Table]) -> pa.Table:
        """All of `tables` as one, without the void columns."""
        table = pa.concat_tables(tables)
        voids, named = self._voids()
        self._beside = beside.tables(table, voids, named)
        if self._beside:
            self.notes.append(f"Des tables sont côte à côte, une colonne vide entre elles : {len(self._beside)}.")
        self._say_voids()
        return table.drop_columns(voids)

    def void(self) -> tuple[str, ...]:
        """The void columns, once all of `tables` were read. Raises `DataError` when they stand between tables."""
        voids, named = self._voids()
        groups = beside.groups(self._header, voids, named)
        if groups and beside.repeat(groups):
            message = f"{len(groups)} tables sont côte à côte, une colonne vide entre elles"
            raise DataError.single(self._name, message, "les mettre l'une sous l'autre, ou n'en garder qu'une")
        self._say_voids()
        return tuple(voids)

    def _voids(self) -> tuple[list[str], list[str]]:
        """The columns without a name of their own, once all rows were read: those without a value, the others."""
        names = [(self._header[rank], rank in self._filled) for rank in self._unnamed]
        return [name for name, filled in names if not filled], [name for name, filled in names if filled]

    def _say_voids(self) -> None:
        voids, named = self._voids()
        if voids:
            self.notes.append(f"Colonnes vides et sans nom laissées de côté : {len(voids)}.")
        if named:
            self.notes.append(f"Des colonnes sans nom en ont reçu un : {_listed(named)}.")

    def layout(self, hidden: Iterable[int] = ()) -> Layout:
        """How the rows were laid out. hidden: the lines that the file does not show."""
        below = tuple(line for line in hidden if line > self._line)
        damaged = tuple(sorted(self.damaged, key=lambda each: each.line))
        return Layout(self._line, tuple(self._tables), damaged, below, self._beside)

    def set_aside(self, line: int, reason: str, remedy: str, content: str) -> None:
        """Keep a row out of the table, and say it. Raises `DataError` when there are too many of them."""
        self.damaged.append(Damaged(line, reason, remedy, shown(content, SHOWN_CONTENT)))
        if len(self.damaged) > self._limits.problems:
            raise DataError(Problem(self._name, each.reason, each.remedy, each.line) for each in self.damaged)

    def _until_another_table(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows up to the header of another table: after a void, names of this header in another order."""
        own = [fold(name) for name in self._header]
        after_void = False
        for line, cells in rows:
            filled = [fold(cell) for cell in cells if cell.strip()] if after_void else []
            if len(filled) > 1 and set(filled) & set(own) and filled != [name for name in own if name in filled]:
                self._tables.append(line)
                self.notes.append(f"Une autre table commence ligne {line} : elle n'est pas lue avec celle-ci.")
                return
            after_void = not any(cells)
            yield line, cells

    def _name_columns(self, cells: Sequence[str]) -> None:
        if error := too_large(self._name, len(cells), 0, self._limits):
            raise error
        self._unnamed = [rank for rank, cell in enumerate(cells) if not cell.strip()]
        self._header, renamed = distinct(cells)
        if renamed:
            self.notes.append(f"{RENAMED} : {_listed(renamed)}.")

    def _chunk(self, rows: Sequence[Row]) -> pa.Table:
        filled = [row for row in rows if any(row[1])]
        self._empty += len(rows) - len(filled)
        width = len(self._header)
        kept = [
            (row[0], cells)
            for row in filled
            if (cells := row[1] if len(row[1]) == width else self._fitted(row)) is not None
        ]
        self._count += len(kept)
        if error := too_large(self._name, len(self._header), self._count, self._limits):
            raise error
        columns = list(zip(*(cells for _, cells in kept), strict=True)) or [()] * width
        arrays = [self._column(rank, column, kept) for rank, column in enumerate(columns)]
        self._filled |= {rank for rank in self._unnamed if arrays[rank].null_count < len(kept)}
        self._text += sum(array.nbytes for array in arrays)
        if self._text > self._limits.text:
            raise heavy(self._name, self._limits)
        return pa.table([pa.array([line for line, _ in kept], pa.int64()), *arrays], names=[LINE, *self._header])

    def _fitted(self, row: Row) -> Sequence[str] | None:
        """A row of another width than the header: what it lacks is empty, what it has in excess must be."""
        line, cells = row
        width = len(self._header)
        if len(cells) < width:
            self._completed += 1
            if len(self._short) < SHOWN_LINES:
                self._short.append(str(line))
            return [*cells, *[""] * (width - len(cells))]
        if any(cells[width:]):
            reason = f"{len(cells)} cases trouvées pour {width} colonnes"
            self.set_aside(line, reason, QUOTE_IT, " | ".join(cells))
            return None
        self._trimmed += 1
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
        if self._short:
            lines = _listed(self._short, self._completed)
            self.notes.append(f"Lignes plus courtes que l'en-tête, complétées par des cases vides : {lines}.")
        if self._trimmed:
            self.notes.append(f"Lignes dont les cases vides en trop ont été retirées : {self._trimmed}.")
        if self._empty:
            self.notes.append(f"Lignes vides laissées de côté : {self._empty}.")


def distinct(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of columns, none empty, too long or twice the same, and those that had to change to be so."""
    names: list[str] = []
    renamed = []
    taken = {LINE}  # the name of the places
    for rank, cell in enumerate(cells, start=1):
        whole = " ".join(cell.split())
        base = whole[:LONGEST_NAME].rstrip() or f"colonne {rank}"
        name = free_name(base, taken)
        if name != base or len(base) < len(whole):
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
        f"{FEWER} ; {IN_PARTS}",
    )


def shown(text: str, limit: int = SHOWN_NAME) -> str:
    """A text of the file as a message may hold it: on one line, without invisible characters, short."""
    seen = text[: 4 * limit]
    visible = re.sub(r"\s+", " ", "".join(char if char.isprintable() else " " for char in seen)).strip()
    return visible if len(visible) <= limit else f"{visible[: limit - 1]}…"


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK_ROWS)):
        yield chunk


def _listed(values: Sequence[str], count: int = 0) -> str:
    """The first of some values, and how many more there are. count: of all, when they are not all here."""
    others = max(len(values), count) - SHOWN_LINES
    tail = f" et {others} autre{'s' if others > 1 else ''}" if others > 0 else ""
    return ", ".join(shown(value) for value in values[:SHOWN_LINES]) + tail
