"""The site as `make serve` runs it, on free ports of this machine."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.editions.registry import HOME_VARIABLE
from data.paths import PROJECT
from tests.browser.conftest import START_S

HAPROXY: Final = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")


@dataclass(frozen=True)
class Served:
    """port: of the site; supervisor: the process that keeps the others running."""

    port: int
    supervisor: int

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.port}"

    def each(self, processes: int) -> list[str]:
        """Where each process is, without the proxy."""
        return [f"http://127.0.0.1:{self.port + 10 + rank}" for rank in range(processes)]

    def processes(self) -> list[int]:
        """The numbers of the processes that serve pages."""
        held = Path(f"/proc/{self.supervisor}/task/{self.supervisor}/children").read_text().split()
        return [int(each) for each in held if b"streamlit" in Path(f"/proc/{each}/cmdline").read_bytes()]


@contextmanager
def served(home: Path, processes: int, port: int) -> Iterator[Served]:
    """The site behind HAProxy, once one of its processes is well; all of it is stopped at the end."""
    command = [sys.executable, str(PROJECT / "deploy" / "serve.py"), str(processes)]
    told = {**os.environ, HOME_VARIABLE: str(home), "PORT": str(port)}
    supervisor = subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = Served(port, supervisor.pid)
    try:
        until(lambda: is_well(found.address), supervisor)
        yield found
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(START_S)


def free_port() -> int:
    """A port whose neighbours above are free too, for the processes."""
    return 8600 + os.getpid() % 300 * 20


def until(done: Callable[[], bool], supervisor: "subprocess.Popen[bytes] | None" = None) -> None:
    """Wait until something holds. Raises `TimeoutError`."""
    end = time.monotonic() + START_S
    while not done():
        if time.monotonic() > end or (supervisor is not None and supervisor.poll() is not None):
            raise TimeoutError("the site did not come")
        time.sleep(0.2)


def is_well(address: str) -> bool:
    """Whether a server says so."""
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
