"""The lines of a published archive that an edition reads: of millions, those that its record keeps.

The archive is walked through once, line by line: it is never whole in memory, and what it inflates to is bounded.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.sources.catalogue import Official
from geo.errors import DataError

MAX_INFLATED: Final = 1_500_000_000  # three times the largest of these tables
MAX_KEPT: Final = 50_000_000  # bytes of rows in memory at once: as many as a visitor's file may weigh
_DELIMITERS: Final = ";,\t"
_CHANGED: Final = "comparer l'archive à sa page ; si elle a changé, revoir sa fiche dans data/sources.toml"


def kept_lines(path: Path, source: Official) -> bytes:
    """The table of the archive, as CSV in UTF-8: its header, and the lines that hold the values of `source.keeps`.

    Raises `DataError` on an archive that is damaged, too large, or holds another table.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member(archive, source)
            with archive.open(member) as file, io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as lines:
                return _kept(lines, source)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _wrong(source, "l'archive est abîmée ou chiffrée", "la télécharger de nouveau") from error
    except UnicodeDecodeError as error:
        raise _wrong(source, "la table de l'archive n'est pas en UTF-8", _CHANGED) from error
    except csv.Error as error:
        raise _wrong(source, f"la table de l'archive est illisible ({error})", _CHANGED) from error


def _member(archive: zipfile.ZipFile, source: Official) -> zipfile.ZipInfo:
    found = [each for each in archive.infolist() if each.filename.endswith(source.member)]
    if len(found) != 1:
        message = f"l'archive a {len(found)} fichiers dont le nom finit par {source.member}, un seul attendu"
        raise _wrong(source, message, _CHANGED)
    if found[0].file_size > MAX_INFLATED:  # as it is declared: zipfile stops at that size whatever comes
        raise _wrong(source, f"la table de l'archive dépasse {MAX_INFLATED // 1_000_000} Mo", _CHANGED)
    return found[0]


def _kept(lines: io.TextIOWrapper, source: Official) -> bytes:
    head = lines.readline()
    delimiter = max(_DELIMITERS, key=head.count)
    header = next(csv.reader([head], delimiter=delimiter), [])
    absent = [name for name in source.keeps if name not in header]
    if absent:
        raise DataError.single(source.file, "colonne absente de la table de l'archive", _CHANGED, 1, absent[0])
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(header)
    for row in _rows(csv.reader(lines, delimiter=delimiter), header, source):
        writer.writerow(row)
        if kept.tell() > MAX_KEPT:
            raise _wrong(source, f"plus de {MAX_KEPT // 1_000_000} Mo de lignes à lire", _CHANGED)
    return kept.getvalue().encode()


def _rows(rows: Iterator[list[str]], header: list[str], source: Official) -> Iterator[list[str]]:
    wanted = [(header.index(name), value) for name, value in source.keeps.items()]
    width = len(header)
    # A row of another width is none that is looked for: its cells are not under their headings.
    return (row for row in rows if len(row) == width and all(row[place] == value for place, value in wanted))


def _wrong(source: Official, message: str, remedy: str) -> DataError:
    return DataError.single(source.file, message, remedy)
