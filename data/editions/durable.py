"""File-system steps that survive a crash: what they return from is on the disk, or is not there at all.

Every write of the editions goes through these few functions, so that a test can stop the process at each one.
"""

import fcntl
import math
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from geo.errors import DataError

READ_ONLY = 0o444  # for all: what is published never changes, whoever opens it
# Hidden, so that a listing of a folder passes over it; with a suffix that no published file has.
TEMPORARY = ".{name}.{mark}.nouveau"
# No file is written for so long: the process that was writing it is dead.
LEFTOVER_S = 3600

ASKED_EVERY_S: Final = 0.1  # flock waits for ever or not at all: a bounded wait asks again


@dataclass(frozen=True)
class Patience:
    """What is done while another process holds a lock. say: told once, that one waits; seconds: how long at most."""

    say: Callable[[], None] = lambda: None
    seconds: float = math.inf


_FOR_EVER: Final = Patience()
PATIENCE: Final = ContextVar("patience", default=_FOR_EVER)  # a command sets its own


def write_file(path: Path, content: bytes) -> None:
    """Create `path` (it must not exist) with `content`, read-only; `sync` then puts it on the disk."""
    with path.open("xb") as file:
        file.write(content)
        # Nobody may change a published file in place: a reader that has it open would see a mixture.
        os.fchmod(file.fileno(), READ_ONLY)


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Put `content` at `path` in one step: a reader finds the old content or the new one, never a part.

    Without `durable`, that holds for readers but not across a power cut: for what is checked again at each start.
    """
    # A name of its own: the threads of two visitors may write the same file at once, and one would take the other's.
    temporary = path.with_name(TEMPORARY.format(name=path.name, mark=secrets.token_hex(6)))
    try:
        write_file(temporary, content)
        if durable:
            sync(temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        sync(path.parent)


def clear_leftovers(folder: Path) -> None:
    """Remove from `folder` what killed `replace_file` left there, and nothing that one is writing now."""
    written_before = time.time() - LEFTOVER_S
    for path in folder.glob(TEMPORARY.format(name="*", mark="*")):
        with suppress(OSError):  # one file too many harms nobody
            if path.stat().st_mtime <= written_before:
                path.unlink()


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder (created, renamed, removed), are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the exclusive lock of `path`; a second holder waits, as `PATIENCE` says. Raises `DataError` when it was too
    long. The kernel frees the lock when its process dies.

    `filelock` would be no simpler, it polls, and no other system would run the project thanks to it: the bounds of the
    process that reads files need `resource`, which Linux and macOS have.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        _hold(file, PATIENCE.get())
        yield


def _hold(file: IO[str], patience: Patience) -> None:
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    patience.say()
    if math.isinf(patience.seconds):
        fcntl.flock(file, fcntl.LOCK_EX)
        return
    until = time.monotonic() + patience.seconds
    while time.monotonic() < until:
        time.sleep(ASKED_EVERY_S)
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
    raise DataError.single(
        file.name,
        f"une autre commande tient ce dossier depuis plus de {patience.seconds:g} s",
        "attendre qu'elle finisse, ou l'arrêter, puis recommencer",
    )
