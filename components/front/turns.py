"""Whose turn it is: so much at once, the addresses that ask one after another, the visits of each in order.

Runs share one interpreter. Thirty at once took two seconds from whoever asked whether the server was well; and a
stranger who asked for pages without pause, through thirty connections, had thirty turns for each of a visitor.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from geo.errors import DataError

POLL_S: Final = 0.25  # how often one who waits is told of it, and may give up


@dataclass(frozen=True)
class Asker:
    """Who asks: a visit, and the address that it comes from, which an office may share."""

    address: str
    visit: str


@dataclass(eq=False)
class _Place:
    """A place in the queue. left: of who gave up, for the next run of the same visit."""

    asker: Asker
    left: bool = False
    given: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Most:
    """at_once: under way; each: that wait, of a visit; near: of an address; longest_s: after which what is under way
    keeps nobody else waiting.
    """

    at_once: int = 2
    each: int = 4
    near: int = 150
    longest_s: float = 30.0


class Turns:
    """A queue, of all visitors."""

    def __init__(self, most: Most | None = None) -> None:
        self._most = most or Most()
        self._lock = threading.Lock()
        self._running: dict[_Place, float] = {}  # since when
        self._waiting: dict[str, deque[_Place]] = {}  # by address, that of the next turn first
        self._mine = threading.local()

    @contextmanager
    def turn(self, asker: Asker, told: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Wait for a turn, and hold it; within a turn of the same thread, go on at once. Raises `DataError`.

        told: called while it waits; what it raises ends the wait.
        """
        if self._held is not None:
            yield
            return
        self._take(asker, told)
        try:
            yield
        finally:
            self._give_up()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Within a turn: let others have it while another process works."""
        held = self._held
        if held is None:
            yield
            return
        self._give_up()
        try:
            yield
        finally:
            self._take(held.asker, lambda: None)

    @property
    def _held(self) -> _Place | None:
        return getattr(self._mine, "place", None)

    def _take(self, asker: Asker, told: Callable[[], object]) -> None:
        self._mine.place = self._join(asker)
        try:
            while not self._mine.place.given.wait(POLL_S):
                told()
                self._give()
        except BaseException:  # a visitor who leaves, too
            self._give_up()
            raise

    def _give_up(self) -> None:
        place, self._mine.place = self._mine.place, None
        with self._lock:
            place.left = self._running.pop(place, None) is None
        self._give()

    def _join(self, asker: Asker) -> _Place:
        with self._lock:
            queue = self._waiting.setdefault(asker.address, deque())
            own = [each for each in queue if each.asker == asker]
            place = next((each for each in own if each.left), None)
            if place is None:
                if len(own) >= self._most.each or sum(not each.left for each in queue) >= self._most.near:
                    raise DataError.single("Demande", "trop d'autres attendent déjà", "réessayer dans une minute")
                place = _Place(asker)
                queue.append(place)
            place.left = False
        self._give()
        return place

    def _give(self) -> None:
        """Give the places that are free."""
        with self._lock:
            late = time.monotonic() - self._most.longest_s
            under_way = sum(since > late for since in self._running.values())
            while under_way < self._most.at_once and (place := self._next()):
                self._running[place] = time.monotonic()
                place.given.set()
                under_way += 1

    def _next(self) -> _Place | None:
        """The next one who waits; their address goes behind the others."""
        while self._waiting:
            address = next(iter(self._waiting))
            queue = self._waiting.pop(address)
            place = queue.popleft()
            if queue:
                self._waiting[address] = queue
            if not place.left:
                return place
        return None
