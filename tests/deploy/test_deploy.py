"""What is deployed: settings that their programs take, and a site of two processes that outlives one of them."""

import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from websockets.exceptions import WebSocketException

from data.editions.registry import Edition
from data.paths import PROJECT
from tests.chaos.visitor import Visitor
from tests.deploy.served import HAPROXY, Served, free_port, is_well, served, until
from tests.load.__main__ import line
from tests.load.crowd import Measured, centile

DEPLOY = PROJECT / "deploy"
VISITORS, READS_S, KILLED_AFTER_S = 8, 0.5, 3.0
STAYS_S = 5  # with the process that took the place: the proxy asks every two seconds
FAULTS = (OSError, TimeoutError, ValueError, EOFError, WebSocketException)
VIEWS = (("carte", "filiere=Santé"), ("repartition", "mesure=emplois"), ("", ""))
PORT = free_port()

needs_haproxy = pytest.mark.skipif(HAPROXY is None, reason="haproxy is not on this machine")


@needs_haproxy
@pytest.mark.parametrize("servers", ["haproxy.compose.cfg", "haproxy.systemd.cfg"])
def test_the_proxy_takes_its_settings(servers: str) -> None:
    told = {**os.environ, "ATLAS_ECOUTE": "127.0.0.1:8501", "ATLAS_HOTE": "atlas.exemple.fr"}
    command = [str(HAPROXY), "-c", "-f", str(DEPLOY / "haproxy.cfg"), "-f", str(DEPLOY / servers)]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "WARNING" not in done.stderr, done.stderr


class _Echo(BaseHTTPRequestHandler):
    """Answers with the headers that say who asks."""

    def do_GET(self) -> None:
        told = {name.lower(): value for name, value in self.headers.items() if name.lower().startswith("x-forwarded")}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the output is that of the tests."""


@needs_haproxy
def test_who_asks_does_not_say_for_whom_nor_what_links_begin_with(tmp_path: Path) -> None:
    behind = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    servers = tmp_path / "servers.cfg"
    line = f"    server only 127.0.0.1:{behind.server_port}"
    servers.write_text("\n".join(["backend pages from pages", line, "", "backend data from data", line, ""]))
    address = f"127.0.0.1:{PORT}"
    told = {**os.environ, "ATLAS_ECOUTE": address, "ATLAS_HOTE": "127.0.0.1"}
    proxy = subprocess.Popen([str(HAPROXY), "-db", "-f", str(DEPLOY / "haproxy.cfg"), "-f", str(servers)], env=told)
    try:
        until(lambda: is_well(f"http://{address}"), proxy)
        forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        with urllib.request.urlopen(urllib.request.Request(f"http://{address}/api/x", headers=forged)) as answer:
            assert json.load(answer) == {"x-forwarded-for": "127.0.0.1"}
    finally:
        proxy.terminate()
        proxy.wait()
        behind.shutdown()
        behind.server_close()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_takes_the_units() -> None:
    units = sorted(map(str, (DEPLOY / "systemd").iterdir()))
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    # The code is not where it will be.
    odd = [line for line in done.stderr.splitlines() if line and "/opt/atlas/territoires is not executable" not in line]
    assert odd == []


def test_each_setting_of_the_files_is_in_the_example_and_in_the_document() -> None:
    files = [DEPLOY / "compose.yaml", *(DEPLOY / "systemd").glob("*.service")]
    asked = {name for path in files for name in re.findall(r"\$\{?([A-Z_]+)", path.read_text("utf-8"))}
    told = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE))
    document = (PROJECT / "docs" / "exploitation.md").read_text("utf-8")
    assert asked - told <= {"HTTPS_PROXY"}
    assert [name for name in told if f"`{name}`" not in document] == []


def test_a_number_of_processes_that_is_none_is_refused_with_the_remedy() -> None:
    done = subprocess.run(
        [sys.executable, str(DEPLOY / "serve.py"), "beaucoup"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "PROCESSES=2" in done.stderr


def test_a_crowd_is_told_in_a_line() -> None:
    found = Measured(
        first=[1.0], first_bytes=[2_000_000], pages=[0.7], changes=[0.3, 0.1, 0.2], change_bytes=[5_000] * 3
    )
    found.health, found.memory = [0.01], [400_000_000, 500_000_000]
    told = line(30, found)
    for expected in ("30", "1.00", "0.70", "0.20", "0.30", "0.01", "400 + 500", "3 filtres", "2.00 Mo", "5.0 ko"):
        assert expected in told
    assert centile([3, 1, 2], 50) == 2 and centile([3, 1, 2], 95) == 3 and math.isnan(centile([], 50))


def kept(address: str) -> bool:
    """Whether the proxy had this answer."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.read() and answer.headers["etag"]  # one that is not read to its end is not kept
        return "age" in answer.headers


def script_of(site: Served, encoding: str | None) -> tuple[str | None, bool]:
    """How the first script of the page is coded when this is asked for, and whether the proxy had it."""
    with urllib.request.urlopen(site.address, timeout=60) as answer:
        (name, *_) = re.findall(r"static/js/[^\"]+\.js", answer.read().decode())
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.putrequest("GET", f"/{name}", skip_accept_encoding=True)
    if encoding:
        connection.putheader("Accept-Encoding", encoding)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 200 and answer.read()
    connection.close()
    return answer.headers["content-encoding"], "age" in answer.headers


class Looked:
    """One visitor who looks at pages, and comes back when the connection is lost."""

    def __init__(self, site: Served, rank: int) -> None:
        self._address, self._rank = site.address, rank
        self._visitor = Visitor(site.address)
        self.process = self._visitor.cookies["serveur"]
        self.pages = self.lost = 0
        self.faults: list[str] = []

    def look(self, over: threading.Event) -> None:
        turn = self._rank
        while not over.is_set():
            page, filters = VIEWS[turn % len(VIEWS)]
            try:
                self._visitor.ask(page, quote(filters, safe="=&"))
                if not self._visitor.read():
                    self.faults.append(f"/{page} could not be shown")
                self.pages += 1
                turn += 1
                time.sleep(READS_S)
            except FAULTS as error:
                self.lost += 1
                self._come_back(error, over)

    def _come_back(self, lost: Exception, over: threading.Event) -> None:
        """As the page does: with the same cookies, until somebody answers."""
        while not over.is_set():
            try:
                self._visitor = Visitor(self._address, self._visitor.cookies)
                return
            except FAULTS:
                time.sleep(0.5)
        self.faults.append(f"no way back after {lost!r}")


@needs_haproxy
@pytest.mark.slow
def test_a_process_that_dies_under_load_costs_its_visitors_a_reconnection(home: Path, edition: Edition) -> None:
    with served(home, 2, PORT) as site:
        until(lambda: all(map(is_well, site.each(2))))
        time.sleep(3)  # the proxy asks every two seconds
        assert [kept(f"{site.address}/api/sommes.csv?niveau=epci") for _ in range(2)] == [False, True]
        assert [script_of(site, "gzip, br") for _ in range(2)] == [("br", False), ("br", True)]
        assert script_of(site, None)[0] is None  # who does not ask for brotli may not read it
        visitors = [Looked(site, rank) for rank in range(VISITORS)]
        over = threading.Event()
        threads = [threading.Thread(target=each.look, args=(over,)) for each in visitors]
        for thread in threads:
            thread.start()
        try:
            time.sleep(KILLED_AFTER_S)
            before = site.processes()
            os.kill(before[0], signal.SIGKILL)
            until(lambda: len(set(site.processes()) - set(before)) == 1)  # another one takes its place
            until(lambda: all(map(is_well, site.each(2))))
            time.sleep(STAYS_S)
        finally:
            over.set()
            for thread in threads:
                thread.join()
        shares = Counter(each.process for each in visitors)
        assert len(shares) == 2, shares
        assert [each.faults for each in visitors if each.faults] == []
        assert sorted({each.lost for each in visitors}) == [0, 1]  # nobody loses it twice
        assert len({each.process for each in visitors if each.lost}) == 1  # nor for another process than its own
