"""Where files of figures are drawn, seen from the server: one bounded process for all, its files kept for a while."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from data.documents import plates
from data.documents.plates import Plate
from data.editions.registry import STATIC_FOLDER
from data.workers.bounds import Bounds
from data.workers.servant import Servant, StoppedError
from geo.errors import DataError

# By its name: the libraries that draw would be 40 MB in each process of the server, which draws nothing.
_WORKER: Final = "data.documents.worker"
_KEPT_BYTES: Final = 48_000_000  # some hundred of the last files, of 50 kB to 1 MB: what a meeting asks again
_REMEDY: Final = "réessayer, ou prendre le tableau"
_VALUES_ALONE: Final = "L'image de cette vue n'a pas pu être dessinée : voici ses valeurs."


class _BrokenError(DataError):
    """The drawing of a file stopped by itself, not for want of time."""


class Studio:
    """One process that draws, started when it is needed, ended when nobody asks any more; one file at a time.

    folder: of the contour files.
    """

    def __init__(self, folder: Path = STATIC_FOLDER, allowed: Bounds | None = None) -> None:
        self._servant = Servant(_WORKER, allowed or Bounds(), work="drawing of a file", arguments=[str(folder)])
        self._lock = Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def make(self, kind: str, shown: Sequence[Plate], *, keep: bool = True, **options: Any) -> bytes:
        """The file of some plates. keep: whether it may serve another visitor. Raises `DataError`."""
        asked = json.dumps({"kind": kind, **options}, sort_keys=True).encode()
        content = plates.written(list(shown))
        name = hashlib.sha256(asked + b"\n" + content).hexdigest()
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
            try:
                made = self._asked(asked, content)
            except _BrokenError as error:
                made = self._asked(asked, plates.written(self._drawable(asked, shown, error)))
            if keep:
                self._keep(name, made)
            return made

    def _drawable(self, asked: bytes, shown: Sequence[Plate], error: "_BrokenError") -> list[Plate]:
        """The same plates, without the pictures of those that no file holds even alone: one does not cost the others.

        Raises `error`, that of the file of all of them, when each is drawn alone, or there is only one.
        """
        found = list(shown)
        for rank, plate in enumerate(found if len(found) > 1 else ()):
            try:
                self._asked(asked, plates.written([plate]))
            except _BrokenError:
                found[rank] = replace(plate, pictures=(), notes=(*plate.notes, _VALUES_ALONE))
        if found == list(shown):
            raise error
        return found

    def _keep(self, name: str, made: bytes) -> None:
        self._kept[name] = made
        while sum(map(len, self._kept.values())) > _KEPT_BYTES:
            self._kept.popitem(last=False)

    def _asked(self, asked: bytes, content: bytes) -> bytes:
        try:
            return self._servant.ask(asked, content)
        except StoppedError as error:
            raise (DataError if error.late else _BrokenError).single(
                "Fichier", f"son dessin {error.why}", _REMEDY
            ) from error

    def close(self) -> None:
        """End the process, if there is one."""
        self._servant.close()


@cache
def studio() -> Studio:
    """That of the server."""
    return Studio()


def deferred(kind: str, shown: Callable[[], Sequence[Plate]], *, keep: bool, **options: Any) -> Callable[[], bytes]:
    """What makes a file once it is asked for."""
    return lambda: studio().make(kind, shown(), keep=keep, **options)
