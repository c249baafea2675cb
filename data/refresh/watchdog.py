"""The deadline of a download, which nothing that a server sends can put off.

A time-out between two bytes is put off by each byte, and most bytes are no part of the file: lines of the status, of
headers, interim answers without end, sizes and extensions of chunks, trailers. At the deadline the connection itself is
closed, whatever waits for it.
"""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self


class Watchdog:
    """Closes the connections that it was told of, once its time has come."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(max(seconds, 0), self._bark)
        self._timer.daemon = True
        self._held: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.has_barked = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, _event: str, info: Mapping[str, Any]) -> None:
        """Hear what the client does: a step of it that ends with a connection is told here (`trace` of httpcore)."""
        ask = getattr(info.get("return_value"), "get_extra_info", None)
        found = ask("socket") if ask else None
        if found is not None:
            with self._lock:
                self._held.add(found)
            if self.has_barked:
                self._bark()

    def _bark(self) -> None:
        self.has_barked = True
        with self._lock:
            held = tuple(self._held)
        for each in held:
            with suppress(OSError):  # it is closed already
                # Not that of an encrypted one, which would take it apart under the thread that reads it.
                socket.socket.shutdown(each, socket.SHUT_RDWR)
