"""Where files of figures are drawn, seen from the server: one bounded process for all, its files kept for a while."""

import hashlib
import json
import logging
import select
import signal
import subprocess
import sys
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from threading import Lock, Timer
from typing import Any, BinaryIO, Final, cast

from data.documents import bounds, plates, worker
from data.documents.bounds import Bounds
from data.documents.plates import Plate
from data.editions.registry import STATIC_FOLDER
from data.files import child
from data.paths import PROJECT
from geo.errors import DataError, Problem

_LOGGER: Final = logging.getLogger("territoires")
_DYING_S: Final = 0.5
_KEPT_BYTES: Final = 48_000_000
_REMEDY: Final = "réessayer, ou prendre le tableau"
_VALUES_ALONE: Final = "L'image de cette vue n'a pas pu être dessinée : voici ses valeurs."


class _BrokenError(DataError):
    """The drawing of a file stopped by itself, not for want of time."""


class Studio:
    """One process that draws, started when it is needed, ended when nobody asks any more; one file at a time.

    folder: of the contour files.
    """

    def __init__(self, folder: Path = STATIC_FOLDER, allowed: Bounds | None = None) -> None:
        self._folder, self._bounds = folder, allowed or Bounds()
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: Timer | None = None
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
        process = self._started()
        end = time.monotonic() + self._bounds.wall_s
        try:
            bounds.send(cast("BinaryIO", process.stdin), asked, content)
            status = self._heard(process, end)
            made = None if status is None else self._heard(process, end)
            enough = None if made is None else self._heard(process, end)
        except OSError:
            made = status = enough = None
        if made is None:
            ended = _ended(process)
            self._end(process)
            _LOGGER.error("drawing of a file: status %s", ended)
            late = ended is None or ended == -signal.SIGXCPU
            raise (DataError if late else _BrokenError).single("Fichier", _why(ended, self._bounds), _REMEDY)
        if enough == b"":
            self._rest()
        else:
            self._end(process)
        if status == worker.REFUSED:
            raise DataError(Problem(**each) for each in json.loads(made))
        if status != worker.MADE:
            _LOGGER.error("drawing of a file: %s", made.decode(errors="replace"))
            raise _BrokenError.single("Fichier", "son dessin s'est arrêté sans résultat", _REMEDY)
        return made

    def _heard(self, process: "subprocess.Popen[bytes]", late: float) -> bytes | None:
        """One part of the answer, None when the process died or is late."""
        answers = cast("BinaryIO", process.stdout)
        if not select.select([answers], [], [], max(0.0, late - time.monotonic()))[0]:
            return None
        return bounds.receive(answers)

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._timer is not None:
            self._timer.cancel()
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", worker.__name__, json.dumps(asdict(self._bounds)), str(self._folder)],
            cwd=PROJECT,
            env={**child.ENVIRONMENT, "PYTHONPATH": str(PROJECT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the memory map of V8 when it dies; what goes wrong is in the answer
            bufsize=0,  # what waits in a buffer is not seen by `select`
        )
        weakref.finalize(self, self._process.kill)
        return self._process

    def _rest(self) -> None:
        """End the process when it has been idle: it holds half a gigabyte."""
        self._timer = Timer(self._bounds.idle_s, self.close)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            if self._process is not None:
                self._end(self._process)

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        process.kill()
        process.wait()
        self._process = None


@cache
def studio() -> Studio:
    """That of the server."""
    return Studio()


def deferred(kind: str, shown: Callable[[], Sequence[Plate]], *, keep: bool, **options: Any) -> Callable[[], bytes]:
    """What makes a file once it is asked for."""
    return lambda: studio().make(kind, shown(), keep=keep, **options)


def _ended(process: "subprocess.Popen[bytes]") -> int | None:
    """The exit status of a process that has closed its end of a pipe; None of one that is only late."""
    try:
        return process.wait(timeout=_DYING_S)
    except subprocess.TimeoutExpired:
        return None


def _why(status: int | None, allowed: Bounds) -> str:
    """Why there is no file. status: of a process that ended by itself."""
    if status is None:
        return f"son dessin demande plus de {allowed.wall_s:g} s"
    if status == -signal.SIGXCPU:
        return f"son dessin demande plus de {allowed.cpu_s} s de calcul"
    return f"son dessin demande plus de {allowed.memory / 1e9:g} Go de mémoire"
