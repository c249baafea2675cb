"""Several processes of the site behind the HAProxy of the system, on this machine: `python deploy/serve.py PROCESSES`.

What systemd or containers do on a server, without either: each process has a port and is started again when it dies.
PORT, in the environment, is where the site is (8501); the processes are ten above and on.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Final

HERE: Final = Path(__file__).resolve().parent
LOCAL: Final = "127.0.0.1"
MOST: Final = 16  # each takes a core and 0.4 GB or more; one machine has no more to give
_ABOVE: Final = 10  # 8501 for the site, 8511 and on for the processes: the ports of the units of systemd
_ASKED_EVERY_S: Final = 0.5  # a process that died is started again by then
_ENDING_S: Final = 10.0  # what containers have between being told to end and being killed
_NO_PROXY: Final = "haproxy n'est pas sur cette machine. Remède : « apt install haproxy », ou « make run » sans lui."


class Site:
    """The processes and their proxy. port: of the site."""

    def __init__(self, processes: int, port: int, haproxy: str) -> None:
        self._port, self._haproxy = port, haproxy
        self._ports = [port + _ABOVE + rank for rank in range(processes)]
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        # One for all: a cookie that one process gave is good for another.
        self._settings = {
            **os.environ,
            "STREAMLIT_SERVER_COOKIE_SECRET": os.environ.get("STREAMLIT_SERVER_COOKIE_SECRET", secrets.token_hex(32)),
            "FORWARDED_ALLOW_IPS": os.environ.get("FORWARDED_ALLOW_IPS", LOCAL),  # the proxy says who asks
        }

    def run(self) -> None:
        """Keep all of them running until the present process is told to end."""
        with tempfile.TemporaryDirectory(prefix="atlas-") as folder:
            servers = Path(folder) / "servers.cfg"
            servers.write_text(backends(self._ports))
            try:
                self._start()
                self._wait()
                print(f"L'atlas répond à l'adresse http://{LOCAL}:{self._port}, par {len(self._ports)} processus.")
                sys.stdout.flush()
                proxy = self._behind(servers)
                while proxy.poll() is None:
                    self._start()
                    time.sleep(_ASKED_EVERY_S)
                print(f"haproxy s'est arrêté (code {proxy.returncode}).", file=sys.stderr)
            finally:
                self._end()

    def _start(self) -> None:
        """Start each process that does not run."""
        for port in self._ports:
            running = self._running.get(port)
            if running is None or running.poll() is not None:
                self._running[port] = subprocess.Popen(
                    [sys.executable, "-m", "streamlit", "run", "serve.py", f"--server.port={port}", *_OPTIONS],
                    cwd=HERE.parent,
                    env=self._settings,
                    stdout=subprocess.DEVNULL,
                )

    def _wait(self) -> None:
        """Wait for the first process that is well."""
        while not any(is_well(port) for port in self._ports):
            self._start()
            time.sleep(_ASKED_EVERY_S)

    def _behind(self, servers: Path) -> "subprocess.Popen[bytes]":
        told = {**os.environ, "ATLAS_ECOUTE": f"{LOCAL}:{self._port}", "ATLAS_HOTE": LOCAL}
        command = [self._haproxy, "-db", "-f", str(HERE / "haproxy.cfg"), "-f", str(servers)]
        self._running[self._port] = subprocess.Popen(command, env=told)
        return self._running[self._port]

    def _end(self) -> None:
        for each in self._running.values():
            each.terminate()
        for each in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                each.wait(_ENDING_S)
            each.kill()


_OPTIONS: Final = ("--server.headless=true", f"--server.address={LOCAL}")


def backends(ports: list[int]) -> str:
    """The second file of HAProxy's settings: the processes of this machine."""
    servers = [f"    server p{port} {LOCAL}:{port} check" for port in ports]
    return "\n".join(["backend pages from pages", *servers, "", "backend data from data", *servers, ""])


def is_well(port: int) -> bool:
    """Whether a process says so."""
    try:
        with urllib.request.urlopen(f"http://{LOCAL}:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> int:
    """Run the site. Returns the exit status."""
    asked, port = sys.argv[1] if len(sys.argv) > 1 else "2", os.environ.get("PORT", "8501")
    if not (asked.isdecimal() and 1 <= int(asked) <= MOST and port.isdecimal()):
        print(f"« {asked} » n'est pas un nombre de processus. Remède : PROCESSES=2, de 1 à {MOST}.", file=sys.stderr)
        return 2
    # In /usr/sbin on Debian, which is not on the path of every user.
    haproxy = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if haproxy is None:
        print(_NO_PROXY, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, _interrupted)
    with suppress(KeyboardInterrupt):
        Site(int(asked), int(port), haproxy).run()
    return 0


def _interrupted(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
