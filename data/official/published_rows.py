"""The rows of official files, all as text, once their columns and their number are what the catalogue says.

They are read as a visitor's file is: by the same reader, within the same bounds; all of them by one child process.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from data.files import reading
from data.files.pieces import Piece
from data.files.reading import Asked, UserTable
from data.official import archive
from data.sources.catalogue import ANY_TABLE, ARCHIVE, Official
from data.words.text import name_words, without_articles
from geo.errors import DataError, Problem

CHANGED: Final = (
    "comparer le fichier à sa page ; s'il a changé de forme, revoir sa fiche dans data/sources.toml et son lecteur"
)
# What each declared format may turn out to be: the content decides, never the name.
_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "csv": frozenset({"csv"}),
    "geojson": frozenset({"geojson"}),
    "xlsx": frozenset({"xlsx"}),
    ARCHIVE: frozenset({"csv"}),
    ANY_TABLE: frozenset({"csv", "xlsx", "ods", "xls"}),
}


@dataclass(frozen=True)
class Published:
    """rows: every row that can be laid under the columns, its cells stripped, "" for an empty one; the index, `ligne`,
    is the line of a CSV file or of a sheet, or the rank of a GeoJSON element. damaged: the others, ligne, motif and
    contenu. notes: what was repaired, in French.
    """

    rows: pd.DataFrame
    damaged: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def count(self) -> int:
        """The rows of the file."""
        return len(self.rows) + len(self.damaged)


def read(path: Path, source: Official) -> Published:
    """The rows of one file. Raises `DataError` where `read_all` gives one."""
    (found,) = read_all([(source, path)]).values()
    if isinstance(found, DataError):
        raise found
    return found


def read_all(files: Sequence[tuple[Official, Path]]) -> dict[str, Published | DataError]:
    """The rows of each file, by source_id. Contours are not read: the atlas makes its own.

    Instead of them, a `DataError` where a file is no table, where a column is absent or doubled, and where there are
    fewer rows than the source ever had.
    """
    found: dict[str, Published | DataError] = {}
    asked: dict[str, Asked] = {}
    for source, path in files:
        try:
            asked[source.source_id] = _asked(path, source)
        except DataError as error:
            found[source.source_id] = error
    read = dict(zip(asked, reading.read_tables(list(asked.values())), strict=True))
    for source, _ in files:
        table = read.get(source.source_id)
        try:
            if table is not None:
                found[source.source_id] = (
                    table if isinstance(table, DataError) else _published(table, source, source.min_rows)
                )
        except DataError as error:
            found[source.source_id] = error
    return {source.source_id: found[source.source_id] for source, _ in files}


def _asked(path: Path, source: Official) -> Asked:
    # The kept file is named by its hash: the reader knows it by its own name.
    if source.format == ARCHIVE:
        name = f"{source.file.removesuffix('.zip')}.csv"
        return Asked(archive.kept_lines(path, source), name, None, source.header_line)
    header = None if source.format == ANY_TABLE else source.header_line
    return Asked(path.read_bytes(), source.file, source.sheet or None, header)


def read_piece(piece: Piece, source: Official) -> Published:
    """The rows of one piece of a file, however few. Raises `DataError`."""
    (table,) = reading.read_tables([Asked(piece.content, source.file, None, source.header_line, piece.shift)])
    if isinstance(table, DataError):
        raise table
    return _published(table, source, 1)


def require_enough(rows: int, least: int, file: str) -> None:
    """Raise `DataError` for a file of fewer rows than its source ever had."""
    if rows < least:
        message = f"{rows} lignes, au moins {least} attendues"
        raise DataError.single(file, message, "vérifier que le fichier est entier")


def _published(table: UserTable, source: Official, least: int) -> Published:
    if table.format not in _KINDS[source.format]:
        raise DataError.single(source.file, f"le contenu n'est pas du {source.format} mais du {table.format}", CHANGED)
    rows = _named(table.frame, source)
    _require_columns(source, rows.columns.tolist(), table.layout.header or 1)
    require_enough(len(rows), least, source.file)
    # Of a visitor's table, an empty cell is null; readers of official files compare texts, where nothing is "".
    return Published(rows.fillna("").apply(lambda column: column.str.strip()), _damaged(table), table.notes)


def _damaged(table: UserTable) -> pd.DataFrame:
    found = [
        (each.line, each.reason, json.dumps({"ligne": each.content}, ensure_ascii=False))
        for each in table.layout.damaged
    ]
    return pd.DataFrame(found, columns=["ligne", "motif", "contenu"])


def _named(frame: pd.DataFrame, source: Official) -> pd.DataFrame:
    """The columns under the names that the catalogue knows, however the file spells them."""
    found = {column: _key(column) for column in frame.columns}
    counts = Counter(found.values())
    by_key = {key: column for column, key in found.items() if counts[key] == 1}
    renamed: dict[str, str] = {}
    for name in source.known_columns:
        spellings = [_key(spelling) for spelling in (name, *source.titles.get(name, ()))]
        # The name of the catalogue before its titles, and no column twice: two of one spelling are neither.
        column = next((by_key[key] for key in spellings if key in by_key), None)
        if name not in found and column is not None and column not in renamed:
            renamed[column] = name
    return frame.rename(columns=renamed)


def _key(name: str) -> str:
    """What the ways to spell the name of a column share: « nomAttribuant », « Nom de l'attribuant »."""
    return without_articles(name_words(name)).replace(" ", "")


def _require_columns(source: Official, header: Sequence[str], line: int) -> None:
    known = f" ; colonnes trouvées : {', '.join(header[:20])}"
    problems = [
        Problem(source.file, f"colonne absente{known}", CHANGED, line, name)
        for name in source.columns
        if name not in header
    ]
    problems += [
        Problem(source.file, "colonne en double", CHANGED, line, name)
        for name in source.columns
        if f"{name} (2)" in header
    ]
    if problems:
        raise DataError(problems)
