"""The turn of this visit: its page is drawn beside one other at most, and one that waits for long says so."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.front.turns import Asker, Most, Turns
from components.front.uploads import network_of
from components.text.plain import said

_RUNS: Final = Turns()  # of all visits
_FILES: Final = Turns(Most(at_once=3, near=24, longest_s=240))  # they wait in threads, which are few
_PATIENCE_S: Final = 1.5  # some ten pages, of 0.1 s, are drawn before one that waits for longer
_WAITING: Final = "Beaucoup de pages sont demandées en même temps : la vôtre vient à son tour."
T = TypeVar("T")


@contextmanager
def taken(notice: DeltaGenerator | None = None) -> Iterator[None]:
    """Wait for the turn of this run, and hold it. notice: where a long wait is said."""
    since, told = time.monotonic(), False

    def tell() -> None:
        nonlocal told
        st.session_state.get("turn")  # a newer click, or the end of the visit, ends the run here
        if notice is not None and not told and time.monotonic() - since > _PATIENCE_S:
            notice.info(said(_WAITING))
            told = True

    with _RUNS.turn(_asker(), tell):
        if notice is not None and told:
            notice.empty()
        yield


def aside(work: Callable[[], T]) -> T:
    """What another process works at, while others have the turn of this run."""
    with _RUNS.aside():
        return work()


def for_file(make: Callable[[], T]) -> Callable[[], T]:
    """What makes a file once it is clicked, in the turn of this visit."""
    asker = _asker()

    def made() -> T:
        with _FILES.turn(asker):
            return make()

    return made


def _asker() -> Asker:
    run = get_script_run_ctx()
    return Asker(network_of(str(st.context.ip_address)), run.session_id if run is not None else "")
