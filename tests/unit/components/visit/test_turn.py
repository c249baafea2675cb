"""A run that waits for its turn says so when it lasts, and ends when its visitor asks for another page or leaves."""

import threading
import time
from collections.abc import Iterator
from typing import cast

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import StopException, add_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state import SafeSessionState, SessionState

from components.front.turns import Asker, Most, Turns
from components.visit import turn
from geo.errors import DataError


class Notice:
    """Where a page says that it waits. holding: whose turn ends once it is said."""

    def __init__(self, holding: threading.Event) -> None:
        self.heard: list[str] = []
        self._holding = holding

    def info(self, text: str) -> None:
        self.heard.append(text)
        self._holding.set()

    def empty(self) -> None:
        self.heard.append("")


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Another visit has the only turn, until this is set."""
    turns, event, begun = Turns(Most(at_once=1)), threading.Event(), threading.Event()
    monkeypatch.setattr(turn, "_RUNS", turns)
    monkeypatch.setattr(turn, "_asker", lambda: Asker("a", "1"))
    monkeypatch.setattr("components.front.turns.POLL_S", 0.01)

    def other() -> None:
        with turns.turn(Asker("b", "1")):
            begun.set()
            event.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    assert begun.wait(10)
    yield event
    event.set()
    thread.join()


def test_a_long_wait_is_said_and_the_words_go_when_the_page_comes(
    ended: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "_PATIENCE_S", 0.05)
    notice, began = Notice(ended), time.monotonic()
    with turn.taken(cast("DeltaGenerator", notice)):
        said, gone = notice.heard
    assert time.monotonic() - began > 0.05
    assert "la vôtre vient à son tour" in said.replace("\u00a0", " ") and gone == ""


def test_a_short_wait_is_not(ended: threading.Event) -> None:
    notice = Notice(ended)
    threading.Timer(0.1, ended.set).start()
    with turn.taken(cast("DeltaGenerator", notice)):
        assert notice.heard == []


def test_a_visitor_who_leaves_waits_no_more(ended: threading.Event) -> None:
    """By Streamlit's own means: whatever asks the state of a visit lets it stop the run."""

    def stop() -> None:
        raise StopException

    run = ScriptRunContext(
        session_id="1",
        _enqueue=lambda _: None,
        query_string="",
        session_state=SafeSessionState(SessionState(), stop),
        uploaded_file_mgr=cast("None", None),  # type: ignore[arg-type]
        main_script_path="",
        user_info={},
        fragment_storage=cast("None", None),  # type: ignore[arg-type]
        pages_manager=PagesManager("app.py"),
    )
    left: list[bool] = []

    def page() -> None:
        add_script_run_ctx(threading.current_thread(), run)
        try:
            with turn.taken():
                left.append(False)
        except StopException:
            left.append(True)

    thread = threading.Thread(target=page)
    thread.start()
    thread.join(10)
    assert left == [True] and not ended.is_set()


def test_a_file_is_made_in_the_turn_of_the_visit_that_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    files = Turns(Most(at_once=1, near=0))
    monkeypatch.setattr(turn, "_FILES", files)
    monkeypatch.setattr(turn, "_asker", lambda: Asker("a", "1"))
    make = turn.for_file(lambda: b"file")
    with pytest.raises(DataError, match="Remède : réessayer dans une minute"):
        make()
    monkeypatch.setattr(turn, "_FILES", Turns())
    assert make() == b"file"
