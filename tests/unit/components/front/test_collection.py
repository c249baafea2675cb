"""Collected when nobody waits, and only then."""

import asyncio
import gc
import sys
import threading
import weakref
from collections.abc import Iterator
from typing import cast
from unittest.mock import Mock

import pytest
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from components.front import collection, entry


def collected(monkeypatch: pytest.MonkeyPatch, busy: bool) -> int:
    """How many times, while the loop turns for a moment."""
    times: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: times.append(1))

    async def moment() -> None:
        task = asyncio.create_task(collection.collect(lambda: busy, 0))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(moment())
    return len(times)


def test_memory_is_collected_less_often_while_pages_are_drawn_never_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    idle, busy = collected(monkeypatch, busy=False), collected(monkeypatch, busy=True)
    assert idle > 2 * busy > 0


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """A server of Streamlit's that lets a closed visit come back for a moment."""
    monkeypatch.setattr(Runtime, "_instance", None)
    yield Runtime(
        RuntimeConfig(
            script_path="app.py",
            media_file_storage=MemoryMediaFileStorage("/media"),
            uploaded_file_manager=MemoryUploadedFileManager("/upload"),
            session_storage=MemorySessionStorage(ttl_seconds=0),
        )
    )


def test_what_a_closed_visit_left_goes_without_waiting_for_another(server: Runtime) -> None:
    manager = cast("MemoryUploadedFileManager", server.uploaded_file_mgr)

    async def visit_and_leave() -> weakref.ref[AppSession]:
        sessions = server._session_mgr
        key = sessions.connect_session(Mock(), ScriptData("app.py", is_hello=False), {})
        manager.add_file(key, UploadedFileRec("1", "a.csv", "text/csv", b"x" * 1000))
        assert entry.held_sizes() == {key: [1000]}
        session = weakref.ref(sessions.get_active_session_info(key).session)  # type: ignore[union-attr]
        sessions.disconnect_session(key)
        return session

    session = asyncio.run(visit_and_leave())
    gc.collect()
    assert entry.held_sizes() != {}  # Streamlit keeps it until another visit closes
    collection.let_go_of_closed_visits()
    gc.collect()
    assert session() is None and entry.held_sizes() == {}


def test_without_a_server_there_is_nothing_to_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Runtime, "_instance", None)
    collection.let_go_of_closed_visits()
    assert entry.held_sizes() == {}


def test_a_run_of_streamlit_is_known_by_its_thread() -> None:
    assert not collection.drawing()
    leave = threading.Event()
    run = threading.Thread(target=leave.wait, name="ScriptRunner.scriptThread")
    run.start()
    try:
        assert collection.drawing()
    finally:
        leave.set()
        run.join()


def test_files_that_wait_for_their_turn_keep_nobody_from_theirs() -> None:
    async def asked() -> str:
        turn = threading.Event()
        async with collection.lifespan(None):
            waiting = [asyncio.create_task(asyncio.to_thread(turn.wait, 30)) for _ in range(60)]
            await asyncio.sleep(0)
            try:
                return await asyncio.wait_for(asyncio.to_thread(lambda: "fait"), 10)
            finally:
                turn.set()
                await asyncio.gather(*waiting)

    assert asyncio.run(asked()) == "fait"


def test_the_loop_waits_little_for_the_interpreter_and_python_seldom_looks_through_all_that_lives() -> None:
    before = sys.getswitchinterval(), gc.get_threshold()

    async def lived() -> None:
        async with collection.lifespan(None):
            assert sys.getswitchinterval() <= 0.001 < before[0]
            assert gc.get_threshold()[2] > before[1][2]

    asyncio.run(lived())
    assert (sys.getswitchinterval(), gc.get_threshold()) == before


def test_it_lives_as_long_as_the_application() -> None:
    async def opened() -> set[str]:
        async with collection.lifespan(None):
            return {task.get_coro().__name__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]

    assert "collect" in asyncio.run(opened())
