"""A visitor with the files of a browser: what is immutable is asked for once, the rest each time."""

import re
import time
import urllib.request
from typing import Final
from urllib.parse import urljoin

from tests.chaos.visitor import WAIT_S, Visitor

_NAMED: Final = re.compile(r'(?:src|href)="(\./[^"]+\.(?:js|css))"')
_CONTOURS: Final = re.compile(rb"app/static/geo/[\w.-]+\.json")


class Browser(Visitor):
    """One visitor, from the document on. first: seconds until the first page; received: bytes so far, the files as they
    are sent, the messages before the websocket compresses them.
    """

    def __init__(self, address: str, home: str) -> None:
        began = time.monotonic()
        self._site, self._held = address, set[str]()
        self._wanted: set[str] = set()
        self.received = 0
        document = self._get(f"{address}/").decode()
        for name in _NAMED.findall(document):
            self._keep(name)
        super().__init__(address, home=home)
        self.look("", "")
        self.first = time.monotonic() - began

    def look(self, page: str, filters: str) -> float:
        """Ask for a page and what it is made of; the seconds until all of it is there. Raises ValueError without it."""
        began = time.monotonic()
        self.ask(page, filters)
        if not self.read():
            raise ValueError(f"/{page}?{filters} could not be shown")
        for name in self._wanted:
            self._keep(name)
        self._wanted.clear()
        return time.monotonic() - began

    def hear(self, content: bytes) -> None:
        """Count what came, and see which files it names."""
        self.received += len(content)
        self._wanted |= {found.decode() for found in _CONTOURS.findall(content)}

    def _keep(self, name: str) -> None:
        if name not in self._held:
            self._held.add(name)
            self._get(urljoin(f"{self._site}/", name))

    def _get(self, address: str) -> bytes:
        plain = address.endswith("/")  # what is read here
        asked = urllib.request.Request(address, headers={} if plain else {"Accept-Encoding": "br"})
        with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:
            found: bytes = answer.read()
        self.received += len(found)
        return found
