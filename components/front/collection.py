"""Memory is collected while no page is being drawn, rather than after each run, in front of the next visitor.

Streamlit collects after each run by itself: 66 ms of processor with one edition in memory, more than a page costs. What
runs leave in cycles is small, and Python's own collector sees to it meanwhile. What a closed visit leaves is not small:
Streamlit lets go of it once it may no longer come back, but only when another visit closes.
"""

import asyncio
import gc
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Final

from streamlit import runtime

EVERY_S: Final = 20.0  # often enough that memory is collected a minute after a visit closes, at the latest
PUT_OFF: Final = 2  # times, while the application is busy
# Streamlit has each file that a click asks for made in a thread of the loop: there are six of them on two cores, and
# those of two visitors who wait for their turn would keep everybody from any file.
WAITING: Final = 100
# What asks for the interpreter has it after this long: at Python's 5 ms, the loop waited 40 ms for each thread that it
# began, and 5 for each of the hundred messages of a page, beside two runs. Less work is done in neither case.
_SWITCH_S: Final = 0.0005
# Python looked through all that lives thirty times a minute, 80 ms each, during which nothing else ran.
_THRESHOLDS: Final = (2_000, 20, 50)
_RUNS: Final = "ScriptRunner"  # what Streamlit calls the thread of a run


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Collect as long as the application lives, have room for the files that wait for their turn, and share the
    interpreter in small pieces.
    """
    before = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(_SWITCH_S)
    gc.set_threshold(*_THRESHOLDS)
    waiting = ThreadPoolExecutor(WAITING, thread_name_prefix="file")
    asyncio.get_running_loop().set_default_executor(waiting)
    collecting = asyncio.create_task(collect(drawing, EVERY_S))
    try:
        yield
    finally:
        collecting.cancel()
        waiting.shutdown(wait=False, cancel_futures=True)
        sys.setswitchinterval(before[0])
        gc.set_threshold(*before[1])


async def collect(busy: Callable[[], bool], every: float) -> None:
    """Collect from time to time; while the application is busy, it is put off for a while."""
    waited = 0
    while True:
        await asyncio.sleep(every)
        let_go_of_closed_visits()
        waited = waited + 1 if busy() and waited < PUT_OFF else 0
        if not waited:
            gc.collect()


def let_go_of_closed_visits() -> None:
    """Forget the visits that were closed for longer than `server.disconnectedSessionTTL`: the next collection shuts
    them down, and takes their files.
    """
    if runtime.exists():
        # There is no public way: a test holds these names.
        runtime.get_instance()._session_mgr._session_storage._cache.expire()  # type: ignore[attr-defined]


def drawing() -> bool:
    """Whether a page is being drawn."""
    return any(thread.name.startswith(_RUNS) for thread in threading.enumerate())
