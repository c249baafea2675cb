"""The queue of tasks: so many at once, each visitor in turn, those who wait told of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from data.desk.turns import Turns, silently
from geo.errors import DataError


class Busy:
    """Tasks under way in threads, each until it is told to end."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.begun = turns, list[str]()
        self._ends: dict[str, Event] = {}
        self._threads: list[Thread] = []

    def ask(self, visitor: str, name: str, told: Callable[[int], None] = silently, *, small: bool = False) -> None:
        """Ask for a task, and return once it is under way or waits."""
        self._ends[name] = Event()
        waiting = Event()

        def tell(before: int) -> None:
            waiting.set()
            told(before)

        def work() -> None:
            with self.turns.turn(visitor, name, tell, small=small):
                self.begun.append(name)
                waiting.set()
                self._ends[name].wait(10)

        self._threads.append(Thread(target=work))
        self._threads[-1].start()
        assert waiting.wait(10)

    def end(self, name: str, then: str = "") -> None:
        """End a task, and wait until another one has begun."""
        self._ends[name].set()
        for _ in range(1_000):
            if not then or then in self.begun:
                return
            Event().wait(0.01)
        raise AssertionError(f"{then} did not begin: {self.begun}")

    def end_all(self) -> None:
        for each in self._ends.values():
            each.set()
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()


@contextmanager
def busy(turns: Turns) -> Iterator[Busy]:
    made = Busy(turns)
    try:
        yield made
    finally:
        made.end_all()


def test_two_tasks_at_once_and_the_third_is_told_how_many_come_before() -> None:
    told: list[int] = []
    with busy(Turns(at_once=2)) as tasks:
        tasks.ask("a", "a1")
        tasks.ask("b", "b1")
        tasks.ask("c", "c1", told.append)
        assert tasks.begun == ["a1", "b1"]
        assert told[0] == 2
        tasks.end("a1", then="c1")


def test_a_small_task_does_not_wait_for_large_ones_and_small_ones_wait_for_each_other() -> None:
    told: list[int] = []
    with busy(Turns(at_once=2)) as tasks:
        for name in ("a1", "b1", "c1"):
            tasks.ask(name[0], name)
        tasks.ask("d", "d1", small=True)
        tasks.ask("e", "e1", told.append, small=True)
        assert tasks.begun == ["a1", "b1", "d1"]
        assert told[0] == 1
        tasks.end("d1", then="e1")
        tasks.ask("f", "f1")
        tasks.end("e1")
        assert tasks.begun == ["a1", "b1", "d1", "e1"]  # the place of small ones is no place for a large one
        tasks.end("a1", then="c1")


def test_small_tasks_take_the_other_places_too_when_nobody_else_waits() -> None:
    with busy(Turns(at_once=2)) as tasks:
        for name in ("a1", "b1", "c1"):
            tasks.ask(name[0], name, small=True)
        assert tasks.begun == ["a1", "b1", "c1"]


def test_a_visitor_of_many_tasks_waits_for_those_of_few() -> None:
    with busy(Turns(at_once=1)) as tasks:
        tasks.ask("greedy", "g1")
        tasks.ask("greedy", "g2")
        tasks.ask("greedy", "g3")
        tasks.ask("b", "b1")
        tasks.ask("c", "c1")
        tasks.end("g1", then="b1")
        tasks.end("b1", then="c1")
        tasks.end("c1", then="g2")
        tasks.ask("d", "d1")
        tasks.end("g2", then="d1")
        tasks.end("d1", then="g3")
        assert tasks.begun == ["g1", "b1", "c1", "g2", "d1", "g3"]


def test_a_visitor_has_a_few_places_in_the_queue_and_the_queue_has_an_end() -> None:
    turns = Turns(at_once=1, most=3, each=2)
    with busy(turns) as tasks:
        tasks.ask("a", "a1")
        tasks.ask("a", "a2")
        tasks.ask("a", "a3")
        with pytest.raises(DataError, match="déjà plusieurs demandes"), turns.turn("a", "a4", silently):
            pass
        tasks.ask("b", "b1")
        with pytest.raises(DataError, match="le serveur est occupé"), turns.turn("c", "c1", silently):
            pass


def test_one_who_leaves_gives_the_place_back() -> None:
    def leave(_: int) -> None:
        raise KeyboardInterrupt

    turns = Turns(at_once=1)
    with busy(turns) as tasks:
        tasks.ask("a", "a1")
        with pytest.raises(KeyboardInterrupt), turns.turn("b", "b1", leave):
            pass
        tasks.ask("c", "c1")
        tasks.end("a1", then="c1")
    with pytest.raises(KeyError), turns.turn("d", "d1", silently):
        raise KeyError
    with turns.turn("d", "d2", silently):
        pass


def test_who_waits_too_long_is_told() -> None:
    turns = Turns(at_once=1, longest_s=0)
    with busy(turns) as tasks:
        tasks.ask("a", "a1")
        with pytest.raises(DataError, match="votre tour n'est pas venu"), turns.turn("b", "b1", silently):
            pass
