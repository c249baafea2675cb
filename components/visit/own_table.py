"""The table of this visit: read, checked, shown in the place of the inventory if asked; kept in the visit alone.

Nothing here goes through a cache that visitors share, and nothing is kept on the disk: what a visitor brings is in the
state of the visit, in memory, until the visitor deletes it or leaves. A click says what is asked of the table; `settle`
has it done, before anything of the next run reads the table.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.text.plain import said
from components.visit import address, private
from components.visit.kept import BOTH, OWN
from components.visit.visit import Visit, of_edition
from data.desk.desk import Desk, Reading, Visitor, Worked
from data.desk.stock import Stock
from data.desk.told import Told
from data.desk.turns import Turns
from data.files.exports import About
from data.own.learnt import Learnt
from data.own.report import Choices
from data.words.vocabulary import INVENTORY
from geo.errors import DataError

FILE: Final = "file"
_FAULT: Final = "own-fault"
_EPOCH: Final = "own-epoch"
_LEARNT: Final = "own-learnt"
_ASKED: Final = "own-asked"
_VISITOR: Final = "own-visitor"
_TURNS, _STOCK = Turns(), Stock()  # of all visitors, whatever edition they see


@dataclass(frozen=True)
class OwnTable:
    """A visitor's file. file_id: another one for each file. content: another sheet or another header of it may be asked
    for. header: the line that was asked for, None where it was looked for. worked: what was made of it.
    """

    file_id: str
    name: str
    content: bytes
    header: int | None
    worked: Worked

    @property
    def key(self) -> str:
        """Another one for each table of each file, for its widgets."""
        reading = self.reading
        sheet = reading.sheets.index(reading.sheet) if reading.sheet else 0
        return f"{self.file_id}-{sheet}-{reading.layout.header}-{reading.beside}"

    @property
    def reading(self) -> Reading:
        """How the file was read."""
        return self.worked.reading

    @property
    def choices(self) -> Choices:
        """What its columns are, and what was answered."""
        return self.worked.choices

    @property
    def told(self) -> Told:
        """What became of its rows."""
        return self.worked.told


@dataclass(frozen=True)
class _Take:
    """A file to read. sheet, header, beside: as `Desk.take` takes them."""

    file_id: str
    name: str
    content: bytes
    sheet: str | None = None
    header: int | None = None
    beside: int | None = None


@dataclass(frozen=True)
class _Check:
    """Other choices."""

    choices: Choices


@dataclass(frozen=True)
class _Use:
    """A table of projects to show that holds the rows."""

    dataset: str


def current() -> OwnTable | None:
    """The table of this visit, if there is one."""
    found: OwnTable | None = private.held()
    return found


def fault() -> DataError | None:
    """Why what was asked last could not be done."""
    found: DataError | None = st.session_state.get(_FAULT)
    return found


def uploader_key(what: str) -> str:
    """The key of an uploader: another one after a deletion, which empties it."""
    return f"own-{what}-{st.session_state.get(_EPOCH, 0)}"


def take_chosen() -> None:
    """Ask for the file that is in the uploader to be read; what was there before goes."""
    forget()
    try:
        file = private.file_in(uploader_key(FILE))
    except DataError as error:
        st.session_state[_FAULT] = error
        return
    if file is not None:
        _ask(_Take(file.file_id, file.name, file.getvalue()))


def take_again(sheet: str | None, header: int | None, beside: int | None = None) -> None:
    """Ask for another sheet, another header, or another of the tables side by side, of the file."""
    own = current()
    if own is not None:
        _ask(_Take(own.file_id, own.name, own.content, sheet, header, beside))


def learnt() -> Learnt | None:
    """What was learnt of another table, that the visitor gave with this one."""
    found: Learnt | None = st.session_state.get(_LEARNT)
    return found


def learn(content: bytes, name: str) -> None:
    """Take what was learnt of another table, and ask for this one to be read with it. Raises `DataError`."""
    st.session_state[_LEARNT] = Learnt.of(content, name)
    own = current()
    if own is not None:
        take_again(own.reading.sheet, None)


def unlearn() -> None:
    """Leave what was learnt; the choices of the present table stay."""
    st.session_state.pop(_LEARNT, None)


def choose(choices: Choices) -> None:
    """Ask for the rows to be checked with other choices."""
    _ask(_Check(choices))


def keep(kind: str, *, kept: bool) -> None:
    """Make rows of the table of those of a kind, of `asides.KINDS`, or set them aside again."""
    own = current()
    if own is not None:
        kinds = own.choices.kept | {kind} if kept else own.choices.kept - {kind}
        choose(replace(own.choices, kept=kinds))


def use(dataset: str) -> None:
    """Ask for the rows on every page: alone or after the inventory, as `kept.OWN` and `kept.BOTH` say."""
    _ask(_Use(dataset))


def settle(notice: DeltaGenerator) -> None:
    """Have done what was asked, the visitor being told of their turn; what cannot be done leaves its reason."""
    asked: _Take | _Check | _Use | None = st.session_state.get(_ASKED)
    if asked is None:
        return
    st.session_state.pop(_FAULT, None)
    visitor = Visitor(_visitor(), _teller(notice.info))
    try:
        if isinstance(asked, _Take):
            _take(asked, visitor)
        elif (own := current()) is not None:
            if isinstance(asked, _Check):
                _check(own, asked.choices, visitor)
            else:
                _bring(own, asked.dataset, visitor)
    except DataError as error:
        st.session_state[_FAULT] = error
    st.session_state.pop(_ASKED, None)  # not when the run is stopped: the next one does it
    notice.empty()


def export(own: OwnTable, kind: str, about: About, status: str = "") -> Callable[[], bytes]:
    """What makes the file of the rows, or of those of a status, once it is clicked."""
    visitor, desk = Visitor(_visitor()), _desk()
    return lambda: desk.export(own.worked, kind, about, visitor, status)


def file(shown: Callable[[], pd.DataFrame], kind: str, about: About) -> Callable[[], bytes]:
    """What makes the file of a table that holds rows of the visitor, once it is clicked."""
    visitor, desk, own = Visitor(_visitor()), _desk(), current()
    name = own.name if own is not None else about.title
    return lambda: desk.file(shown(), kind, about, name, visitor)


def make_ready() -> None:
    """Start what reads and checks tables, while the visitor chooses a file."""
    _desk().open()


def stop() -> None:
    """Show the inventory again, the table staying in the visit."""
    private.forget()
    if address.current().dataset in {OWN, BOTH}:
        address.show(INVENTORY, Visit.current().inventory.vocabulary())


def forget() -> None:
    """Delete the table of this visit, what was said of it, and what was made of it."""
    stop()
    private.hold(None)
    for name in (_FAULT, _ASKED):
        st.session_state.pop(name, None)


def delete() -> None:
    """Delete the table, what was learnt, and the files that they were in."""
    forget()
    unlearn()
    private.let_go_of_files()
    st.session_state[_EPOCH] = st.session_state.get(_EPOCH, 0) + 1


def _ask(asked: _Take | _Check | _Use) -> None:
    st.session_state[_ASKED] = asked


def _take(asked: _Take, visitor: Visitor) -> None:
    forget()
    _ask(asked)
    known = learnt()
    header = known.header if asked.header is None and known is not None else asked.header
    sheet, beside = asked.sheet, asked.beside
    worked = _desk().take(asked.content, asked.name, visitor, sheet=sheet, header=header, beside=beside, learnt=known)
    private.hold(OwnTable(asked.file_id, asked.name, asked.content, header, worked))


def _check(own: OwnTable, choices: Choices, visitor: Visitor) -> None:
    worked = _desk().check(own.worked, choices, visitor)
    own = replace(own, worked=worked)
    private.hold(own)
    if private.brought() is not None:
        # The filters in force may name what the other columns no longer hold.
        _bring(own, address.current().dataset, visitor)


def _bring(own: OwnTable, dataset: str, visitor: Visitor) -> None:
    private.bring(own.name, _desk().projects(own.worked, visitor, compared=dataset == BOTH))
    address.show(dataset, Visit.current().showing(dataset).vocabulary())


def _teller(show: Callable[[str], Any]) -> Callable[[int], None]:
    """What tells a visitor how many tasks come before theirs. Drawing also lets a newer click end the run."""

    def tell(before: int) -> None:
        tables = "1 tableau est traité" if before == 1 else f"{before} tableaux sont traités"
        waiting = f"Votre tableau attend son tour : {tables} avant lui."
        show(said(waiting if before else "Lecture et contrôle de votre tableau…"))

    return tell


def _visitor() -> str:
    """What tells this visit from the others in the queue."""
    found: str = st.session_state.setdefault(_VISITOR, token_hex(8))
    return found


def _desk() -> Desk:
    return _of_edition(Visit.current())


@of_edition()
def _of_edition(visit: Visit) -> Desk:
    return Desk(visit.edition(), _TURNS, _STOCK)
