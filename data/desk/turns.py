"""Whose turn it is: a few tasks at once, and no visitor twice before the others have been served."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Final

from geo.errors import DataError

POLL_S: Final = 0.2  # how often one who waits is told of it, and may give up
_AGAIN: Final = "réessayer dans une minute"

# Told how many tasks come before that of the visitor, none while it is being done; what it raises ends the task.
Told = Callable[[int], None]


def silently(_: int) -> None:
    """Tell nobody."""


class Turns:
    """A queue of tasks. at_once: at the same time, of all visitors; most: that wait, of all visitors; each: that wait,
    of one; longest_s: after which one that waits gives up.
    """

    def __init__(self, at_once: int = 2, most: int = 60, each: int = 4, longest_s: float = 300) -> None:
        self._at_once, self._most, self._each, self._longest_s = at_once, most, each, longest_s
        self._changed = Condition()
        self._running = 0
        self._served: Counter[str] = Counter()  # tasks by visitor, since the queue was last empty
        self._waiting: list[tuple[str, object]] = []  # visitor and ticket, in order of arrival

    @contextmanager
    def turn(self, visitor: str, name: str, told: Told) -> Iterator[None]:
        """Wait for a place, and hold it. name: of the file, as messages call it. Raises `DataError`."""
        ticket = (visitor, object())
        self._join(ticket, name)
        try:
            self._wait(ticket, name, told)
        except BaseException:  # a visitor who leaves, too
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()
            raise
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                if not self._running and not self._waiting:
                    self._served.clear()
                self._changed.notify_all()

    def _join(self, ticket: tuple[str, object], name: str) -> None:
        with self._changed:
            own = sum(1 for visitor, _ in self._waiting if visitor == ticket[0])
            if own >= self._each or len(self._waiting) >= self._most:
                who = "vous avez déjà plusieurs demandes en attente" if own >= self._each else "le serveur est occupé"
                raise DataError.single(name, f"{who}, celle-ci n'est pas prise", _AGAIN)
            self._waiting.append(ticket)

    def _wait(self, ticket: tuple[str, object], name: str, told: Told) -> None:
        """Return once the ticket has left the queue for a place."""
        until = time.monotonic() + self._longest_s
        while True:
            with self._changed:
                before = self._order().index(ticket)
                if before == 0 and self._running < self._at_once:
                    self._waiting.remove(ticket)
                    self._running += 1
                    self._served[ticket[0]] += 1
                    self._changed.notify_all()
                    return
            told(before + self._running)
            if time.monotonic() > until:
                raise DataError.single(name, "le serveur est occupé, votre tour n'est pas venu", _AGAIN)
            with self._changed:
                self._changed.wait(POLL_S)

    def _order(self) -> list[tuple[str, object]]:
        """Those who wait, in the order in which they will be served: who was served the least comes first."""
        ahead = Counter(self._served)
        ranked = []
        for arrival, ticket in enumerate(self._waiting):
            ranked.append((ahead[ticket[0]], arrival, ticket))
            ahead[ticket[0]] += 1
        return [ticket for *_, ticket in sorted(ranked, key=lambda each: each[:2])]
