"""The folder of the files that browsers ask for by address: contours, and the points and names that maps are made of.

Streamlit serves `static/` of the folder of app.py: what is there is public. Where the code lies on a disk that nobody
may write, the files are in a temporary folder of this process, which the front serves at the same addresses.
"""

import atexit
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from data.editions.durable import replace_file
from data.paths import PROJECT
from geo.errors import telling_disk_faults

MOST_BYTES = 2**30  # of what maps add: the names of every box that a visitor asks for, up to 200 kB each
_ADDED: Final = re.compile(r"[a-z]+\.[0-9a-f]{12}\.json")


def writable(folder: Path) -> Path:
    """The folder itself, or a temporary one when it may not be written; it is made when it is first needed."""
    nearest = folder if folder.is_dir() else folder.parent
    if os.access(nearest, os.W_OK):
        return folder
    elsewhere = Path(tempfile.gettempdir()) / f"atlas-contours-{secrets.token_hex(16)}"
    atexit.register(partial(shutil.rmtree, elsewhere, ignore_errors=True))
    return elsewhere


def put(folder: Path, name: str, content: bytes) -> None:
    """Write a file that is named by its content, if it is not there. Raises `DataError` when the disk refuses."""
    path = folder / name
    with telling_refusals(folder, name):
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, content, durable=False)
            _make_room(folder)


def used(folder: Path, name: str) -> bool:
    """Whether a file is there; if it is, it is the last to go when room is made."""
    try:
        os.utime(folder / name)
    except FileNotFoundError:
        return False
    except OSError:  # of who may only read
        return (folder / name).exists()
    return True


def _make_room(folder: Path) -> None:
    """Remove what no map has used for longest, beyond a bound: browsers that show it have it already."""
    added = [(found.st_mtime, found.st_size, path) for path, found in _added(folder)]
    over = sum(size for _, size, _ in added) - MOST_BYTES
    for _, size, path in sorted(added):
        if over <= 0:
            return
        path.unlink(missing_ok=True)
        over -= size


def _added(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in folder.iterdir():
        if _ADDED.fullmatch(path.name):
            with suppress(FileNotFoundError):  # another visitor made room
                yield path, path.stat()


def telling_refusals(folder: Path, name: str | None = None) -> AbstractContextManager[None]:
    """Around the writing of what a map needs: what the disk refuses becomes a `DataError` that names the file."""
    remedy = f"libérer de la place ou rétablir l'accès au dossier {folder}"
    return telling_disk_faults("ce que montre la carte n'est pas écrit", remedy, place=folder, name=name)


FOLDER: Final = writable(PROJECT / "static" / "geo")
