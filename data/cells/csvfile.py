"""The shape of a CSV file, checked before any value is: encoding, quotes, width of each row.

pandas shifts the columns of a row that is too long and renames a column behind a byte order mark, without a
word; the standard `csv` module in strict mode does neither.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DataError, Problem

RESTORE = "reprendre une copie complète du fichier"


@dataclass(frozen=True)
class Row:
    """The cells of one row and the line of the original file where it begins (the header is line 1)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What was read of a file. `rows` all have the width of `header`; the others are in `problems`."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_sheet(path: Path, delimiter: str = ",", *, may_be_empty: bool = False) -> Sheet:
    """Read a UTF-8 CSV file with a header. Raises `DataError` when nothing can be read past a fault.

    may_be_empty: a header without a row is a file without a fault.
    """
    text = _decoded(path, delimiter)
    ends_with_newline = text.endswith(("\n", "\r"))
    records = _records(text, path.name, delimiter)
    header = records[0].cells
    problems = []
    rows = []
    for record in records[1:]:
        if len(record.cells) == len(header):
            rows.append(record)
        else:
            is_cut = record is records[-1] and len(record.cells) < len(header) and not ends_with_newline
            problems.append(_wrong_width(path.name, header, record, is_cut, delimiter))
    if not problems and not ends_with_newline:
        problems.append(_unfinished(path.name, records[-1].line, header[-1]))
    if len(records) == 1 and not may_be_empty:
        problems.append(Problem(path.name, "l'en-tête n'est suivi d'aucune ligne", RESTORE, row=1))
    return Sheet(header, tuple(rows), tuple(problems))


def _decoded(path: Path, delimiter: str) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError.single(path.name, "fichier absent", f"le remettre dans {path.parent.name}/") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError([_wrong_encoding(path.name, content, error, delimiter)]) from error
    if not text.strip():
        raise DataError.single(path.name, "fichier vide", RESTORE, row=1)
    if "\0" in text:
        row, column = _position(text[: text.index("\0")], delimiter)
        raise DataError.single(path.name, "octet nul dans le texte", RESTORE, row, column)
    return text


def _records(text: str, file: str, delimiter: str) -> list[Row]:
    """Every record with its first line. Raises `DataError` on a quote out of place."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[Row] = []
    line = 1
    try:
        for cells in reader:
            records.append(Row(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        is_open = str(error).startswith("unexpected end of data")
        message = "un guillemet ouvert n'est jamais fermé" if is_open else "guillemet mal placé"
        remedy = "fermer le guillemet, doubler ceux du texte, ou reprendre une copie complète du fichier"
        begun = _lines(text)[line - 1 :]
        raise DataError.single(
            file, message, remedy, line, _column(_first_line(text), "".join(begun), delimiter)
        ) from error
    return records


def _wrong_width(file: str, header: Sequence[str], row: Row, is_cut: bool, delimiter: str) -> Problem:
    found, expected = len(row.cells), len(header)
    column = header[max(found - 1, 0)] if found < expected else None
    if is_cut:
        return Problem(file, f"dernière ligne tronquée : {found} cases sur {expected}", RESTORE, row.line, column)
    if found == 0:
        return Problem(file, "ligne vide", "supprimer cette ligne", row.line, column)
    one, all_ = ("une virgule", "les virgules") if delimiter == "," else (f"« {delimiter} »", f"les « {delimiter} »")
    cases = "case trouvée" if found == 1 else "cases trouvées"
    return Problem(
        file,
        f"{found} {cases} pour {expected} colonnes",
        f"mettre entre guillemets un texte qui contient {one}, ajouter {all_} qui manquent",
        row.line,
        column,
    )


def _unfinished(file: str, line: int, column: str) -> Problem:
    """A cut inside the last cell leaves a row of the right width: only the end of the line proves that it is whole."""
    return Problem(
        file,
        "la dernière ligne n'est pas finie : le fichier est peut-être tronqué",
        f"{RESTORE}, ou finir la ligne par un retour à la ligne",
        line,
        column,
    )


def _wrong_encoding(file: str, content: bytes, error: UnicodeDecodeError, delimiter: str) -> Problem:
    # cp1252 decodes what precedes the fault: only the place of the commas and of the line ends matters here.
    before = content[: error.start].decode("cp1252", errors="replace")
    row, column = _position(before, delimiter)
    if error.end == len(content) and error.reason == "unexpected end of data":
        return Problem(file, "fichier tronqué au milieu d'un caractère", RESTORE, row, column)
    message = f"l'octet 0x{content[error.start]:02X} n'est pas de l'UTF-8"
    return Problem(file, message, "enregistrer le fichier en UTF-8 (« CSV UTF-8 » dans un tableur)", row, column)


def _position(before: str, delimiter: str) -> tuple[int, str | None]:
    """The line, and the name of the column, where a text that was read up to here stops."""
    lines = _lines(before) or [""]
    is_new_line = lines[-1].endswith(("\n", "\r"))
    row = len(lines) + is_new_line
    column = None if row == 1 else _column(_first_line(before), "" if is_new_line else lines[-1], delimiter)
    return row, column


def _lines(text: str) -> list[str]:
    """The lines as `csv` counts them; `str.splitlines` would also cut at a form feed."""
    return list(io.StringIO(text, newline=""))


def _first_line(text: str) -> str:
    return text.partition("\n")[0].rstrip("\r").lstrip("\ufeff")


def _column(header_line: str, partial: str, delimiter: str) -> str | None:
    """The column in which a partial line ends, as far as its quotes allow to tell."""
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    cells = next(csv.reader(io.StringIO(partial, newline=""), delimiter=delimiter), [""])
    return header[len(cells) - 1] if len(cells) <= len(header) else None
