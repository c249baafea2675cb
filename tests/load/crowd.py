"""Visitors who come together, then read, change a filter or the page, and read on; what the server says meanwhile."""

import random
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from websockets.exceptions import WebSocketException

from tests.deploy.served import Served, is_well
from tests.load.browser import Browser

THINKS_S: Final = (10.0, 20.0)  # between two changes
COMES_S: Final = 0.06  # one after another: a hundred in six seconds
_LEAVES: Final = 0.2  # of the changes: after five of them on average, a visitor goes to another page
_BEAT_S: Final = 0.25
_FAULTS: Final = (OSError, TimeoutError, ValueError, EOFError, WebSocketException)
_VIEWS: Final = ("", "carte", "carte", "territoire", "repartition", "filieres", "projets", "programmes")
_FILTERS: Final = ("", "filiere=Santé", "statut=Annoncé", "annees=2022-2023", "q=usine", "mesure=emplois", "taille=t1")
_PAGES: Final = 4096
_OFFICES: Final = 50


@dataclass
class Measured:
    """Seconds and bytes of what was tried. memory: of each process, at the end."""

    first: list[float] = field(default_factory=list)
    first_bytes: list[int] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    change_bytes: list[int] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def play(site: Served, visitors: int, seconds: float, seed: int = 19) -> Measured:
    """Have so many visitors come, then read for so long, once the last of them has his first page."""
    found, gone = Measured(), threading.Event()
    watch = threading.Thread(target=_watch, args=(site.address, gone, found))
    watch.start()
    with ThreadPoolExecutor(visitors) as crowd:
        browsers = [each for each in crowd.map(partial(_come, site.address, found), range(visitors)) if each]
        until = time.monotonic() + seconds
        chances = [random.Random(seed + rank) for rank in range(len(browsers))]
        list(crowd.map(partial(_read, until, found), browsers, chances))
    gone.set()
    watch.join()
    found.memory = [_resident(each) for each in site.processes()]
    return found


def _come(address: str, found: Measured, rank: int) -> Browser | None:
    time.sleep(rank * COMES_S)
    try:
        # Of many offices: the server bounds the pages that one address may have open.
        browser = Browser(address, home=f"127.0.1.{rank % _OFFICES + 1}")
    except _FAULTS as error:
        found.faults.append(repr(error))
        return None
    found.first.append(browser.first)
    found.first_bytes.append(browser.received)
    return browser


def _read(until: float, found: Measured, browser: Browser, chance: random.Random) -> None:
    view = filters = ""
    time.sleep(chance.uniform(0, THINKS_S[1]))
    try:
        while time.monotonic() < until:
            leaves = chance.random() < _LEAVES
            view = chance.choice(_VIEWS) if leaves else view
            filters = chance.choice([each for each in _FILTERS if each != filters])
            before = browser.received
            waited = browser.look(view, quote(filters, safe="=&"))
            (found.pages if leaves else found.changes).append(waited)
            if not leaves:
                found.change_bytes.append(browser.received - before)
            time.sleep(chance.uniform(*THINKS_S))
        browser.leave()
    except _FAULTS as error:
        found.faults.append(repr(error))


def _watch(address: str, gone: threading.Event, found: Measured) -> None:
    while not gone.is_set():
        began = time.monotonic()
        if not is_well(address):
            found.faults.append("the site did not say that it was well")
        found.health.append(time.monotonic() - began)
        time.sleep(_BEAT_S)


def centile(values: Iterable[float], of: float) -> float:
    """The value that so many of a hundred do not pass; NaN without any.

    >>> centile([3, 1, 2], 50), centile([3, 1, 2], 95)
    (2, 3)
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of / 100))] if ordered else float("nan")


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGES
