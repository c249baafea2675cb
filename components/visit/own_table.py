"""The table of this visit: read, checked, shown in the place of the inventory if asked; kept in the visit alone.

Nothing here goes through a cache that visitors share, and nothing is written: what a visitor brings is in the state of
the visit, in memory, until the visitor deletes it or leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import streamlit as st

from components.visit import address, private, store
from components.visit.kept import Key
from data.editions import registry
from data.files import reading
from data.files.reading import UserTable
from data.own import report, roles
from data.own.ground import Ground
from data.own.projects import own_projects
from data.own.report import Checked, Choices
from data.own.roles import Proposal
from data.words.vocabulary import INVENTORY
from geo.errors import DataError

_FAULT: Final = "own-fault"
_EPOCH: Final = "own-epoch"


@dataclass(frozen=True)
class OwnTable:
    """A visitor's file. file_id: another one for each file. content: of a workbook of which another sheet may be asked
    for, else empty. checked: for these choices.
    """

    file_id: str
    name: str
    content: bytes
    table: UserTable
    proposals: Mapping[str, Proposal]
    choices: Choices
    checked: Checked

    @property
    def key(self) -> str:
        """Another one for each sheet of each file, for its widgets."""
        return f"{self.file_id}-{self.table.sheets.index(self.table.sheet) if self.table.sheet else 0}"


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


def read(file_id: str, name: str, content: bytes, sheet: str | None = None) -> None:
    """Read a file, propose its columns, check its rows. A file that cannot be read leaves its reason in `fault`.

    sheet: of a workbook; its largest when None.
    """
    forget()
    try:
        table = reading.read_table(content, name, sheet=sheet)
    except DataError as error:
        st.session_state[_FAULT] = error
        return
    proposals = roles.propose(table.frame, ground())
    choices = Choices({role: proposal.column for role, proposal in proposals.items()})
    checked = report.check(table.frame, choices, ground())
    kept = content if len(table.sheets) > 1 else b""
    private.hold(OwnTable(file_id, name, kept, table, proposals, choices, checked))


def choose(choices: Choices) -> None:
    """Check the rows again with other choices."""
    own = current()
    if own is not None:
        checked = report.check(own.table.frame, choices, ground())
        private.hold(replace(own, choices=choices, checked=checked))
        if private.brought() is not None:
            _bring()
            shown = address.current().dataset
            # The filters in force may name what the other columns no longer hold.
            address.show(shown, store.vocabulary(shown))


def use(dataset: str) -> None:
    """Show the rows on every page: alone or after the inventory, as `kept.OWN` and `kept.BOTH` say."""
    _bring()
    address.show(dataset, store.vocabulary(dataset))


def stop() -> None:
    """Show the inventory again, the table staying in the visit."""
    private.forget()
    if Key("", address.current().dataset).private:
        address.show(INVENTORY, store.vocabulary(INVENTORY))


def forget() -> None:
    """Delete the table of this visit, what was said of it, and what was made of it."""
    stop()
    private.hold(None)
    st.session_state.pop(_FAULT, None)


def delete() -> None:
    """Delete the table, and empty the uploader."""
    forget()
    st.session_state[_EPOCH] = st.session_state.get(_EPOCH, 0) + 1


def _bring() -> None:
    own = current()
    if own is not None:
        private.bring(own.name, own_projects(own.table.frame, own.choices.roles, own.checked.rows, ground().wider))


def ground() -> Ground:
    """What rows are placed on: the geography of the edition, the same for all visitors."""
    return _ground(store.edition().id)


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _ground(edition_id: str) -> Ground:  # noqa: ARG001 (the cache key)
    return Ground.of_edition(store.edition(), store.places())
