"""Visitors who come together, read for a while, change a filter, and read again; and what the server says meanwhile."""

import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from websockets.exceptions import WebSocketException

from tests.deploy.served import Served, is_well
from tests.load.browser import Browser

THINKS_S: Final = (10.0, 20.0)  # between two changes
COMES_S: Final = 0.06  # one after another: a hundred in six seconds
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
    changes: list[float] = field(default_factory=list)
    change_bytes: list[int] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def play(site: Served, visitors: int, seconds: float, seed: int = 19) -> Measured:
    """Have so many visitors come, and stay for so long after the last one came."""
    found = Measured()
    comes = visitors * COMES_S
    until = time.monotonic() + comes + seconds
    threads = [
        threading.Thread(target=_visit, args=(site.address, rank, random.Random(seed + rank), until, found))
        for rank in range(visitors)
    ]
    threads.append(threading.Thread(target=_watch, args=(site.address, until, found)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.memory = [_resident(each) for each in site.processes()]
    return found


def _visit(address: str, rank: int, chance: random.Random, until: float, found: Measured) -> None:
    time.sleep(rank * COMES_S)
    try:
        # Of many offices: the server bounds the pages that one address may have open.
        browser = Browser(address, home=f"127.0.1.{rank % _OFFICES + 1}")
        found.first.append(browser.first)
        found.first_bytes.append(browser.received)
        time.sleep(chance.uniform(0, THINKS_S[1]))
        while time.monotonic() < until:
            before = browser.received
            filters = quote(chance.choice(_FILTERS), safe="=&")
            found.changes.append(browser.look(chance.choice(_VIEWS), filters))
            found.change_bytes.append(browser.received - before)
            time.sleep(chance.uniform(*THINKS_S))
        browser.leave()
    except _FAULTS as error:
        found.faults.append(repr(error))


def _watch(address: str, until: float, found: Measured) -> None:
    while time.monotonic() < until:
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
