"""Where the tables of visitors are worked, seen from the server: nothing of them is opened here but what a page says.

A task is a folder, a child of the nursery of the edition, and its turn. What a child leaves of the table is kept sealed
for the next task; what it tells is checked for its form.
"""

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

import pandas as pd
import pyarrow as pa

from data.desk import nursery, tasks
from data.desk.children import Children
from data.desk.sealing import opened, sealed
from data.desk.stock import Stock
from data.desk.told import FRAMES, Told
from data.desk.turns import Told as Waiting
from data.desk.turns import Turns, silently
from data.editions.edition import Edition
from data.files import child, reading, worker
from data.files.exports import About
from data.files.limits import LIMITS, Limits
from data.files.rows import Layout
from data.own.learnt import Learnt
from data.own.projects import typed
from data.own.proposals import Proposal
from data.own.report import Choices
from data.query import duplicates
from geo.errors import DataError, cause

_LOGGER: Final = logging.getLogger("territoires")
# Half a million rows are read and checked in 20 s.
CHECKING: Final = replace(LIMITS, cpu_s=30, wall_s=120)
EXPORTING: Final = replace(LIMITS, cpu_s=90, wall_s=240)  # a workbook of 200 000 rows takes half of it
_FOLDER: Final = "atlas-table-"  # then the number of the process of its server
_PREPARING: Final = "la préparation de ce fichier"
_SMALL_BYTES: Final = 500_000  # of all the files of a task: five thousand rows, a second
_COPIES: Final = 2  # of the projects of a visit: their table, and its columns as the query reads them
_T = TypeVar("_T")
_DAMAGED: Final = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True)
class Reading:
    """How a file was read. columns: of its table, with those that were made of them; beside: its rank among the tables
    that stand side by side, `beside.TOGETHER` for all of them; the rest as in `UserTable`.
    """

    format: str
    sheet: str | None
    sheets: tuple[str, ...]
    encoding: str | None
    notes: tuple[str, ...]
    layout: Layout
    columns: tuple[str, ...]
    beside: int
    proposals: Mapping[str, Proposal]


@dataclass(frozen=True)
class Worked:
    """A table that was read and checked. name: of its file; texts, rows: sealed, for the children of later tasks."""

    name: str
    reading: Reading
    choices: Choices
    told: Told
    texts: bytes
    rows: bytes


@dataclass(frozen=True)
class Made:
    """The projects of a table. duplicates: those that the inventory seems to hold too, by `duplicates.groups`, if they
    were compared.
    """

    projects: pd.DataFrame
    duplicates: pd.DataFrame


@dataclass(frozen=True)
class Visitor:
    """Whose task it is, and who is told of its turn."""

    key: str
    told: Waiting = silently


@dataclass(frozen=True)
class _Task:
    """A request, the files that it reads, its bounds. name: of the visitor's file, work: of the task, for messages."""

    request: Mapping[str, Any]
    files: Mapping[str, bytes]
    name: str
    limits: Limits = CHECKING
    work: str = "son contrôle"


class Desk:
    """The tasks of an edition. turns, stock: of all editions."""

    def __init__(self, edition: Edition, turns: Turns, stock: Stock | None = None) -> None:
        self._children, self._turns, self._stock = Children(edition.folder), turns, stock or Stock()
        sweep()

    def open(self) -> None:
        """Make ready for the first task, without waiting for it."""
        self._children.start()

    def take(
        self,
        content: bytes,
        name: str,
        visitor: Visitor,
        *,
        sheet: str | None = None,
        header: int | None = None,
        beside: int | None = None,
        learnt: Learnt | None = None,
        limits: Limits = CHECKING,
    ) -> Worked:
        """Read a file, propose its columns or take those that were learnt, check its rows. Raises `DataError`.

        sheet, header: as `reading.read_table` takes them; beside: as `Reading` has it, None to choose.
        """
        label = reading.label_of(name)
        if error := reading.too_large(content, label, limits):
            raise error
        files = {worker.CONTENT: content} | ({} if learnt is None else {tasks.LEARNT: learnt.text().encode()})
        request = {"task": "take", "name": label, "sheet": sheet, "header": header, "beside": beside}
        found = self._run(_Task(request, files, label, limits, child.READING), visitor)
        return self._kept(
            _sound(label, lambda: _worked(found, label, _reading(found[tasks.ABOUT]), found[tasks.TEXTS]))
        )

    def check(self, worked: Worked, choices: Choices, visitor: Visitor) -> Worked:
        """Check the rows again with other choices. Raises `DataError`."""
        files = {tasks.TEXTS: worked.texts, tasks.LEARNT: Learnt(choices).text().encode()}
        request = {"task": "check", "hidden": worked.reading.layout.hidden}
        found = self._run(_Task(request, files, worked.name), visitor)
        return self._kept(_sound(worked.name, lambda: _worked(found, worked.name, worked.reading, worked.texts)))

    def projects(self, worked: Worked, visitor: Visitor, *, compared: bool = False) -> Made:
        """The rows in the columns of the table of projects, compared with the inventory or not. Raises `DataError`."""
        found = self._run(_Task({"task": "projects", "compared": compared}, _files(worked), worked.name), visitor)
        made = _sound(worked.name, lambda: _made(found))
        self._stock.keep(made, _COPIES * int(made.projects.memory_usage(deep=True).sum()), worked.name)
        return made

    def file(self, table: pd.DataFrame, kind: str, about: About, name: str, visitor: Visitor) -> bytes:
        """The file of a table that a page shows of a visitor's rows. name: of their file. Raises `DataError`."""
        files = {tasks.SHOWN: sealed(table.reset_index(drop=True))}
        task = _Task({"task": "file", "kind": kind, "about": asdict(about)}, files, name, EXPORTING, _PREPARING)
        return self._run(task, visitor)[tasks.FILE]

    def export(self, worked: Worked, kind: str, about: About, visitor: Visitor, status: str = tasks.EVERY) -> bytes:
        """The file (csv, xlsx or ods) of the enriched rows, of a status or of all. Raises `DataError`."""
        request = {"task": "export", "kind": kind, "status": status, "about": asdict(about)}
        task = _Task(request, _files(worked), worked.name, EXPORTING, _PREPARING)
        return self._run(task, visitor)[tasks.FILE]

    def _kept(self, worked: Worked) -> Worked:
        self._stock.keep(worked, len(worked.texts) + len(worked.rows), worked.name)
        return worked

    def _run(self, task: _Task, visitor: Visitor) -> dict[str, bytes]:
        """The files that a child leaves, by name."""
        small = sum(map(len, task.files.values())) < _SMALL_BYTES
        with self._turns.turn(visitor.key, task.name, visitor.told, small=small):
            try:
                with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-") as folder:
                    return self._in(Path(folder), task, visitor)
            except OSError as error:
                _LOGGER.exception("table of a visitor")
                message = f"{task.work} n'a pas pu commencer ({cause(error)})"
                remedy = "réessayer ; sinon, vérifier la place du disque du serveur"
                raise DataError.single(task.name, message, remedy) from error

    def _in(self, folder: Path, task: _Task, visitor: Visitor) -> dict[str, bytes]:
        request = {**task.request, "limits": asdict(task.limits)}
        for name, content in {worker.REQUEST: json.dumps(request).encode(), **task.files}.items():
            (folder / name).write_bytes(content)
        status = self._children.run(folder, lambda: visitor.told(0))
        if status:
            errors = folder / nursery.ERRORS
            told = errors.read_text(errors="replace")[-2_000:] if errors.exists() else ""
            _LOGGER.error("table of a visitor: status %d, %s", status, told)
            raise child.death(status, task.name, task.limits, task.work)
        if error := reading.problems_in(folder):
            raise error
        given = {worker.REQUEST, nursery.ERRORS, *task.files} - {tasks.LEARNT}
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in given}


def sweep() -> None:
    """Delete the folders of tasks that a server left when it was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        number = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if number.isdigit() and not _is_alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # that of another user
        return True
    return True


def _files(worked: Worked) -> dict[str, bytes]:
    learnt = Learnt(worked.choices).text().encode()
    return {tasks.TEXTS: worked.texts, tasks.ROWS: worked.rows, tasks.LEARNT: learnt}


def _sound(name: str, read: Callable[[], _T]) -> _T:
    """What a child left, once it is known to be what a child leaves. Raises `DataError`."""
    try:
        return read()
    except _DAMAGED as error:
        raise DataError.single(name, "son contrôle a laissé un résultat abîmé", "recommencer") from error


def _made(found: Mapping[str, bytes]) -> Made:
    projects = typed(opened(found[tasks.PROJECTS]).reset_index(drop=True))
    twice = opened(found[tasks.DUPLICATES]).reset_index(drop=True)
    return Made(projects, twice[duplicates.COLUMNS])


def _worked(found: Mapping[str, bytes], name: str, read: Reading, texts: bytes) -> Worked:
    frames = {each: opened(found[each]).reset_index(drop=True) for each in FRAMES}
    told = Told.read(json.loads(found[tasks.ABOUT])["told"], frames)
    choices = Learnt.of(found[tasks.LEARNT], name).choices
    return Worked(name, read, choices, told, texts, found[tasks.ROWS])


def _reading(content: bytes) -> Reading:
    about = json.loads(content)
    proposals = {
        role: Proposal(each["column"], each["score"], tuple(each["also"]), tuple(each["others"]))
        for role, each in about["proposals"].items()
    }
    return Reading(
        about["format"],
        about["sheet"],
        tuple(about["sheets"]),
        about["encoding"],
        tuple(about["notes"]),
        reading.layout_of(about["layout"]),
        tuple(about["columns"]),
        about["beside"],
        proposals,
    )
