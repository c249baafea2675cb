"""Thirty visitors of a real server, and one who uploads, filters and reconnects without pause."""

import socket
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from data.build import pipeline
from tests.browser.conftest import served
from tests.chaos.outcome import Outcome
from tests.chaos.visitor import WAIT_S, Visitor
from tests.unit.support.hostile_files import columnar, points, texts, workbooks

VISITORS: Final = 30
LASTS_S: Final = 120.0
READS_S: Final = 6.0  # what a visitor takes to read a page
BEAT_S: Final = 0.1
SLOW_S: Final = 0.25  # for the health of the server, at the 99th centile, on two idle cores
IDLE: Final = 600
TAKEN: Final = 204
VIEWS: Final = ("", "carte", "repartition", "filieres", "projets", "programmes", "leviers", "accelerateurs")
FILTERS: Final = ("", "filiere=Santé", "statut=Annoncé", "annee=2022", "q=usine", "mesure=emplois", "taille=petites")
FAULTS: Final = (OSError, TimeoutError, ValueError, AssertionError, EOFError)


@dataclass
class Seen:
    """What was measured of a server while it was visited."""

    health: list[float] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)


def tried(seconds: float = LASTS_S) -> list[Outcome]:
    """A part for the visitors, one for who attacks, one for what the server did meanwhile."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        home = Path(folder)
        pipeline.build(lambda _: None, root=home, static_dir=home / "static")
        with served(home) as (process, address):
            return _visited(process.pid, address, seconds, lambda: process.poll() is None)


def _visited(pid: int, address: str, seconds: float, is_alive: Callable[[], bool]) -> list[Outcome]:
    visits, attacks = (
        Outcome(f"{VISITORS} visitors beside an attacker"),
        Outcome("attacks: files, filters, connections"),
    )
    seen, until = Seen(), time.monotonic() + seconds
    work = [partial(_visit, address, rank, visits, until) for rank in range(VISITORS)]
    work += [partial(_attack, address, attacks, until), partial(_watch, pid, address, seen, until)]
    with _idle(address):
        threads = [threading.Thread(target=each) for each in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [visits, attacks, _judged(seen, is_alive())]


def _judged(seen: Seen, is_alive: bool) -> Outcome:
    centile = statistics.quantiles(seen.health, n=100)[98] if len(seen.health) > 1 else float("inf")
    found = Outcome("the server: alive, silent, healthy", told=f"health p99 {centile * 1000:.0f} ms")
    found.count(None if is_alive else "the server died")
    found.count(f"it spoke to {sorted(seen.outside)}" if seen.outside else None)
    found.count(f"health at the 99th centile: {centile:.2f} s" if centile > SLOW_S else None)
    return found


def _visit(address: str, rank: int, found: Outcome, until: float) -> None:
    """Look at one page after another, each trial a page that must come whole."""
    turn = rank
    with suppress(*FAULTS):
        visitor = Visitor(address)
        while time.monotonic() < until:
            page, filters = VIEWS[turn % len(VIEWS)], FILTERS[turn // 3 % len(FILTERS)]
            turn += 1
            try:
                visitor.ask(page, quote(filters, safe="=&"))
                found.count(None if visitor.read() else f"/{page}?{filters} could not be shown")
            except FAULTS as error:
                found.count(f"/{page}?{filters}: {error!r}")
                visitor = Visitor(address)
            time.sleep(READS_S)
        visitor.leave()
        return
    found.count("no connection")


def _attack(address: str, found: Outcome, until: float) -> None:
    """Bring what is no table, change filters before they are drawn, say too much, go away, come back at once."""
    files = [content for _, _, content, _ in (*texts(), *workbooks(), *columnar(), *points())]
    turn = 0
    while time.monotonic() < until:
        turn += 1
        try:
            stranger = Visitor(address)
            stranger.ask("mes_donnees")
            stranger.read()
            content = files[turn % len(files)]
            if stranger.upload(name := f"f{turn}", content) == TAKEN:
                stranger.ask("mes_donnees", file=(name, len(content)))
            for filters in FILTERS:
                stranger.ask(VIEWS[turn % len(VIEWS)], quote(filters, safe="=&"))
            found.count(None if stranger.shout() else "a connection that says too much goes on")
            stranger.leave()
        except FAULTS as error:
            found.count(repr(error))


@contextmanager
def _idle(address: str) -> Iterator[None]:
    """Connections that ask for nothing, and handshakes of other sites."""
    place = (urlsplit(address).hostname or "", urlsplit(address).port or 0)
    held = [socket.create_connection(place, timeout=WAIT_S) for _ in range(IDLE)]
    for each in held[::2]:
        each.sendall(b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://mechant.example\r\n")
    try:
        yield
    finally:
        for each in held:
            each.close()


def _watch(pid: int, address: str, seen: Seen, until: float) -> None:
    """How long the server takes to say that it is well, and whom it speaks to."""
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=WAIT_S).close()
            seen.health.append(time.monotonic() - began)
        except OSError:
            seen.health.append(WAIT_S)
        seen.outside |= outside(pid)
        time.sleep(BEAT_S)


def outside(pid: int) -> set[str]:
    """The addresses beyond this machine that a process speaks to, as Linux writes them."""
    held = set()
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            held.add(str(path.readlink()))
    found = set()
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
            fields: Mapping[int, str] = dict(enumerate(line.split()))
            remote = fields[2].partition(":")[0]
            if f"socket:[{fields[9]}]" in held and not _is_here(remote):
                found.add(remote)
    return found


def _is_here(remote: str) -> bool:
    """Whether an address of /proc/net is the loopback, or none."""
    return not remote.strip("0") or remote.endswith("7F") or remote == "0" * 24 + "01000000"
