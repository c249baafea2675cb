"""What the server did, for who runs it: a line for each request, and counters. Nothing in them tells who asked.

Neither an address, nor a filter, nor the name of a file is told: a request is the kind of its route. Both are off
unless the environment asks for them; the counters need a word of passage as well.
"""

import hmac
import json
import logging
import os
import resource
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from components.front.asgi import Application, Message, Receive, Scope, Send, answer, header, refuse

JOURNAL: Final = "TERRITOIRES_JOURNAL"
METRICS: Final = "TERRITOIRES_METRIQUES"
_SAID_YES: Final = "oui"
_PLACE: Final = "/metriques"
_MIME: Final = b"text/plain; version=0.0.4; charset=utf-8"
_CLOSED: Final = "Ces compteurs sont fermés. Remède : TERRITOIRES_METRIQUES, et son mot dans « Authorization »."
# From a static file (5 ms) over a page (25 to 250 ms) and a file to take away (1 to 5 s) to what is given up (30 s).
_BOUNDS_S: Final = (0.005, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0)
_PAGE: Final = "page"
# The kind of a route by the beginning of its address.
_ROUTES: Final = {
    "/_stcore/stream": "visite",
    "/_stcore/health": "sante",
    "/_stcore/upload_file/": "envoi",
    "/_stcore/": "streamlit",
    "/media/": "fichier",
    "/static/": "script",
    "/app/static/geo/": "contour",
    "/app/static/": "image",
    "/component/": "composant",
    "/api/": "donnees",
    "/page-": "script",
    _PLACE: "metriques",
}
_PAGES: Final = Path("/proc/self/statm")


class Tally:
    """Requests by route and status, how long they took by route, and what is under way."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.slots: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(_BOUNDS_S) + 1))
        self.open: Counter[str] = Counter()

    def count(self, route: str, status: int, seconds: float) -> None:
        """One more request."""
        self.requests[route, status] += 1
        self.seconds[route] += seconds
        self.slots[route][bisect_left(_BOUNDS_S, seconds)] += 1

    def text(self) -> str:
        """The counters as Prometheus reads them."""
        lines = ["# TYPE atlas_requetes_total counter"]
        lines += [
            f'atlas_requetes_total{{route="{route}",statut="{status}"}} {count}'
            for (route, status), count in sorted(self.requests.items())
        ]
        lines.append("# TYPE atlas_duree_secondes histogram")
        for route, slots in sorted(self.slots.items()):
            below = 0
            for bound, count in zip((*_BOUNDS_S, "+Inf"), slots, strict=True):
                below += count
                lines.append(f'atlas_duree_secondes_bucket{{route="{route}",le="{bound}"}} {below}')
            lines.append(f'atlas_duree_secondes_sum{{route="{route}"}} {self.seconds[route]:.6f}')
            lines.append(f'atlas_duree_secondes_count{{route="{route}"}} {below}')
        lines += ["# TYPE atlas_pages_ouvertes gauge", f"atlas_pages_ouvertes {self.open['visite']}"]
        lines += ["# TYPE process_resident_memory_bytes gauge", f"process_resident_memory_bytes {_resident()}"]
        return "\n".join([*lines, ""])


class Measured:
    """Counts each request, tells it, and answers for the counters."""

    def __init__(self, app: Application, tally: Tally | None = None) -> None:
        self._app, self._tally = app, tally or Tally()
        self._told = _journal() if os.environ.get(JOURNAL) == _SAID_YES else None
        self._word = os.environ.get(METRICS, "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and measure it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        measure, route = _Measure(scope, send), route_of(scope["path"])
        self._tally.open[route] += 1
        try:
            if scope["type"] == "http" and scope["path"] == _PLACE:
                await self._counters(scope, measure.send)
            else:
                await self._app(scope, receive, measure.send)
        finally:
            self._tally.open[route] -= 1
            self._count(route, str(scope.get("method", "GET")), measure)

    def _count(self, route: str, method: str, measure: "_Measure") -> None:
        seconds = time.monotonic() - measure.began
        self._tally.count(route, measure.status, seconds)
        if self._told is not None:
            line = {
                "quand": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "methode": method,
                "route": route,
                "statut": measure.status,
                "ms": round(seconds * 1000, 1),
                "octets": measure.size,
            }
            self._told.info(json.dumps(line))

    async def _counters(self, scope: Scope, send: Send) -> None:
        given = header(scope, b"authorization") or ""
        if not self._word or not hmac.compare_digest(given.encode(), f"Bearer {self._word}".encode()):
            await refuse(scope, send, 404, _CLOSED)
            return
        kept = (b"cache-control", b"no-store")
        await answer(send, 200, self._tally.text().encode(), [(b"content-type", _MIME), kept])


class _Measure:
    """The answer to one request, on its way."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self.began, self.size = time.monotonic(), 0
        self.status = 500 if scope["type"] == "http" else 403

    async def send(self, message: Message) -> None:
        """Send a message, and see what it is."""
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
        elif message["type"] == "websocket.accept":
            self.status = 101
        self.size += len(message.get("body") or message.get("bytes") or b"")
        await self._send(message)


def route_of(path: str) -> str:
    """The kind of a route: a name of few, whatever was asked.

    >>> route_of("/api/projets.csv"), route_of("/carte"), route_of("/_stcore/upload_file/a/b")
    ('donnees', 'page', 'envoi')
    """
    return next((route for begun, route in _ROUTES.items() if path.startswith(begun)), _PAGE)


def _journal() -> logging.Logger:
    """Where lines are told: on the output, which systemd and containers keep by their own rules."""
    found = logging.getLogger("territoires.journal")
    if not found.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        found.addHandler(handler)
        found.setLevel(logging.INFO)
        found.propagate = False
    return found


def _resident() -> int:
    if sys.platform == "linux":
        return int(_PAGES.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
