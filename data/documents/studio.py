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
from dataclasses import asdict
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
            made = self._asked(asked, content)
            if keep:
                self._keep(name, made)
            return made

    def _keep(self, name: str, made: bytes) -> None:
        self._kept[name] = made
        while sum(map(len, self._kept.values())) > _KEPT_BYTES:
            self._kept.popitem(last=False)

    def _asked(self, asked: bytes, content: bytes) -> bytes:
        process = self._started()
        late = time.monotonic() + self._bounds.wall_s
        try:
            bounds.send(cast("BinaryIO", process.stdin), asked, content)
            status = self._heard(process, late)
            made = None if status is None else self._heard(process, late)
            enough = None if made is None else self._heard(process, late)
        except OSError:
            made = status = enough = None
        if made is None:
            ended = _ended(process)
            self._end(process)
            _LOGGER.error("drawing of a file: status %s", ended)
            raise DataError.single("Fichier", _why(ended, self._bounds), _REMEDY)
        if enough == b"":
            self._rest()
        else:
            self._end(process)
        if status == worker.REFUSED:
            raise DataError(Problem(**each) for each in json.loads(made))
        if status != worker.MADE:
            _LOGGER.error("drawing of a file: %s", made.decode(errors="replace"))
            raise DataError.single("Fichier", "son dessin s'est arrêté sans résultat", _REMEDY)
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
        self._timer = Timer(self._bounds.idle_s, self._rested)
        self._timer.daemon = True
        self._timer.start()

    def _rested(self) -> None:
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
