"""Memory is collected while no page is being drawn, rather than after each run, in front of the next visitor.

Streamlit collects after each run by itself: 66 ms of processor with one edition in memory, more than a page costs. What
runs leave in cycles is small, and Python's own collector sees to it meanwhile.
"""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

EVERY_S: Final = 20.0
_RUNS: Final = "ScriptRunner"  # what Streamlit calls the thread of a run


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Collect as long as the application lives."""
    collecting = asyncio.create_task(collect(drawing, EVERY_S))
    try:
        yield
    finally:
        collecting.cancel()


async def collect(busy: Callable[[], bool], every: float) -> None:
    """Collect from time to time, unless the application is busy: then at the next time."""
    while True:
        await asyncio.sleep(every)
        if not busy():
            gc.collect()


def drawing() -> bool:
    """Whether a page is being drawn."""
    return any(thread.name.startswith(_RUNS) for thread in threading.enumerate())
