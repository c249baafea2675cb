"""A delimited text of any usual encoding and separator. A damaged row is set aside, never guessed nor lost."""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

import pyarrow as pa

from data.files import encodings
from data.files.header import Row
from data.files.limits import Limits
from data.files.rows import Gathering, Parsed, long_cell
from geo.errors import DataError

DELIMITERS = ";\t,|"
# A header and its title lines are within; the delimiter is the one of most of them.
SAMPLE_LINES, SAMPLE_CHARACTERS = 100, 1_000_000
DIRECTIVE = re.compile(r"sep=(.)(?:\r\n|\r|\n)")  # what Excel writes to itself
OPEN = "un guillemet ouvert n'est jamais fermé"
MISPLACED = "guillemet mal placé"
CUT = "la dernière ligne est incomplète : le fichier est peut-être tronqué"
CLOSE_IT = "fermer le guillemet, et doubler ceux du texte"
ANOTHER_COPY = "reprendre une copie complète du fichier, ou finir cette ligne par un retour à la ligne"


def read(content: bytes, name: str, limits: Limits, header: int | None = None, shift: int = 0) -> Parsed:
    """The table of a delimited text. header: its line, 0 for none, None to look for it. shift: how many lines of the
    file are not here, below the header: lines are told as they are in the file. Raises `DataError`.
    """
    streamed = Streamed(io.BytesIO(content), name, limits, header, shift)
    table = streamed.gathering.whole(streamed.tables())
    return streamed.parsed(table)


class Streamed:
    """A delimited text whose rows are read a few at a time, each once."""

    def __init__(self, file: BinaryIO, name: str, limits: Limits, header: int | None = None, shift: int = 0) -> None:
        self.gathering = Gathering(name, limits, header)
        self.void = self.gathering.void
        self._encoding = encodings.found(file, name)
        lines = _Lines(encodings.read_lines(file, self._encoding, limits.line), name, limits, (header or 0, shift))
        self._directive = DIRECTIVE.match(lines.of(0)) if lines.has(0) else None
        self._delimiter = self._directive[1] if self._directive else _delimiter(lines)
        self._reader = _Reader(lines, self._delimiter or ",", name, self.gathering)
        self._limits = limits

    def tables(self) -> Iterator[pa.Table]:
        """Columns of text behind the place of each row, some rows at a time. Raises `DataError`, at the end for what
        only all the rows tell.
        """
        return self.gathering.tables(islice(self._reader.rows(self._limits), 1 if self._directive else 0, None))

    def parsed(self, table: pa.Table) -> Parsed:
        """What is said of the text once all its rows were read, with a table of them."""
        notes = [*self._encoding.notes, *(["Ligne « sep= » d'Excel retirée."] if self._directive else [])]
        notes += [*self._reader.notes(), *self.gathering.notes]
        layout, encoding = self.gathering.layout(), self._encoding.name
        return Parsed(table, "csv", encoding=encoding, delimiter=self._delimiter, notes=tuple(notes), layout=layout)


class _Lines:
    """The lines of a text, from 0, as far as they were asked for, but for those that are done with."""

    def __init__(self, lines: Iterator[str], name: str, limits: Limits, absent: tuple[int, int]) -> None:
        self._lines, self._name, self._longest = lines, name, limits.line
        self._held: deque[str] = deque()
        self._done = 0
        self._last_before, self._shift = absent  # lines that are not here, and after which one
        self.notes: list[str] = []
        self.is_cut = False  # whether the last line that was read is the last one, without its end

    def has(self, rank: int) -> bool:
        """Whether there is a line of this rank."""
        while self._done + len(self._held) <= rank:
            line = next(self._lines, None)
            if line is None or not (line := self._sound(line)):
                return False
            self._held.append(line)
        return True

    def of(self, rank: int) -> str:
        """A line that is there and not done with."""
        return self._held[rank - self._done]

    def begin(self, rank: int) -> Iterator[str]:
        """The lines from a rank on."""
        while self.has(rank):
            yield self._held[rank - self._done]
            rank += 1

    def forget(self, rank: int) -> None:
        """Be done with the lines before a rank."""
        while self._done < rank and self._held:
            self._held.popleft()
            self._done += 1

    def told(self, line: int) -> int:
        """The line of the file that is at a line of this text, both from 1."""
        return line + self._shift if line > self._last_before else line

    def _sound(self, line: str) -> str:
        """A line that was just read, "" when it is but the mark of an end. Raises `DataError`."""
        told = self.told(self._done + len(self._held) + 1)
        if len(line) > self._longest:
            remedy = "vérifier que c'est une table, une ligne du fichier par ligne de la table"
            raise DataError.single(self._name, f"une ligne dépasse {self._longest} caractères", remedy, told)
        if "\0" in line:
            remedy = f"reprendre une copie du fichier, ou {encodings.AS_UTF8}"
            raise DataError.single(self._name, "octet nul dans le texte", remedy, told)
        if line.endswith(("\n", "\r")):
            return line
        bare = line.rstrip(encodings.DOS_END)
        if bare != line:
            self.notes.append("Marque de fin de fichier (DOS) retirée.")
        self.is_cut = bool(bare)
        return bare


class _Reader:
    """The records of a text. A quote out of place costs its own line: the reading goes on at the next one."""

    def __init__(self, lines: _Lines, delimiter: str, name: str, gathering: Gathering) -> None:
        self._lines = lines
        self._delimiter, self._name, self._gathering = delimiter, name, gathering
        self._mended: list[int] = []

    def rows(self, limits: Limits) -> Iterator[Row]:
        """Every record with its first line. Raises `DataError` on an endless line or cell."""
        begin, width = 0, 0
        while self._lines.has(begin):
            reader = csv.reader(self._lines.begin(begin), delimiter=self._delimiter, strict=True)
            line = begin + 1
            try:
                for cells in reader:
                    after = begin + reader.line_num
                    if self._swallowed(line, after, cells, width):
                        self._gathering.set_aside(self._told(line), OPEN, CLOSE_IT, self._lines.of(line - 1))
                        break
                    if self._is_last(after) and 0 < len(cells) < width:
                        self._gathering.set_aside(self._told(line), CUT, ANOTHER_COPY, self._lines.of(line - 1))
                    else:
                        yield self._told(line), cells
                    width = max(width, len(cells))
                    line = after + 1
                    self._lines.forget(after)
                begin = line
            except csv.Error as error:
                yield from self._around(line, str(error), width, limits)
                begin = line

    def _is_last(self, line: int) -> bool:
        """Whether a line is the last one and has no end."""
        return self._lines.is_cut and not self._lines.has(line)

    def notes(self) -> list[str]:
        """French sentences on the end of the text, and on the quotes that were out of place."""
        unfinished = ["La dernière ligne n'est pas finie par un retour à la ligne : vérifier qu'elle est entière."]
        notes = [*self._lines.notes, *(unfinished if self._lines.is_cut else [])]
        if not self._mended:
            return notes
        listed = ", ".join(map(str, self._mended[:5])) + (" et d'autres" if len(self._mended) > 5 else "")
        return [*notes, f"Guillemets mal placés, lus comme le fait un tableur, lignes : {listed}."]

    def _told(self, line: int) -> int:
        return self._lines.told(line)

    def _swallowed(self, line: int, after: int, cells: Sequence[str], width: int) -> bool:
        """Whether an open quote took whole rows into one cell: its second line is a row by itself."""
        if after == line or width < 2 or (len(cells) == width and width < 4):
            return False
        return self._is_row(line + 1, width)

    def _is_row(self, line: int, width: int) -> bool:
        """Whether a line is a row by itself, with no quote of another one in it."""
        if not self._lines.has(line - 1):
            return False
        try:
            cells = self._alone(line, strict=True)
        except csv.Error:
            return False
        return len(cells) == width and not any('"' in cell for cell in cells)

    def _alone(self, line: int, *, strict: bool = False) -> list[str]:
        content = self._lines.of(line - 1).rstrip("\r\n")
        return next(csv.reader([content], delimiter=self._delimiter, strict=strict), [])

    def _around(self, line: int, fault: str, width: int, limits: Limits) -> Iterator[Row]:
        """The record of a line with a quote out of place, if the line holds it whole; else it is set aside."""
        content = self._lines.of(line - 1)
        if "field limit" in fault and (len(content) > limits.cell or not self._is_row(line + 1, width)):
            raise long_cell(self._name, limits, self._told(line))
        if content.count('"') % 2 == 0 and "expected after" in fault:
            self._mended.append(self._told(line))
            yield self._told(line), self._alone(line)
        else:
            reason = OPEN if "expected after" not in fault else MISPLACED
            self._gathering.set_aside(self._told(line), reason, CLOSE_IT, content)


def _delimiter(lines: _Lines) -> str | None:
    """The separator that gives the most lines of a same width of two cells or more; None for a single column.

    Lines whose cells hold a quote count only where there are no others: another separator than the right one leaves the
    quotes of the cells in them.
    """
    sample: list[str] = []
    while len(sample) < SAMPLE_LINES and sum(map(len, sample)) < SAMPLE_CHARACTERS and lines.has(len(sample)):
        sample.append(lines.of(len(sample)))
    best: tuple[bool, int, int] = (False, 0, 0)
    found = None
    for delimiter in DELIMITERS:
        try:
            read = [cells for cells in csv.reader(sample, delimiter=delimiter) if len(cells) > 1]
        except csv.Error:  # a cell that is too long: the reading will say where
            continue
        widths = Counter((not any('"' in cell for cell in cells), len(cells)) for cells in read)
        for (clean, width), count in widths.items():
            if (clean, count, width) > best:
                best, found = (clean, count, width), delimiter
    return found
