"""A delimited text of any usual encoding and separator. A shifted row or an open quote is refused, never guessed."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from data.files.limits import Limits
from data.files.rows import Gathering, Parsed, Row, long_cell
from geo.errors import DataError

DELIMITERS = ";\t,|"
SAMPLE_LINES = 100
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Encodings of a byte per character, the most likely first, that only the words of the text tell from one another.
OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
ACCENTED = re.compile("[àâçéèêëîïôùûœ]")
DIRECTIVE = re.compile(r"sep=(.)(?:\r\n|\r|\n)")  # what Excel writes to itself
AS_UTF8 = "l'enregistrer de nouveau en « CSV UTF-8 »"


def read(content: bytes, name: str, limits: Limits) -> Parsed:
    """The table of a delimited text. Raises `DataError`."""
    text, encoding = decoded(content, name)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError.single(name, "octet nul dans le texte", f"reprendre une copie du fichier, ou {AS_UTF8}", line)
    notes = [] if encoding == "utf-8" else [f"Encodage {encoding} converti en UTF-8."]
    if encoding == "utf-8-sig":
        notes = ["Marque de début de fichier (BOM) retirée."]
    directive = DIRECTIVE.match(text)
    if directive:
        notes.append("Ligne « sep= » d'Excel retirée.")
    delimiter = directive[1] if directive else _delimiter(text)
    gathering = Gathering(name, limits)
    rows = _rows(text, delimiter or ",", name, limits)
    table = gathering.table(islice(rows, 1 if directive else 0, None))
    if gathering.short and not text.endswith(("\n", "\r")) and gathering.short[-1] == table.column(0)[-1].as_py():
        remedy = "reprendre une copie complète du fichier, ou finir cette ligne par un retour à la ligne"
        raise DataError.single(name, "la dernière ligne est incomplète", remedy, gathering.short[-1])
    notes += gathering.notes
    return Parsed(table, "csv", encoding=encoding, delimiter=delimiter, notes=tuple(notes))


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding: as marked, else UTF-8, else the old encoding that gives most French letters."""
    encoding = next((found for mark, found in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    encoding = encoding or _unmarked_utf16(content) or "utf-8"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        # Letters that UTF-8 reads do not happen by chance: after some, a fault is a fault.
        if encoding != "utf-8" or not content[: error.start].isascii():
            message = f"le texte n'est plus de l'{encoding} à cet endroit"
            raise DataError.single(
                name, message, f"reprendre une copie complète du fichier, ou {AS_UTF8}", line
            ) from error
    texts = {}
    for candidate in OLD_ENCODINGS:
        with suppress(UnicodeDecodeError):
            texts[candidate] = content.decode(candidate)
    best = max(texts, key=lambda candidate: len(ACCENTED.findall(texts[candidate])))
    if "cp1252" not in texts and not ACCENTED.search(texts[best]):
        raise DataError.single(name, "l'encodage du texte n'est pas reconnu", AS_UTF8, line)
    return texts[best], best


def _unmarked_utf16(content: bytes) -> str | None:
    """Text in UTF-16 without its mark: one byte out of two is null."""
    head = content[:200]
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.8 and 0 not in head[::2]:
        return "utf-16-le"
    if half and head[::2].count(0) > half * 0.8 and 0 not in head[1::2]:
        return "utf-16-be"
    return None


def _delimiter(text: str) -> str | None:
    """The separator that gives the most lines of a same width of two cells or more; None for a single column."""
    sample = list(islice(io.StringIO(text[:1_000_000], newline=""), SAMPLE_LINES))
    best: tuple[int, int] = (0, 0)
    found = None
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if len(cells) > 1)
        except csv.Error:  # a cell that is too long: the reading will say where
            continue
        for width, lines in widths.items():
            if (lines, width) > best:
                best, found = (lines, width), delimiter
    return found


def _rows(text: str, delimiter: str, name: str, limits: Limits) -> Iterator[Row]:
    """Every record with its first line. Raises `DataError` on a quote out of place or an endless line."""
    reader = csv.reader(_bounded_lines(text, name, limits), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise long_cell(name, limits, line) from error
        is_open = str(error).startswith("unexpected end of data")
        message = "un guillemet ouvert n'est jamais fermé" if is_open else "guillemet mal placé"
        raise DataError.single(name, message, "fermer le guillemet, et doubler ceux du texte", line) from error


def _bounded_lines(text: str, name: str, limits: Limits) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > limits.line:
            remedy = "vérifier que c'est une table, une ligne du fichier par ligne de la table"
            raise DataError.single(name, f"une ligne dépasse {limits.line} caractères", remedy, number)
        yield line
