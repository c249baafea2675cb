"""A delimited text of any usual encoding and separator. A damaged row is set aside, never guessed nor lost."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from data.files.encodings import AS_UTF8, decoded
from data.files.header import Row
from data.files.limits import Limits
from data.files.rows import Gathering, Parsed, long_cell
from geo.errors import DataError

DELIMITERS = ";\t,|"
SAMPLE_LINES = 100  # a header and its title lines are within; the delimiter is the one of most of them
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
    text, encoding, notes = decoded(content, name)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError.single(name, "octet nul dans le texte", f"reprendre une copie du fichier, ou {AS_UTF8}", line)
    directive = DIRECTIVE.match(text)
    if directive:
        notes.append("Ligne « sep= » d'Excel retirée.")
    delimiter = directive[1] if directive else _delimiter(text)
    gathering = Gathering(name, limits, header)
    reader = _Reader(text, delimiter or ",", name, gathering, (header or 0, shift))
    table = gathering.table(islice(reader.rows(limits), 1 if directive else 0, None))
    notes += [*reader.notes(), *gathering.notes]
    layout = gathering.layout()
    return Parsed(table, "csv", encoding=encoding, delimiter=delimiter, notes=tuple(notes), layout=layout)


class _Reader:
    """The records of a text. A quote out of place costs its own line: the reading goes on at the next one."""

    def __init__(
        self, text: str, delimiter: str, name: str, gathering: Gathering, absent: tuple[int, int] = (0, 0)
    ) -> None:
        self._lines = list(io.StringIO(text, newline=""))
        self._is_cut = not text.endswith(("\n", "\r"))
        self._delimiter, self._name, self._gathering = delimiter, name, gathering
        self._mended: list[int] = []
        self._last_before, self._shift = absent  # lines that are not here, and after which one

    def rows(self, limits: Limits) -> Iterator[Row]:
        """Every record with its first line. Raises `DataError` on an endless line or cell."""
        begin, width = 0, 0
        while begin < len(self._lines):
            reader = csv.reader(self._bounded(begin, limits), delimiter=self._delimiter, strict=True)
            line = begin + 1
            try:
                for cells in reader:
                    after = begin + reader.line_num
                    if self._swallowed(line, after, cells, width):
                        self._gathering.set_aside(self._told(line), OPEN, CLOSE_IT, self._lines[line - 1])
                        break
                    if self._is_cut and after == len(self._lines) and 0 < len(cells) < width:
                        self._gathering.set_aside(self._told(line), CUT, ANOTHER_COPY, self._lines[line - 1])
                    else:
                        yield self._told(line), cells
                    width = max(width, len(cells))
                    line = after + 1
                begin = line
            except csv.Error as error:
                yield from self._around(line, str(error), width, limits)
                begin = line

    def notes(self) -> list[str]:
        """French sentences on the end of the text, and on the quotes that were out of place."""
        unfinished = ["La dernière ligne n'est pas finie par un retour à la ligne : vérifier qu'elle est entière."]
        notes = unfinished if self._is_cut else []
        if not self._mended:
            return notes
        listed = ", ".join(map(str, self._mended[:5])) + (" et d'autres" if len(self._mended) > 5 else "")
        return [*notes, f"Guillemets mal placés, lus comme le fait un tableur, lignes : {listed}."]

    def _told(self, line: int) -> int:
        """The line of the file that is at a line of this text."""
        return line + self._shift if line > self._last_before else line

    def _bounded(self, begin: int, limits: Limits) -> Iterator[str]:
        for rank in range(begin, len(self._lines)):
            line = self._lines[rank]
            if len(line) > limits.line:
                remedy = "vérifier que c'est une table, une ligne du fichier par ligne de la table"
                message = f"une ligne dépasse {limits.line} caractères"
                raise DataError.single(self._name, message, remedy, self._told(rank + 1))
            yield line

    def _swallowed(self, line: int, after: int, cells: Sequence[str], width: int) -> bool:
        """Whether an open quote took whole rows into one cell: its second line is a row by itself."""
        if after == line or width < 2 or (len(cells) == width and width < 4):
            return False
        return self._is_row(line + 1, width)

    def _is_row(self, line: int, width: int) -> bool:
        """Whether a line is a row by itself, with no quote of another one in it."""
        if line > len(self._lines):
            return False
        try:
            cells = self._alone(line, strict=True)
        except csv.Error:
            return False
        return len(cells) == width and not any('"' in cell for cell in cells)

    def _alone(self, line: int, *, strict: bool = False) -> list[str]:
        content = self._lines[line - 1].rstrip("\r\n")
        return next(csv.reader([content], delimiter=self._delimiter, strict=strict), [])

    def _around(self, line: int, fault: str, width: int, limits: Limits) -> Iterator[Row]:
        """The record of a line with a quote out of place, if the line holds it whole; else it is set aside."""
        content = self._lines[line - 1]
        if "field limit" in fault and (len(content) > limits.cell or not self._is_row(line + 1, width)):
            raise long_cell(self._name, limits, self._told(line))
        if content.count('"') % 2 == 0 and "expected after" in fault:
            self._mended.append(self._told(line))
            yield self._told(line), self._alone(line)
        else:
            reason = OPEN if "expected after" not in fault else MISPLACED
            self._gathering.set_aside(self._told(line), reason, CLOSE_IT, content)


def _delimiter(text: str) -> str | None:
    """The separator that gives the most lines of a same width of two cells or more; None for a single column.

    Lines whose cells hold a quote count only where there are no others: another separator than the right one leaves the
    quotes of the cells in them.
    """
    sample: Sequence[str] = list(islice(io.StringIO(text[:1_000_000], newline=""), SAMPLE_LINES))
    best: tuple[bool, int, int] = (False, 0, 0)
    found = None
    for delimiter in DELIMITERS:
        try:
            read = [cells for cells in csv.reader(sample, delimiter=delimiter) if len(cells) > 1]
        except csv.Error:  # a cell that is too long: the reading will say where
            continue
        widths = Counter((not any('"' in cell for cell in cells), len(cells)) for cells in read)
        for (clean, width), lines in widths.items():
            if (clean, lines, width) > best:
                best, found = (clean, lines, width), delimiter
    return found
