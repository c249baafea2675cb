"""A file of any size read some rows at a time: delimited text or Parquet, the formats that need not be held whole."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa

from data.files import delimited, formats, parquet
from data.files.limits import LIMITS, MEGABYTE, Limits
from data.files.rows import Layout
from geo.errors import DataError, telling_disk_faults

# Of a part: its checking and its projects then fit in some hundreds of megabytes.
PART_ROWS: Final = 100_000
PART_BYTES: Final = 16 * MEGABYTE
# Rows that wait on the disk are bounded by what is taken of it, not by their number.
UNBOUNDED: Final = replace(LIMITS, rows=sys.maxsize, cells=sys.maxsize, text=sys.maxsize)
_WHOLE: Final = (
    f"l'ouvrir dans la page « Mes données », jusqu'à {LIMITS.rows // 1_000} 000 lignes et {LIMITS.file // MEGABYTE} "
    "Mo, ou l'enregistrer en CSV ou en Parquet"
)


@dataclass(frozen=True)
class Read:
    """What is said of a file once all its rows were read. void: the columns that hold nothing and have no name."""

    format: str
    layout: Layout
    notes: tuple[str, ...]
    void: tuple[str, ...] = ()


def read(path: Path, keep: Callable[[pa.Table], None], header: int | None = None, limits: Limits = UNBOUNDED) -> Read:
    """Pass over the rows of a file. keep: what is done of each part, the place of each row before its columns of text;
    header: as `reading.read_table` takes it. Raises `DataError`.
    """
    remedy = "vérifier le chemin du fichier, et qu'il peut être lu"
    with telling_disk_faults("fichier illisible", remedy, place=path), path.open("rb") as file:
        streamed = _streamed(file, path.name, header, limits)
        for part in _parts(streamed.tables()):
            keep(part)
        void = streamed.void()
        parsed = streamed.parsed(pa.table({}))
        return Read(parsed.format, parsed.layout, parsed.notes, void)


def _streamed(file: BinaryIO, name: str, header: int | None, limits: Limits) -> delimited.Streamed | parquet.Streamed:
    head = file.read(formats.HEAD_BYTES)
    file.seek(0)
    # A workbook is known by its end too, which is not read.
    kind = "" if head.startswith((formats.ZIP, formats.OLD_OFFICE)) else formats.of(head, name)
    if kind == "parquet":
        return parquet.Streamed(pa.PythonFile(file), name, limits)
    if kind == "csv":
        return delimited.Streamed(file, name, limits, header)
    message = "un classeur ou un document JSON se lit en entier, non par parties"
    raise DataError.single(name, message, _WHOLE)


def _parts(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The rows in parts of about `PART_ROWS`, or of `PART_BYTES`, whichever come first."""
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= PART_ROWS or sum(each.nbytes for each in held) >= PART_BYTES:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)
