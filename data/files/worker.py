"""The process in which files are read: `python -m data.files.worker PART…`, in a folder that has one part per file.

It finds `demande.json` and `contenu` in each, and leaves `table.arrow` or `problemes.json` there. Whatever a file does
to its reader, only this process and its bounded memory and time are lost.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.files import child, delimited, formats, json_document, parquet, workbook
from data.files.limits import Limits
from data.files.rows import Parsed
from geo.errors import DataError

REQUEST, CONTENT, TABLE, PROBLEMS = "demande.json", "contenu", "table.arrow", "problemes.json"
UNFINISHED = "inacheve"
ABOUT = b"lecture"  # the key of what is said of the table, in its schema

READERS: dict[str, Callable[[bytes, str, Limits, int | None], Parsed]] = {
    "parquet": parquet.read,
    "json": json_document.read,
}


def read(
    content: bytes, name: str, limits: Limits, sheet: str | None = None, header: int | None = None, shift: int = 0
) -> Parsed:
    """The table of a file of any known format. header, shift: as `delimited.read` takes them. Raises `DataError`."""
    kind = formats.of(content, name)
    if kind == "csv":
        return delimited.read(content, name, limits, header, shift)
    if kind in READERS:
        return READERS[kind](content, name, limits, header)
    return workbook.read(content, name, limits, kind, sheet, header)


def about(parsed: Parsed) -> dict[str, Any]:
    """What is said of a table that was read, in JSON."""
    return {key: value for key, value in vars(parsed).items() if key != "table"} | {"layout": asdict(parsed.layout)}


def _write(parsed: Parsed, folder: Path) -> None:
    table = parsed.table.replace_schema_metadata({ABOUT: json.dumps(about(parsed))})
    with pa.OSFile(str(folder / UNFINISHED), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    (folder / UNFINISHED).rename(folder / TABLE)  # killed before, this process has left no answer


def answer(folder: Path) -> None:
    """Read the request of a folder, and leave the table or the problems there."""
    request = json.loads((folder / REQUEST).read_bytes())
    limits, content = Limits(**request["limits"]), (folder / CONTENT).read_bytes()
    try:
        _write(read(content, request["name"], limits, request["sheet"], request["header"], request["shift"]), folder)
    except DataError as error:
        leave_problems(error, folder)


def leave_problems(error: DataError, folder: Path) -> None:
    """Leave what is wrong with a file where the parent looks for it."""
    (folder / UNFINISHED).write_text(json.dumps([asdict(problem) for problem in error.problems]))
    (folder / UNFINISHED).rename(folder / PROBLEMS)


def main(parts: Sequence[str]) -> int:
    """Read the request of each part of the present folder, within its bounds. Returns the exit status."""
    gc.disable()  # what is read is kept until the end: walking through it again and again takes half of the time
    for rank, part in enumerate(parts):
        limits = Limits(**json.loads((Path(part) / REQUEST).read_bytes())["limits"])
        if rank == 0:
            child.bound_memory(limits)
        child.bound_time(limits, int(time.process_time()) if rank else 0, len(parts))
        try:
            answer(Path(part))
        except MemoryError:
            return child.OUT_OF_MEMORY
        gc.collect()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
