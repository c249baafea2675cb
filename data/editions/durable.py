"""File-system steps that survive a crash: what they return from is on the disk, or is not there at all.

Every write of the editions goes through these few functions, so that a test can stop the process at each one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READ_ONLY = 0o444
TEMPORARY_PREFIX, TEMPORARY_SUFFIX = ".", ".nouveau"


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
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{path.name}{TEMPORARY_SUFFIX}")
    temporary.unlink(missing_ok=True)
    write_file(temporary, content)
    if durable:
        sync(temporary)
    temporary.replace(path)
    if durable:
        sync(path.parent)


def is_temporary(path: Path) -> bool:
    """Whether a file is what a killed `replace_file` left."""
    return path.name.startswith(TEMPORARY_PREFIX) and path.name.endswith(TEMPORARY_SUFFIX)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder (created, renamed, removed), are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the exclusive lock of `path`; a second holder waits. The kernel frees it when its process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
