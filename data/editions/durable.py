"""File-system steps that survive a crash: what they return from is on the disk, or is not there at all.

Every write of the editions goes through these few functions, so that a test can stop the process at each one.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

READ_ONLY = 0o444
# Hidden, so that a listing of a folder passes over it; with a suffix that no published file has.
TEMPORARY = ".{name}.{mark}.nouveau"
# No file is written for so long: the process that was writing it is dead.
LEFTOVER_S = 3600


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
    """Hold the exclusive lock of `path`; a second holder waits. The kernel frees it when its process dies.

    `filelock` would be no simpler, it polls, and no other system would run the project thanks to it: the bounds of the
    process that reads files need `resource`, which Linux and macOS have.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
