"""Whose turn it is: a few tasks at once, one place kept for small ones, and no visitor twice before the others."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition
from typing import Final

from geo.errors import DataError

POLL_S: Final = 0.2  # how often one who waits is told of it, and may give up
_AGAIN: Final = "réessayer dans une minute"

# Told how many tasks come before that of the visitor, none while it is being done; what it raises ends the task.
Told = Callable[[int], None]


def silently(_: int) -> None:
    """Tell nobody."""


@dataclass(eq=False)
class _Ticket:
    """A task that waits. small: it may take the place that is kept for those that last a second."""

    visitor: str
    small: bool


class Turns:
    """A queue of tasks. at_once: at the same time, of all visitors; beside: small ones that are done besides, so that a
    row does not wait for two files of half a million; most: that wait, of all visitors; each: that wait, of one;
    longest_s: after which one that waits gives up.
    """

    def __init__(
        self, at_once: int = 2, most: int = 60, each: int = 4, longest_s: float = 300, *, beside: int = 1
    ) -> None:
        self._at_once, self._beside = at_once, beside
        self._most, self._each, self._longest_s = most, each, longest_s
        self._changed = Condition()
        self._running: Counter[bool] = Counter()  # tasks under way, by whether they have a place of small ones
        self._served: Counter[str] = Counter()  # tasks by visitor, since the queue was last empty
        self._waiting: list[_Ticket] = []  # in order of arrival

    @contextmanager
    def turn(self, visitor: str, name: str, told: Told, *, small: bool = False) -> Iterator[None]:
        """Wait for a place, and hold it. name: of the file, as messages call it. Raises `DataError`."""
        ticket = _Ticket(visitor, small)
        self._join(ticket, name)
        try:
            kept = self._wait(ticket, name, told)
        except BaseException:  # a visitor who leaves, too
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()
            raise
        try:
            yield
        finally:
            with self._changed:
                self._running[kept] -= 1
                if not self._running.total() and not self._waiting:
                    self._served.clear()
                self._changed.notify_all()

    def _join(self, ticket: _Ticket, name: str) -> None:
        with self._changed:
            own = sum(1 for each in self._waiting if each.visitor == ticket.visitor)
            if own >= self._each or len(self._waiting) >= self._most:
                who = "vous avez déjà plusieurs demandes en attente" if own >= self._each else "le serveur est occupé"
                raise DataError.single(name, f"{who}, celle-ci n'est pas prise", _AGAIN)
            self._waiting.append(ticket)

    def _wait(self, ticket: _Ticket, name: str, told: Told) -> bool:
        """Return once the ticket has left the queue for a place: whether it is one of those of small tasks."""
        until = time.monotonic() + self._longest_s
        while True:
            with self._changed:
                order = self._order()
                before = order[: order.index(ticket)]
                ahead = sum(1 for each in before if each.small) + self._running[True]
                kept = bool(before) or self._running[False] >= self._at_once
                if not kept or (ticket.small and ahead < self._beside):
                    self._waiting.remove(ticket)
                    self._running[kept] += 1
                    self._served[ticket.visitor] += 1
                    self._changed.notify_all()
                    return kept
                if not ticket.small:
                    ahead = len(before) + self._running.total()
            told(ahead)
            if time.monotonic() > until:
                raise DataError.single(name, "le serveur est occupé, votre tour n'est pas venu", _AGAIN)
            with self._changed:
                self._changed.wait(POLL_S)

    def _order(self) -> list[_Ticket]:
        """Those who wait, in the order in which they will be served: who was served the least comes first."""
        ahead = Counter(self._served)
        ranked = []
        for arrival, ticket in enumerate(self._waiting):
            ranked.append((ahead[ticket.visitor], arrival, ticket))
            ahead[ticket.visitor] += 1
        return [ticket for *_, ticket in sorted(ranked, key=lambda each: each[:2])]
