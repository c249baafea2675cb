"""A visitor with the files of a browser: what is immutable is asked for once, the rest each time."""

import re
import socket
import struct
import time
from collections.abc import Collection
from contextlib import closing
from http.client import HTTPConnection
from typing import Final
from urllib.parse import urlsplit

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.chaos.visitor import WAIT_S, Visitor

_NAMED: Final = re.compile(r'(?:src|href)="(\./[^"]+\.(?:js|css))"')
_CONTOURS: Final = re.compile(rb"app/static/geo/[\w.-]+\.json")


_KEPT: Final = 2  # pages that Streamlit keeps a message for
_TCP_INFO: Final = 232  # bytes of what Linux tells of a connection
_RECEIVED: Final = 128  # where it tells the bytes that came, in linux/tcp.h


class Browser(Visitor):
    """One visitor, from the document on. first: seconds until the first page."""

    def __init__(self, address: str, home: str) -> None:
        began = time.monotonic()
        self._site, self._held = urlsplit(address).netloc, set[str]()
        self._wanted: set[str] = set()
        self._kept: dict[str, int] = {}
        self._pages, self._files = 0, 0
        with closing(HTTPConnection(self._site, timeout=WAIT_S)) as files:
            document = self._get(files, "/").decode()
            for name in _NAMED.findall(document):
                self._keep(files, name)
        super().__init__(address, home=home)
        self.look("", "")
        self.first = time.monotonic() - began

    @property
    def received(self) -> int:
        """Bytes so far, as they were sent: files and messages."""
        told = self._socket.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO)
        return self._files + int(struct.unpack_from("<Q", told, _RECEIVED)[0])

    def look(self, page: str, filters: str) -> float:
        """Ask for a page and what it is made of; the seconds until all of it is there. Raises ValueError without it."""
        began = time.monotonic()
        self.ask(page, filters)
        if not self.read():
            raise ValueError(f"/{page}?{filters} could not be shown")
        with closing(HTTPConnection(self._site, timeout=WAIT_S)) as files:
            for name in self._wanted:
                self._keep(files, name)
        self._wanted.clear()
        return time.monotonic() - began

    def kept(self) -> Collection[str]:
        """The large messages of the last pages."""
        self._pages += 1
        self._kept = {each: page for each, page in self._kept.items() if self._pages - page <= _KEPT}
        return self._kept

    def hear(self, content: bytes, message: ForwardMsg) -> None:
        """See which files a message names, and keep those that are large."""
        self._wanted |= {found.decode() for found in _CONTOURS.findall(content)}
        if message.metadata.cacheable or message.ref_hash:
            self._kept[message.ref_hash or message.hash] = self._pages

    def _keep(self, files: HTTPConnection, name: str) -> None:
        if name not in self._held:
            self._held.add(name)
            self._get(files, f"/{name.removeprefix('./')}")

    def _get(self, files: HTTPConnection, path: str) -> bytes:
        # The document is read here, the rest is only taken.
        files.request("GET", path, headers={} if path == "/" else {"Accept-Encoding": "br"})
        with files.getresponse() as answer:
            found = answer.read()
        if answer.status != 200:
            raise ValueError(f"{path}: {answer.status}")
        self._files += len(found)
        return found
