"""The process in which the file of a visitor is read: `python -m data.files.worker`, in a folder of its own.

It finds `demande.json` and `contenu` there, and leaves `table.arrow` or `problemes.json`. Whatever the file does to its
reader, only this process and its bounded memory and time are lost.
"""

import gc
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from data.files import delimited, formats, json_document, parquet, workbook
from data.files.limits import Limits
from data.files.rows import Parsed
from geo.errors import DataError

REQUEST, CONTENT, TABLE, PROBLEMS = "demande.json", "contenu", "table.arrow", "problemes.json"
ABOUT = b"lecture"  # the key of what is said of the table, in its schema
OUT_OF_MEMORY = 3
RESULT_BYTES = 600_000_000

READERS: dict[str, Callable[[bytes, str, Limits, int | None], Parsed]] = {
    "csv": delimited.read,
    "parquet": parquet.read,
    "json": json_document.read,
}


def read(content: bytes, name: str, limits: Limits, sheet: str | None = None, header: int | None = None) -> Parsed:
    """The table of a file of any known format. header: as `delimited.read` takes it. Raises `DataError`."""
    kind = formats.of(content, name)
    if kind in READERS:
        return READERS[kind](content, name, limits, header)
    return workbook.read(content, name, limits, kind, sheet, header)


def _bound(limits: Limits) -> None:
    for kind, bound in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, RESULT_BYTES),
    ):
        resource.setrlimit(kind, (bound, bound))
    # At the second bound the signal would be that of a machine short of memory.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))


def _write(parsed: Parsed, folder: Path) -> None:
    about = {key: value for key, value in vars(parsed).items() if key != "table"} | {"layout": asdict(parsed.layout)}
    table = parsed.table.replace_schema_metadata({ABOUT: json.dumps(about)})
    with pa.OSFile(str(folder / TABLE), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def answer(folder: Path) -> None:
    """Read the request of a folder, and leave the table or the problems there."""
    request = json.loads((folder / REQUEST).read_bytes())
    limits, content = Limits(**request["limits"]), (folder / CONTENT).read_bytes()
    try:
        _write(read(content, request["name"], limits, request["sheet"], request["header"]), folder)
    except DataError as error:
        (folder / PROBLEMS).write_text(json.dumps([asdict(problem) for problem in error.problems]))


def main() -> int:
    """Read the request of the present folder, within its bounds. Returns the exit status."""
    _bound(Limits(**json.loads(Path(REQUEST).read_bytes())["limits"]))
    gc.disable()  # what is read is kept until the end: walking through it again and again takes half of the time
    try:
        answer(Path())
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
