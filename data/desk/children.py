"""The nursery seen from the server: started when it is needed, and again if it dies; asked for a child per task."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from data.desk import nursery
from data.desk.turns import POLL_S
from data.files import child
from data.paths import PROJECT
from data.workers import bounds

_START_S: Final = 60  # the geography of an edition is read in 2 s
_LOST: Final = -signal.SIGKILL  # what is said of a child that nobody heard the end of


class Children:
    """The children that work on the edition of a folder."""

    def __init__(self, edition: Path) -> None:
        self._edition = edition
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> None:
        """Start the nursery unless it is there, without waiting for it."""
        with self._lock:
            self._started()

    def run(self, folder: Path, told: Callable[[], None]) -> int:
        """Do the task of a folder: the exit status of its child. told: called now and then; what it raises ends the
        child.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._send(folder, theirs)
            lines = ours.makefile("rb")
            number = lines.readline()
            try:
                while not bounds.is_heard(ours, POLL_S):
                    told()
            except BaseException:
                if number:  # its guard has not said that it ended, so that the number is still its own
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(number), signal.SIGKILL)
                    lines.readline()
                raise
            return int(lines.readline() or _LOST)

    def _send(self, folder: Path, answer: socket.socket) -> None:
        """Hand a folder over. A nursery that died meanwhile is started again, once. Raises `OSError`."""
        with self._lock:
            for attempt in (1, 2):
                control = self._started()
                try:
                    socket.send_fds(control, [str(folder).encode()], [answer.fileno()])
                    if control.recv(1) == nursery.READY:
                        return
                    raise ConnectionResetError("the nursery ended")
                except OSError:
                    self._stop()
                    if attempt == 2:
                        raise

    def _started(self) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self._stop()
        ours, theirs = socket.socketpair()
        ours.settimeout(_START_S)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", nursery.__name__, str(self._edition), str(theirs.fileno())],
                cwd=PROJECT,
                env={**child.ENVIRONMENT, "PYTHONPATH": str(PROJECT)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._control = ours
        weakref.finalize(self, _end, ours, self._process)
        return ours

    def _stop(self) -> None:
        if self._control is not None and self._process is not None:
            _end(self._control, self._process)
        self._control = self._process = None


def _end(control: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    """Close the socket of a nursery, which then ends by itself."""
    control.close()
    try:
        process.wait(timeout=1)
    except subprocess.TimeoutExpired:  # it is still reading the edition
        process.kill()
        process.wait()
