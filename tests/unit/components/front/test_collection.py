"""Collected when nobody waits, and only then."""

import asyncio
import gc
import threading

import pytest

from components.front import collection


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


def test_memory_is_collected_unless_a_page_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert collected(monkeypatch, busy=False) > 0
    assert collected(monkeypatch, busy=True) == 0


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


def test_it_lives_as_long_as_the_application() -> None:
    async def opened() -> set[str]:
        async with collection.lifespan(None):
            return {task.get_coro().__name__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]

    assert "collect" in asyncio.run(opened())
