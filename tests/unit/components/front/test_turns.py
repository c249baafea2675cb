"""Two runs at once, one address after another, the place of a visit kept for its next run."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from components.front.turns import Asker, Most, Turns
from geo.errors import DataError

LONG_S = 10


class Crowd:
    """Runs in threads, each under way until it is told to end."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.begun = turns, list[str]()
        self._changed = threading.Condition()
        self._ended: set[str] = set()
        self._threads: list[threading.Thread] = []

    def ask(self, address: str, visit: str, told: Callable[[], object] = lambda: None) -> None:
        """Ask for a turn, and return once it is under way or waits."""
        waits = threading.Event()
        name = f"{address}{visit}"

        def tell() -> None:
            waits.set()
            told()

        def work() -> None:
            try:
                with self.turns.turn(Asker(address, visit), tell), self._changed:
                    self.begun.append(name)
                    self._changed.notify_all()
                    waits.set()
                    self._changed.wait_for(lambda: name in self._ended, LONG_S)
                    self._ended.discard(name)
            except (DataError, InterruptedError):
                waits.set()

        self._threads.append(threading.Thread(target=work))
        self._threads[-1].start()
        assert waits.wait(LONG_S)

    def end(self, name: str, begun: int) -> None:
        """End a run, and wait until so many have begun in all."""
        with self._changed:
            self._ended.add(name)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: len(self.begun) >= begun, LONG_S), self.begun

    def end_all(self) -> None:
        with self._changed:
            self._ended |= {f"{address}{visit}" for address in "abc" for visit in "0123456789"}
            self._changed.notify_all()
        for thread in self._threads:
            while thread.is_alive():
                with self._changed:
                    self._ended |= set(self.begun)
                    self._changed.notify_all()
                thread.join(0.01)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who wait are told of it at once."""
    monkeypatch.setattr("components.front.turns.POLL_S", 0.01)


@contextmanager
def crowd(most: Most | None = None) -> Iterator[Crowd]:
    made = Crowd(Turns(most))
    try:
        yield made
    finally:
        made.end_all()


def test_two_runs_at_once_and_the_others_wait() -> None:
    with crowd() as runs:
        for visit in "123":
            runs.ask("a", visit)
        assert runs.begun == ["a1", "a2"]
        runs.end("a1", 3)
        assert runs.begun == ["a1", "a2", "a3"]


def test_a_stranger_with_many_connections_has_one_turn_for_each_of_a_visitor() -> None:
    with crowd(Most(at_once=1)) as runs:
        for visit in "123456":
            runs.ask("a", visit)
        runs.ask("b", "1")
        runs.ask("c", "1")
        for done, name in enumerate(("a1", "a2", "b1", "c1"), 2):
            runs.end(name, done)
        assert runs.begun == ["a1", "a2", "b1", "c1", "a3"]


def test_who_changes_their_mind_while_they_wait_keeps_their_place() -> None:
    changed = threading.Event()

    def tell() -> None:
        if changed.is_set():
            raise InterruptedError

    with crowd(Most(at_once=1)) as runs:
        runs.ask("a", "1")
        runs.ask("a", "2", tell)
        runs.ask("a", "3")
        changed.set()
        runs._threads[1].join(LONG_S)
        runs.ask("a", "2")
        runs.end("a1", 2)
        assert runs.begun == ["a1", "a2"]


def test_the_place_of_who_is_gone_is_for_the_next() -> None:
    def leave() -> None:
        raise InterruptedError

    with crowd(Most(at_once=1)) as runs:
        runs.ask("a", "1")
        runs.ask("a", "2", leave)
        runs._threads[1].join(LONG_S)
        runs.ask("b", "1")
        runs.end("a1", 2)
        assert runs.begun == ["a1", "b1"]


def test_a_run_that_lasts_keeps_nobody_waiting() -> None:
    with crowd(Most(at_once=1, longest_s=0.05)) as runs:
        runs.ask("a", "1")
        runs.ask("b", "1")
        runs.end("", 2)
        assert runs.begun == ["a1", "b1"]


def test_within_a_turn_there_is_no_other_to_wait_for() -> None:
    turns = Turns(Most(at_once=1))
    with turns.turn(Asker("a", "1")), turns.turn(Asker("a", "1")):
        assert turns._held is not None
    assert turns._held is None and not turns._running


def test_a_turn_is_left_to_others_while_another_process_works() -> None:
    turns, reached = Turns(Most(at_once=1)), threading.Event()

    def other() -> None:
        with turns.turn(Asker("b", "1")):
            reached.set()

    with turns.turn(Asker("a", "1")):
        thread = threading.Thread(target=other)
        thread.start()
        assert not reached.wait(0.05)
        with turns.aside():
            assert reached.wait(LONG_S)
        assert len(turns._running) == 1 and turns._held is not None
        thread.join()


@pytest.mark.parametrize("most", [Most(at_once=1, each=2), Most(at_once=1, near=2)])
def test_what_waits_of_a_visit_and_of_an_address_is_bounded(most: Most) -> None:
    with crowd(most) as runs:
        for _ in range(3):
            runs.ask("a", "1")
        with (
            pytest.raises(DataError, match=r"trop d'autres attendent déjà.*Remède : réessayer"),
            runs.turns.turn(Asker("a", "1")),
        ):
            pass


def test_whatever_happens_in_a_run_its_turn_ends() -> None:
    turns = Turns(Most(at_once=1))
    with pytest.raises(KeyError), turns.turn(Asker("a", "1")):
        raise KeyError
    with turns.turn(Asker("b", "1")):
        assert len(turns._running) == 1
