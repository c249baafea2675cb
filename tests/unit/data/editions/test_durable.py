"""One file put in place in one step, by one thread or by several at once."""

import errno
import os
import threading
from pathlib import Path

import pytest

from data.editions import durable

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
