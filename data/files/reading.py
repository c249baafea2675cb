"""The table of a file that comes from outside, read without trusting one byte of it.

The file is parsed in a child process that has bounded memory and time, no proxy and a folder of its own. What it leaves
is columns of text in Arrow's format, which are checked; never anything that could run. Official files come this way;
those of visitors are read by the children of `data.desk.nursery`, which go on to check them.
"""

import json
import logging
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from data.files import child, worker
from data.files.child import LIGHTER
from data.files.limits import IN_PARTS, LIMITS, MEGABYTE, Limits
from data.files.rows import LINE, Damaged, Layout, shown
from data.paths import PROJECT
from geo.errors import DataError, Problem, cause

_LOGGER: Final = logging.getLogger("territoires")
EXTENSIONS = {
    "csv": {".csv", ".txt", ".tsv"},
    "xlsx": {".xlsx", ".xlsm"},
    "ods": {".ods"},
    "xls": {".xls"},
    "parquet": {".parquet", ".geoparquet"},
    "geojson": {".geojson", ".json"},
    "json": {".json"},
}
PROBLEMS_BYTES = 5_000_000  # what a child that was taken over could write is read no further; a thousand take 0.5 MB


@dataclass(frozen=True)
class UserTable:
    """A table as its file writes it: every cell is text, and nothing was guessed of what it means.

    frame: columns of pandas `str` (missing when the cell is empty: test with `isna`), named as the header names them
        (spaces trimmed, never empty, never twice); the index, named « ligne », is the place of each row in the file:
        its line (CSV), its row in the sheet (workbooks, the header is among them), its rank from 1 (others).
        Numbers of workbooks are their shortest exact decimal text, dates are ISO 8601, truth values VRAI and FAUX.
        Points of GeoJSON are in the columns « lon » and « lat », degrees, WGS 84.
    sheet: the sheet that was read, `sheets`: those that could be; None and empty when the format has none.
    format: one of `EXTENSIONS`, from the content. encoding: as Python calls it, for text formats.
    notes: French sentences on what was repaired or left out; nothing else was, but for the rows of `layout.damaged`.
    """

    frame: pd.DataFrame
    format: str
    sheet: str | None
    sheets: tuple[str, ...]
    encoding: str | None
    delimiter: str | None
    notes: tuple[str, ...]
    layout: Layout


@dataclass(frozen=True)
class Asked:
    """One file to read, and what is known of it. sheet: the one to read in a workbook; its largest one when None.
    header: the line of its header, 0 when it has none; looked for when None. shift: of a `pieces.Piece`.
    """

    content: bytes
    name: str
    sheet: str | None = None
    header: int | None = None
    shift: int = 0

    @property
    def label(self) -> str:
        """What messages call the file."""
        return label_of(self.name)


def read_table(
    content: bytes, name: str, limits: Limits = LIMITS, sheet: str | None = None, header: int | None = None
) -> UserTable:
    """The table of a file, whatever its format; `sheet` and `header` as in `Asked`.

    Raises `DataError`, in French, with the file, the line and the column where they are known, and the remedy. Nothing
    is left on the disk in any case.
    """
    (found,) = read_tables([Asked(content, name, sheet, header)], limits)
    if isinstance(found, DataError):
        raise found
    return found


def read_tables(asked: Sequence[Asked], limits: Limits = LIMITS) -> list[UserTable | DataError]:
    """The table of each file, or what is wrong with it, read by one child process, one after the other.

    A file that kills the child costs its own table: another child goes on with the next one.
    """
    found: dict[str, UserTable | DataError] = {}
    parts: dict[str, Asked] = {}
    for rank, each in enumerate(asked):
        if error := too_large(each.content, each.label, limits):
            found[str(rank)] = error
        else:
            parts[str(rank)] = each
    if parts:
        first = next(iter(parts.values())).label
        try:
            with _folder(first) as folder:
                found |= _read_in(folder, parts, limits)
        except DataError as error:
            found |= dict.fromkeys(parts, error)
    return [found[str(rank)] for rank in range(len(asked))]


@contextmanager
def _folder(label: str) -> Iterator[Path]:
    """A folder for one child. Raises `DataError` when the disk takes none."""
    try:
        with tempfile.TemporaryDirectory(prefix="atlas-table-") as folder:
            yield Path(folder)
    except OSError as error:
        _LOGGER.exception("upload")
        message = f"la lecture n'a pas pu commencer ({cause(error)})"
        raise DataError.single(label, message, "réessayer ; sinon, vérifier la place du disque du serveur") from error


def too_large(content: bytes, label: str, limits: Limits) -> DataError | None:
    """The refusal of a file that is larger than any that is read."""
    if len(content) <= limits.file:
        return None
    return DataError.single(label, f"le fichier dépasse {limits.file // MEGABYTE} Mo", f"{LIGHTER} ; {IN_PARTS}")


def label_of(name: str) -> str:
    """What messages call a file of this name: one short visible line, never a path."""
    return shown(name.replace("\\", "/").rpartition("/")[2]) or "fichier"


def _read_in(folder: Path, parts: Mapping[str, Asked], limits: Limits) -> dict[str, UserTable | DataError]:
    """What the child leaves of each file, by the name of its part of the folder."""
    for part, each in parts.items():
        (folder / part).mkdir()
        (folder / part / worker.CONTENT).write_bytes(each.content)
        about = {"name": each.label, "sheet": each.sheet, "header": each.header, "shift": each.shift}
        request = about | {"limits": asdict(limits)}
        (folder / part / worker.REQUEST).write_text(json.dumps(request))
    deaths: dict[str, DataError] = {}
    while rest := [part for part in parts if part not in deaths and not _is_answered(folder / part)]:
        status = _run(folder, rest, limits)
        # A child that left without a word at its last file has still failed at that one.
        silent = next((part for part in rest if not _is_answered(folder / part)), None)
        if silent is not None:
            deaths[silent] = child.death(status, parts[silent].label, limits)
    answers = {part: _answer(folder / part, parts[part].label, limits) for part in parts if part not in deaths}
    return answers | deaths


def _is_answered(folder: Path) -> bool:
    return (folder / worker.PROBLEMS).exists() or (folder / worker.TABLE).exists()


def problems_in(folder: Path) -> DataError | None:
    """What is wrong with the file of a folder, if its child left that."""
    problems = folder / worker.PROBLEMS
    if not problems.exists():
        return None
    with problems.open("rb") as file:
        return DataError(Problem(**problem) for problem in json.loads(file.read(PROBLEMS_BYTES)))


def _answer(folder: Path, name: str, limits: Limits) -> UserTable | DataError:
    if error := problems_in(folder):
        return error
    try:
        return _checked((folder / worker.TABLE).read_bytes(), name, limits)
    except DataError as error:
        return error


def _run(folder: Path, parts: Sequence[str], limits: Limits) -> int:
    """Run the child process to its end. Returns its status; that of a bound of time when it had to be stopped."""
    environment = {**child.ENVIRONMENT, "PYTHONPATH": str(PROJECT), "TMPDIR": str(folder)}
    command = [sys.executable, "-P", "-m", worker.__name__, *parts]
    with (folder / "erreurs").open("wb+") as errors:
        try:
            status = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                timeout=limits.wall_s * len(parts),
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return -signal.SIGXCPU
        if status:
            errors.seek(0)
            _LOGGER.error("upload: status %d, %s", status, errors.read(PROBLEMS_BYTES)[-2000:])
        return status


def _checked(result: bytes, name: str, limits: Limits) -> UserTable:
    """The table that the child process left, once it is known to be columns of text within the bounds."""
    try:
        with pa.ipc.open_file(pa.py_buffer(result)) as file:
            table = file.read_all()
        table.validate(full=True)
        about = json.loads(table.schema.metadata[worker.ABOUT])
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise DataError.single(name, "sa lecture a laissé un résultat abîmé", "recommencer") from error
    kinds = table.schema.types
    is_text = kinds[0] == pa.int64() and all(kind == pa.string() for kind in kinds[1:])
    is_bounded = table.num_rows <= limits.rows and table.num_columns <= limits.columns + 1
    if not is_text or not is_bounded or len(set(table.column_names)) < table.num_columns:
        raise DataError.single(name, "sa lecture a laissé autre chose qu'une table de texte", "recommencer")
    frame = table.to_pandas().set_index(LINE)
    layout, encoding, delimiter = layout_of(about["layout"]), about["encoding"], about["delimiter"]
    notes = name_notes(name, about["format"]) + tuple(about["notes"])
    sheets = tuple(about["sheets"])
    return UserTable(frame, about["format"], about["sheet"], sheets, encoding, delimiter, notes, layout)


def layout_of(about: Mapping[str, Any]) -> Layout:
    """A layout, from JSON."""
    damaged = tuple(Damaged(**each) for each in about["damaged"])
    beside = tuple(map(tuple, about["beside"]))
    return Layout(about["header"], tuple(about["tables"]), damaged, tuple(about["hidden"]), beside)


def name_notes(name: str, kind: str) -> tuple[str, ...]:
    """What is said of a name that is not that of such a file."""
    extension = Path(name).suffix.lower()
    if extension in EXTENSIONS[kind]:
        return ()
    return (f"Le contenu est du {kind.upper()}, malgré le nom du fichier.",)
