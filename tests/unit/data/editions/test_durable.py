"""One file put in place in one step, by one thread or by several at once; locks, and who waits for them."""

import errno
import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.editions import durable
from data.editions.durable import Patience
from geo.errors import DataError

THREADS, ROUNDS = 8, 200


def test_threads_that_write_the_same_file_all_succeed(tmp_path: Path) -> None:
    """Visitors whose maps need the same new style ask for it at the same moment."""
    path = tmp_path / "style.json"
    barrier = threading.Barrier(THREADS)
    failures: list[Exception] = []

    def write() -> None:
        for _ in range(ROUNDS):
            barrier.wait()
            try:
                durable.replace_file(path, b"{}" * 1000, durable=False)
            except OSError as error:
                failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert path.read_bytes() == b"{}" * 1000
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_refuses_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "courante"
    durable.replace_file(path, b"old")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        durable.replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def patience() -> Iterator[Callable[[float], list[str]]]:
    """`patience(seconds)`: wait so long at most; the result tells each time that one waits."""
    tokens = []

    def set_to(seconds: float) -> list[str]:
        said: list[str] = []
        tokens.append(durable.PATIENCE.set(Patience(lambda: said.append("one waits"), seconds)))
        return said

    yield set_to
    for token in reversed(tokens):
        durable.PATIENCE.reset(token)


def test_who_waits_for_a_lock_says_so_once_and_goes_on(tmp_path: Path, patience: Callable[[float], list[str]]) -> None:
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with durable.locked(tmp_path / "lock"):
            held.set()
            let_go.wait()
            time.sleep(0.3)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    for seconds in (math.inf, 60):
        said = patience(seconds)
        let_go.set()
        with durable.locked(tmp_path / "lock"):
            assert said == (["one waits"] if seconds == math.inf else [])
    other.join()


def test_a_wait_for_a_lock_is_bounded(tmp_path: Path, patience: Callable[[float], list[str]]) -> None:
    for seconds in (0, 0.2):
        said = patience(seconds)
        with durable.locked(tmp_path / "lock"):
            refused = rf"/lock : une autre commande tient ce dossier depuis plus de {seconds:g} s\. Remède : attendre"
            with pytest.raises(DataError, match=refused), durable.locked(tmp_path / "lock"):
                pass
        assert said == ["one waits"]
    with durable.locked(tmp_path / "lock"):
        pass


def test_only_what_nobody_writes_any_more_is_a_leftover(tmp_path: Path) -> None:
    killed, writing, foreign = (
        tmp_path / name for name in (".a.json.12ab.nouveau", ".b.json.34cd.nouveau", "c.nouveau")
    )
    for path in (killed, writing, foreign):
        path.write_bytes(b"half")
    for path in (killed, foreign):
        os.utime(path, (0, 0))
    durable.clear_leftovers(tmp_path)
    assert sorted(tmp_path.iterdir()) == [writing, foreign]
