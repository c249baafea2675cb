"""A visitor's table of any size made into a folder: its projects in parts, its rows to read again, what became of it.

The rows wait in the folder in the making while they are learnt of, then checked; what the disk gives is bounded. The
folder has its name once all of it is written: a stop before leaves nothing.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.editions.durable import TEMPORARY, sync
from data.files import exports
from data.files.rows import LINE, Damaged
from data.own import prepared
from data.own.doubtful import Tally
from data.own.ground import Ground
from data.own.large import streams
from data.own.large.parts import Look, Outcome, Part, Whole, checks, learn, require
from data.own.large.streams import Read
from data.own.learnt import Learnt
from data.own.projects import own_projects
from data.own.report import Choices
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES
from geo.errors import DataError, telling_disk_faults

PROJECTS, REVIEW, REPORT, SETTINGS = "projets", "lignes_a_relire.csv", "rapport.json", "reglages.json"
_TEXTS: Final = "textes"
GIGABYTE: Final = 1_000_000_000  # as disks are sold
# Four times the largest official file: its texts and its projects once more, and a margin.
MAX_DISK: Final = 20 * GIGABYTE
_SAID: Final = ("statut", "colonne", "valeur", "motif", "remede", "remarques")
_DAMAGED: Final = "abîmée"  # in the place of a status: a line that is under no column
_FREE_IT: Final = "libérer de la place, ou écrire ailleurs"
_KIND: Final = "atlas-territoires-industrie/table"


@dataclass(frozen=True)
class Understood:
    """What the columns of a table are taken for. other: those without a role; notes: French sentences on the file."""

    lines: int
    choices: Choices
    other: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """What became of a table. lines, damaged: its rows, and the lines that are none."""

    lines: int
    damaged: int
    outcome: Outcome

    @property
    def statuses(self) -> list[dict[str, Any]]:
        """Of each status: statut, lignes, then the sum of each quantity, in euros to the centime, and how many are
        known.
        """
        assert self.outcome.statuses is not None  # noqa: S101  (a table has a row)
        return [_status(str(name), row) for name, row in self.outcome.statuses.to_dict("index").items()]


@dataclass
class _Making:
    """A folder in the making. most: bytes that it may take."""

    folder: Path
    name: str
    most: int
    _taken: dict[Path, int] = field(default_factory=dict)

    def put(self, path: Path, write: Callable[[Path], object]) -> None:
        """Write a file, or go on with it. Raises `DataError` when the disk, or the bound, has no more place."""
        with telling_disk_faults("écriture impossible", _FREE_IT, place=path):
            path.parent.mkdir(exist_ok=True)
            write(path)
            self._taken[path] = path.stat().st_size
        if sum(self._taken.values()) > self.most:
            message = f"la table et ce qui est fait d'elle prennent plus de {self.most / GIGABYTE:g} Go du disque"
            raise DataError.single(self.name, message, "permettre plus avec --disque, ou couper le fichier")

    def drop(self, *names: str) -> None:
        """Give back the place of files, or of folders of them."""
        for path in [path for path in self._taken if path.relative_to(self.folder).parts[0] in names]:
            path.unlink()
            del self._taken[path]

    def texts(self) -> list[Path]:
        """The parts of the rows that wait."""
        return [path for path in self._taken if path.parent.name == _TEXTS]


def make(
    path: Path,
    folder: Path,
    ground: Ground,
    edition_id: str,
    *,
    learnt: Learnt | None = None,
    most: int = MAX_DISK,
    understood: Callable[[Understood], None] = lambda _: None,
) -> Made:
    """Make `folder`, which must not exist yet, of a delimited text or a Parquet file. understood: told what the columns
    are taken for, before anything is checked. Raises `DataError`, also while a decision is open without which amounts
    or places would be wrong in silence.
    """
    with _new(folder) as temporary:
        making, look = _Making(temporary, path.name, most), Look()
        read = _spooled(path, making, look, None if learnt is None else learnt.header)
        proposed = Choices.proposed(look.proposed(ground, read.void))
        columns = look.columns(read.void)
        choices = proposed if learnt is None else learnt.on(columns, proposed)
        taken = {column for role in choices.roles for column in choices.columns(role)}
        notes = (*read.notes, *prepared.notes(look.points))
        understood(Understood(look.lines, choices, tuple(name for name in columns if name not in taken), notes))

        def parts() -> Iterator[pd.DataFrame]:
            for texts in making.texts():
                table = pq.read_table(texts).drop_columns(list(read.void))
                yield prepared.split(table.to_pandas().set_index(LINE), look.points)

        whole = learn(parts, choices, ground)
        require(whole.open_signs(path.name))
        outcome = _checked(parts, whole, ground, making, read.layout.damaged)
        require(whole.open_codes(outcome.questions, path.name))
        making.drop(_TEXTS)
        (temporary / _TEXTS).rmdir()
        made = Made(look.lines, len(read.layout.damaged), outcome)
        about = {"fichier": path.name, "edition": edition_id, "notes": list(notes)}
        _say(making, made, about, Learnt(choices, None if learnt is None else learnt.header))
        return made


def parts_of(folder: Path, edition_id: str) -> tuple[Path, ...]:
    """The parts of the projects of a folder that was made. Raises `DataError` when it is none, or was made with another
    edition: its places would be those of another geography.
    """
    again = "la refaire avec « ./territoires table »"
    try:
        about = json.loads((folder / REPORT).read_bytes())
        kind, edition = about["sorte"], about["edition"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError.single(str(folder), "ce n'est pas le dossier d'une table", again) from error
    if kind != _KIND or edition != edition_id:
        raise DataError.single(str(folder), f"faite avec l'édition {edition}, non avec celle en service", again)
    return tuple(sorted((folder / PROJECTS).glob("*.parquet")))


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A folder that takes its name once all is well, and is removed otherwise."""
    if folder.exists():
        raise DataError.single(str(folder), "ce dossier existe déjà", "donner le nom d'un dossier à créer")
    temporary = folder.with_name(TEMPORARY.format(name=folder.name, mark=secrets.token_hex(6)))
    with telling_disk_faults("le dossier n'a pas pu être créé", _FREE_IT, place=folder):
        temporary.mkdir()
    try:
        yield temporary
        with telling_disk_faults("le dossier n'a pas pu être fini", _FREE_IT, place=folder):
            for path in (*temporary.rglob("*"), temporary):
                sync(path)
            temporary.rename(folder)
            sync(folder.parent)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _spooled(path: Path, making: _Making, look: Look, header: int | None) -> Read:
    """Read a file, and let its rows wait on the disk."""

    def keep(table: pa.Table) -> None:
        texts = making.folder / _TEXTS / f"{len(making.texts()) + 1:05}.parquet"
        making.put(texts, lambda to: pq.write_table(table, to, compression="zstd", write_page_checksum=True))
        look.add(table.to_pandas().set_index(LINE))

    return streams.read(path, keep, header)


def _checked(
    parts: Callable[[], Iterator[pd.DataFrame]],
    whole: Whole,
    ground: Ground,
    making: _Making,
    damaged: tuple[Damaged, ...],
) -> Outcome:
    """Check the parts and write what each gives; again, while it is found that too many names are doubtful."""
    tally = Tally()
    while True:
        making.drop(PROJECTS, REVIEW)
        outcome, count = Outcome(), 0
        _review(making, _of_damaged(damaged), begins=True)
        for part in checks(parts, whole, ground, tally):
            outcome.add(part)
            said = part.rows[(part.rows["motif"] != "") | (part.rows["remarques"] != "")]
            _review(making, said.reset_index(names="ligne")[["ligne", *_SAID]], begins=False)
            count += _projects(making, part, whole.choices, ground, count)
        if not tally.settle():
            return outcome


def _projects(making: _Making, part: Part, choices: Choices, ground: Ground, count: int) -> int:
    """Write the projects of a part, after `count` of them; how many parts that makes: the first one may be empty."""
    made = own_projects(part.frame, choices.roles, part.rows, ground.wider)
    if count and made.empty:
        return 0
    path = making.folder / PROJECTS / f"{count + 1:05}.parquet"
    making.put(path, lambda to: made.to_parquet(to, index=False, compression="zstd", write_page_checksum=True))
    return 1


def _of_damaged(damaged: tuple[Damaged, ...]) -> pd.DataFrame:
    rows = [(each.line, _DAMAGED, "", each.content, each.reason, each.remedy, "") for each in damaged]
    return pd.DataFrame(rows, columns=["ligne", *_SAID])


def _review(making: _Making, rows: pd.DataFrame, *, begins: bool) -> None:
    """Go on with the file of what is said of rows."""
    content = exports.csv(rows, begins=begins)

    def write(path: Path) -> None:
        with path.open("ab") as file:
            file.write(content)

    making.put(making.folder / REVIEW, write)


def _say(making: _Making, made: Made, about: Mapping[str, Any], learnt: Learnt) -> None:
    """Write the report, and the settings to give with the next table."""
    outcome = made.outcome
    told = {
        "sorte": _KIND,
        **about,
        "lignes": made.lines,
        "lignes_abimees": made.damaged,
        "lignes_placees": outcome.placed,
        "questions": len(outcome.questions),
        "statuts": made.statuses,
        "cases_non_lues": {role: dict(counts) for role, counts in outcome.said.items() if counts},
    }
    text = json.dumps(told, ensure_ascii=False, indent=2)
    making.put(making.folder / REPORT, lambda path: path.write_text(text, encoding="utf-8"))
    making.put(making.folder / SETTINGS, lambda path: path.write_text(learnt.text(), encoding="utf-8"))


def _status(name: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"statut": name, "lignes": int(row["lignes"])}
    for quantity in QUANTITIES.values():
        if quantity.column in row:
            total = int(row[quantity.column])
            # A text: a number of JSON is a float to most readers, which holds no large sum to the centime.
            told = f"{total // CENTS_PER_EURO}.{total % CENTS_PER_EURO:02}" if quantity.kind == "cents" else str(total)
            found |= {quantity.exported: told, quantity.known: int(row[f"{quantity.column}_connus"])}
    return found
