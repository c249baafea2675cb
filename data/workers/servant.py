"""The side of the server: one process, started when it is needed, ended when nobody asks any more."""

import json
import logging
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Sequence
from dataclasses import asdict
from threading import Lock, Timer
from typing import BinaryIO, Final, cast

from data.files import child
from data.paths import PROJECT
from data.workers import bounds, service
from data.workers.bounds import Bounds
from geo.errors import DataError, Problem

_LOGGER: Final = logging.getLogger("territoires")
_DYING_S: Final = 0.5  # between the end of its pipe and that of the process, which the system has still to reap


class StoppedError(Exception):
    """The work on a request stopped without an answer. late: for want of time; why: in French, after what it was."""

    def __init__(self, why: str, *, late: bool = False) -> None:
        super().__init__(why)
        self.why, self.late = why, late


class Servant:
    """Runs a module that calls `service.serve`, and hands it one request at a time.

    work: what it does, as the log calls it. arguments: of the module, after its bounds.
    """

    def __init__(self, module: str, allowed: Bounds, *, work: str, arguments: Sequence[str] = ()) -> None:
        self._module, self._bounds, self._work, self._arguments = module, allowed, work, arguments
        self._lock = Lock()
        self._timer: Timer | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, asked: bytes, content: bytes = b"") -> bytes:
        """What it makes of a request. Raises `DataError` when it refuses, `StoppedError` when it stops."""
        with self._lock:
            process = self._started()
            status, made = self._answer(process, asked, content)
        if status == service.REFUSED:
            raise DataError(Problem(**each) for each in json.loads(made))
        if status != service.MADE:
            _LOGGER.error("%s: %s", self._work, made.decode(errors="replace"))
            raise StoppedError("s'est arrêté sans résultat")
        return made

    def _answer(self, process: "subprocess.Popen[bytes]", asked: bytes, content: bytes) -> tuple[bytes, bytes]:
        end = time.monotonic() + self._bounds.wall_s
        try:
            bounds.send(cast("BinaryIO", process.stdin), asked, content)
            status = self._heard(process, end)
            made = None if status is None else self._heard(process, end)
            enough = None if made is None else self._heard(process, end)
        except OSError:
            made = status = enough = None
        if made is None or status is None:
            ended = _ended(process)
            self._end(process)
            _LOGGER.error("%s: status %s", self._work, ended)
            raise StoppedError(_why(ended, self._bounds), late=ended is None or ended == -signal.SIGXCPU)
        if enough == b"":
            self._rest()
        else:
            self._end(process)
        return status, made

    def _heard(self, process: "subprocess.Popen[bytes]", late: float) -> bytes | None:
        """One part of the answer, None when the process died or is late."""
        answers = cast("BinaryIO", process.stdout)
        if not bounds.is_heard(answers, late - time.monotonic()):
            return None
        return bounds.receive(answers)

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._timer is not None:
            self._timer.cancel()
        if self.process is not None and self.process.poll() is None:
            return self.process
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", self._module, json.dumps(asdict(self._bounds)), *self._arguments],
            cwd=PROJECT,
            env={**child.ENVIRONMENT, "PYTHONPATH": str(PROJECT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the memory map of V8 when it dies; what goes wrong is in the answer
            bufsize=0,  # as `bounds.is_heard` asks
        )
        weakref.finalize(self, self.process.kill)
        return self.process

    def _rest(self) -> None:
        """End the process when it has been idle: it holds up to half a gigabyte."""
        self._timer = Timer(self._bounds.idle_s, self.close)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            if self.process is not None:
                self._end(self.process)

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        process.kill()
        process.wait()
        self.process = None


def _ended(process: "subprocess.Popen[bytes]") -> int | None:
    """The exit status of a process that has closed its end of a pipe; None of one that is only late."""
    try:
        return process.wait(timeout=_DYING_S)
    except subprocess.TimeoutExpired:
        return None


def _why(status: int | None, allowed: Bounds) -> str:
    """Why there is no answer. status: of a process that ended by itself."""
    if status is None:
        return f"demande plus de {allowed.wall_s:g} s"
    if status == -signal.SIGXCPU:
        return f"demande plus de {allowed.cpu_s} s de calcul"
    return f"demande plus de {allowed.memory / 1e9:g} Go de mémoire"
