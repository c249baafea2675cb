"""The table of this visit: read, checked, shown in the place of the inventory if asked; kept in the visit alone.

Nothing here goes through a cache that visitors share, and nothing is written: what a visitor brings is in the state of
the visit, in memory, until the visitor deletes it or leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from components.visit import address, private
from components.visit.kept import BOTH, OWN
from components.visit.visit import Visit
from data.files import reading
from data.files.reading import UserTable
from data.own import prepared, proposals, report
from data.own.ground import Ground
from data.own.learnt import Learnt
from data.own.projects import own_projects
from data.own.proposals import Proposal
from data.own.report import Checked, Choices
from data.words.vocabulary import INVENTORY
from geo.errors import DataError

_FAULT: Final = "own-fault"
_EPOCH: Final = "own-epoch"
_LEARNT: Final = "own-learnt"


@dataclass(frozen=True)
class OwnTable:
    """A visitor's file. file_id: another one for each file. content: another sheet or another header of it may be asked
    for. header: the line that was asked for, None where it was looked for. checked: for these choices.
    """

    file_id: str
    name: str
    content: bytes
    header: int | None
    table: UserTable
    proposals: Mapping[str, Proposal]
    choices: Choices
    checked: Checked

    @property
    def key(self) -> str:
        """Another one for each table of each file, for its widgets."""
        sheet = self.table.sheets.index(self.table.sheet) if self.table.sheet else 0
        return f"{self.file_id}-{sheet}-{self.table.layout.header}"


def current() -> OwnTable | None:
    """The table of this visit, if there is one."""
    found: OwnTable | None = private.held()
    return found


def fault() -> DataError | None:
    """Why the last file could not be read."""
    found: DataError | None = st.session_state.get(_FAULT)
    return found


def uploader_key() -> str:
    """The key of the uploader: another one after a deletion, which empties it."""
    return f"own-file-{st.session_state.get(_EPOCH, 0)}"


def take(file_id: str, name: str, content: bytes, sheet: str | None = None, header: int | None = None) -> None:
    """Read a file, propose its columns, check its rows. A file that cannot be read leaves its reason in `fault`.

    sheet: of a workbook; its fullest when None. header: the line of the header, 0 for none; looked for when None.
    """
    forget()
    known = learnt()
    header = known.header if header is None and known is not None else header
    try:
        table = reading.read_table(content, name, sheet=sheet, header=header)
    except DataError as error:
        st.session_state[_FAULT] = error
        return
    ready = prepared.prepared(table.frame)
    table = replace(table, frame=ready.frame, notes=(*table.notes, *ready.notes))
    proposed = proposals.propose(table.frame, ground())
    choices = Choices.proposed(proposed)
    if known is not None:
        choices = known.on(table.frame.columns, choices)
    checked = report.check(table.frame, choices, ground(), table.layout.hidden)
    private.hold(OwnTable(file_id, name, content, header, table, proposed, choices, checked))


def learnt() -> Learnt | None:
    """What was learnt of another table, that the visitor gave with this one."""
    found: Learnt | None = st.session_state.get(_LEARNT)
    return found


def learn(content: bytes, name: str) -> None:
    """Take what was learnt of another table, and read this one again with it. Raises `DataError`."""
    st.session_state[_LEARNT] = Learnt.of(content, name)
    own = current()
    if own is not None:
        take(own.file_id, own.name, own.content, own.table.sheet)


def unlearn() -> None:
    """Leave what was learnt; the choices of the present table stay."""
    st.session_state.pop(_LEARNT, None)


def choose(choices: Choices) -> None:
    """Check the rows again with other choices."""
    own = current()
    if own is not None:
        checked = report.check(own.table.frame, choices, ground(), own.table.layout.hidden)
        private.hold(replace(own, choices=choices, checked=checked))
        if private.brought() is not None:
            _bring()
            shown = address.current().dataset
            # The filters in force may name what the other columns no longer hold.
            address.show(shown, Visit.current().showing(shown).vocabulary())


def keep(kind: str, *, kept: bool) -> None:
    """Make rows of the table of those of a kind, of `asides.KINDS`, or set them aside again."""
    own = current()
    if own is not None:
        kinds = own.choices.kept | {kind} if kept else own.choices.kept - {kind}
        choose(replace(own.choices, kept=kinds))


def use(dataset: str) -> None:
    """Show the rows on every page: alone or after the inventory, as `kept.OWN` and `kept.BOTH` say."""
    _bring()
    address.show(dataset, Visit.current().showing(dataset).vocabulary())


def stop() -> None:
    """Show the inventory again, the table staying in the visit."""
    private.forget()
    if address.current().dataset in {OWN, BOTH}:
        address.show(INVENTORY, Visit.current().inventory.vocabulary())


def forget() -> None:
    """Delete the table of this visit, what was said of it, and what was made of it."""
    stop()
    private.hold(None)
    st.session_state.pop(_FAULT, None)


def delete() -> None:
    """Delete the table, what was learnt, and empty the uploader."""
    forget()
    unlearn()
    st.session_state[_EPOCH] = st.session_state.get(_EPOCH, 0) + 1


def _bring() -> None:
    own = current()
    if own is not None:
        private.bring(own.name, own_projects(own.table.frame, own.choices.roles, own.checked.rows, ground().wider))


def ground() -> Ground:
    """What rows are placed on: the geography of the edition, the same for all visitors."""
    return Visit.current().ground()
