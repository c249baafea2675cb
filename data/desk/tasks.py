"""What a child does of a visitor's table, in a folder of its own: read it, check it, make projects or files of it.

It finds a request there, and what earlier tasks sealed; it leaves columns of text and numbers in Arrow's format, JSON,
or the problems of the file. Nothing that it leaves could run.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.desk.sealing import opened, sealed
from data.desk.told import FRAMES, Told
from data.files import beside, exports, reading, worker
from data.files.beside import TOGETHER
from data.files.exports import About
from data.files.limits import Limits
from data.files.rows import LINE
from data.own import prepared, proposals, report
from data.own.findings import STATUSES
from data.own.ground import Ground
from data.own.learnt import Learnt
from data.own.projects import own_projects
from data.own.report import Choices
from data.places.levels import Places
from data.query import duplicates
from geo.errors import DataError

TEXTS, ROWS, ABOUT, LEARNT, FILE, PROJECTS = "textes", "lignes", "table.json", "appris.json", "fichier", "projets"
DUPLICATES, SHOWN = "doublons", "montre"
EVERY: Final = ""  # in the place of a status: all rows


@dataclass(frozen=True)
class Bench:
    """What all tasks work on: the geography of an edition, its projects."""

    ground: Ground
    places: Places
    inventory: pd.DataFrame


def answer(bench: Bench, folder: Path) -> None:
    """Do what the request of a folder asks for."""
    request = json.loads((folder / worker.REQUEST).read_bytes())
    try:
        _TASKS[request["task"]](bench, request, folder)
    except DataError as error:
        worker.leave_problems(error, folder)


def _take(bench: Bench, request: Mapping[str, Any], folder: Path) -> None:
    """Read a file, propose its columns, check its rows."""
    content, limits = (folder / worker.CONTENT).read_bytes(), Limits(**request["limits"])
    parsed = worker.read(content, request["name"], limits, request["sheet"], request["header"])
    frame, rank = _one(parsed.table.to_pandas().set_index(LINE), parsed.layout.beside, request["beside"])
    ready = prepared.prepared(frame)
    proposed = proposals.propose(ready.frame, bench.ground)
    choices = Choices.proposed(proposed)
    if (folder / LEARNT).exists():
        choices = _learnt(folder).on(ready.frame.columns, choices)
    about = worker.about(parsed)
    notes = (*reading.name_notes(request["name"], parsed.format), *parsed.notes, *ready.notes)
    about |= {"notes": notes, "columns": list(ready.frame.columns), "beside": rank}
    about["proposals"] = {role: asdict(each) for role, each in proposed.items()}
    (folder / TEXTS).write_bytes(sealed(ready.frame))
    _report(bench, ready.frame, choices, parsed.layout.hidden, about, folder)


def _one(frame: pd.DataFrame, tables: Sequence[tuple[str, ...]], wanted: int | None) -> tuple[pd.DataFrame, int]:
    """The table that is asked for among those side by side, and its rank; `TOGETHER` for all their columns at once.

    wanted: None to choose: the fullest of those that say the same thing; all together where they may be one.
    """
    if not tables or wanted == TOGETHER or (wanted is None and not beside.repeat(tables)):
        return frame, TOGETHER
    filled = [int(frame[list(names)].notna().sum().sum()) for names in tables]
    rank = filled.index(max(filled)) if wanted is None else min(wanted, len(tables) - 1)
    names = list(tables[rank])
    alone = frame[names].dropna(how="all")
    bare = [beside.bare(name) for name in names]
    return (alone.set_axis(bare, axis=1) if len(set(bare)) == len(bare) else alone), rank


def _check(bench: Bench, request: Mapping[str, Any], folder: Path) -> None:
    """Check the rows of a table again, with other choices."""
    _report(bench, _texts(folder), _learnt(folder).choices, request["hidden"], {}, folder)


def _projects(bench: Bench, request: Mapping[str, Any], folder: Path) -> None:
    """Make the projects of a table that was checked; find those that the inventory seems to hold, if it is asked."""
    frame, rows = _texts(folder), opened((folder / ROWS).read_bytes())
    made = own_projects(frame, _learnt(folder).choices.roles, rows, bench.ground.wider)
    (folder / PROJECTS).write_bytes(sealed(made))
    compared = [bench.inventory, made] if request["compared"] else [made.head(0)]
    (folder / DUPLICATES).write_bytes(sealed(duplicates.groups(pd.concat(compared, ignore_index=True))))


def _export(bench: Bench, request: Mapping[str, Any], folder: Path) -> None:
    """Make the file of the enriched rows, or of those of a status."""
    rows = opened((folder / ROWS).read_bytes())
    chosen = rows[rows["statut"] == request["status"]] if request["status"] in STATUSES else rows
    table = report.enriched(_texts(folder), chosen, bench.places)
    (folder / FILE).write_bytes(exports.made(request["kind"], table, About(**request["about"])))


def _file(bench: Bench, request: Mapping[str, Any], folder: Path) -> None:  # noqa: ARG001
    """Make the file of a table that a page shows."""
    table = opened((folder / SHOWN).read_bytes())
    (folder / FILE).write_bytes(exports.made(request["kind"], table, About(**request["about"])))


_TASKS: Final[Mapping[str, Callable[[Bench, Mapping[str, Any], Path], None]]] = {
    "take": _take,
    "check": _check,
    "projects": _projects,
    "export": _export,
    "file": _file,
}


def _report(
    bench: Bench, frame: pd.DataFrame, choices: Choices, hidden: Collection[int], about: dict[str, Any], folder: Path
) -> None:
    checked = report.check(frame, choices, bench.ground, hidden)
    told = Told.of(frame, choices, checked, bench.places)
    (folder / ROWS).write_bytes(sealed(checked.rows))
    for name in FRAMES:
        (folder / name).write_bytes(sealed(getattr(told, name)))
    (folder / LEARNT).write_text(Learnt(choices).text())
    (folder / ABOUT).write_text(json.dumps(about | {"told": told.document()}))


def _texts(folder: Path) -> pd.DataFrame:
    return opened((folder / TEXTS).read_bytes())


def _learnt(folder: Path) -> Learnt:
    return Learnt.of((folder / LEARNT).read_bytes(), LEARNT)
