"""Folders that this process may not write in, even as root, which no mode of a file stops."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}
_closed: set[str] = set()


@contextmanager
def read_only(*folders: Path) -> Iterator[None]:
    """Refuse what would change these folders, as a disk in reading alone does."""
    if not hasattr(sys, "_read_only_hook"):
        sys._read_only_hook = True  # type: ignore[attr-defined]  # a hook stays as long as its process
        sys.addaudithook(_hear)
    added = {os.path.realpath(folder) for folder in folders} - _closed
    _closed.update(added)
    try:
        yield
    finally:
        _closed.difference_update(added)


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if not _closed:
        return
    is_writing = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
    if not (is_writing or event in _STEPS) or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    path = os.path.realpath(os.fsdecode(arguments[0]))
    if any(path == folder or path.startswith(f"{folder}/") for folder in _closed):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
