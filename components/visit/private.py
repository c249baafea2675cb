"""What a visitor brought in the place of the inventory, and all that is made of it: in the visit, nowhere else.

No cache that visitors share ever holds it, nothing is written, and it goes with the visit or when it is deleted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import DeletedFile

from data.desk.desk import Made
from geo.errors import DataError

_BROUGHT: Final = "private-projects"
_MADE: Final = "private-views"
_HELD: Final = "own-table"
T = TypeVar("T")
_KEPT: Final = 32  # views of the visit's projects, the least recently used goes first


@dataclass(frozen=True)
class Brought:
    """file_name: of the visitor's file; made: its rows as projects."""

    file_name: str
    made: Made

    @property
    def projects(self) -> pd.DataFrame:
        """Its rows in the columns of the table of projects."""
        return self.made.projects


def bring(file_name: str, made: Made) -> None:
    """Keep these projects for the visit, in the place of any others."""
    forget()
    st.session_state[_BROUGHT] = Brought(file_name, made)


def brought() -> Brought | None:
    """The projects of the visit, if there are any."""
    found: Brought | None = st.session_state.get(_BROUGHT)
    return found


def hold(table: Any) -> None:
    """Keep the visitor's table, shown on the pages or not; None deletes it."""
    st.session_state.pop(_HELD, None)
    if table is not None:
        st.session_state[_HELD] = table


def held() -> Any:
    """The visitor's table, None without any."""
    return st.session_state.get(_HELD)


def file_in(uploader: str) -> Any:
    """The file in the uploader of this key, None without any. Raises `DataError` when the server no longer holds it."""
    found = st.session_state.get(uploader)
    if isinstance(found, DeletedFile):
        raise DataError.single("Fichier", "le serveur ne tient plus ce fichier", "le choisir à nouveau")
    return found


def let_go_of_files() -> None:
    """Have the server forget the files that the visit sent: Streamlit keeps them as long as the visit."""
    if (run := get_script_run_ctx()) is not None:
        run.uploaded_file_mgr.remove_session_files(run.session_id)


def forget() -> None:
    """Delete the projects of the visit, and all that was made of them."""
    st.session_state.pop(_BROUGHT, None)
    st.session_state.pop(_MADE, None)


def remembered(make: Callable[..., T], *arguments: Any) -> T:
    """What `make` gives for these arguments, made once as long as the visit keeps it."""
    views: dict[Any, T] = st.session_state.setdefault(_MADE, {})
    key = (make, arguments)
    found = views.pop(key, None)  # a stopped run of the same visit may still be here
    if found is None:
        found = make(*arguments)
    views[key] = found
    while len(views) > _KEPT:
        views.pop(next(iter(views)), None)
    return found
