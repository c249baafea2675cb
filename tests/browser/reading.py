"""How a test reads a page where no `expect` fits; `tests/unit/test_reading.py` forbids any other way."""

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

# Only a failure waits so long: a run on two cores that other work keeps busy, the first of a server included.
WAIT_MS = 120_000
AGAIN_S = 0.05  # a browser that is asked without a pause draws more slowly
# Frames in a row: one for the page to follow its window, one to ask for what that changes, one to be sure.
STILL_FRAMES = 3
STILL = f"""() => {{
  const app = document.querySelector("[data-testid=stApp]");
  const still = window.closesPanel && window.unheard === false && app?.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-testid=stSkeleton]");
  window.stillFrames = still ? (window.stillFrames ?? 0) + 1 : 0;
  if (window.stillFrames < {STILL_FRAMES}) return false;
  window.stillFrames = 0;
  return true;
}}"""

T = TypeVar("T")


def drawn(page: Page) -> None:
    """Wait until the last line of the page is there, its own script has run, and all it asked for is done and shown."""
    page.locator(".st-key-footer").wait_for(state="attached")
    page.wait_for_function(STILL)


def eventually(read: Callable[[], T], holds: Callable[[T], object] = bool, where: str = "") -> T:
    """What is read, once it holds: for what comes in its own time."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while not holds(found := read()):
        assert time.monotonic() < deadline, f"{where} {found!r}"
        time.sleep(AGAIN_S)
    return found


def steady(read: Callable[[], T]) -> T:
    """What is read, once it is something and the same twice: for what moves."""
    before: list[T] = []

    def same(found: T) -> bool:
        known, before[:] = before[:], [found]
        return bool(found) and known == [found]

    return eventually(read, same)


def settled(page: Page, read: Callable[[], T]) -> T:
    """What is read once all that the page asked for is done and shown: for what must not be there."""
    drawn(page)
    return read()


def lasting(page: Page, read: Callable[[], T], milliseconds: int) -> T:
    """What is read, and still is after a time: for what must not come."""
    before = read()
    page.wait_for_timeout(milliseconds)
    assert read() == before
    return before


def once(read: Callable[[], T]) -> T:
    """What is read as it stands: it cannot change any more, or waits by itself."""
    return read()


def copied(page: Page) -> str:
    """What lies on the clipboard."""
    return str(page.evaluate("navigator.clipboard.readText()"))
