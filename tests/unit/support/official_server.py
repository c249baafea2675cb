"""A server of this machine that plays the official hosts: each address has its list of answers, one per request."""

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

HOST = "127.0.0.1"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
Answer = Callable[["Handler"], None]
DRIPPING_S = 20  # only a failure lasts so long


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "OfficialServer"

    def do_GET(self) -> None:
        asked = self.path.partition("?")[0]
        self.server.requests.append((self.path, dict(self.headers)))
        answers = self.server.answers[asked]
        # The last answer is repeated.
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def do_CONNECT(self) -> None:
        """What a proxy is asked."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def head(self, status: int, headers: Mapping[str, object]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()


class OfficialServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def address(self, path: str) -> str:
        return f"http://{HOST}:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # the client went away, as several tests want


@contextmanager
def running(encryption: ssl.SSLContext | None = None) -> Iterator[OfficialServer]:
    """A server of its own."""
    server = _started(encryption)
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def fresh() -> Iterator[OfficialServer]:
    """The server of this process without any answer yet; neither a proxy nor the disk is waited for."""
    server = _shared()
    server.answers.clear()
    server.requests.clear()
    with pytest.MonkeyPatch.context() as patch:
        for name in (*PROXIES, *(name.lower() for name in PROXIES)):
            patch.delenv(name, raising=False)
        patch.setattr(os, "fsync", lambda _: None)
        yield server


@cache
def _shared() -> OfficialServer:
    return _started(None)


def _started(encryption: ssl.SSLContext | None) -> OfficialServer:
    server = OfficialServer()
    if encryption:
        server.socket = encryption.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


@dataclass(frozen=True)
class File:
    """A file with an ETag, which honours Range, If-Range and If-None-Match.

    cut: stop after so many bytes and close; drip_s: seconds between two bytes; part: send no more than so many bytes of
    the range asked for; headers: what is said instead of the truth, an empty value for a header that is left out.
    """

    content: bytes
    etag: str = '"v1"'
    content_type: str = "text/csv"
    cut: int | None = None
    drip_s: float = 0
    part: int | None = None
    headers: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, handler: Handler) -> None:
        asked, tag = handler.headers.get("Range"), handler.headers.get("If-Range")
        if handler.headers.get("If-None-Match") == self.etag:
            handler.head(304, {"ETag": self.etag})
            return
        is_partial = asked is not None and tag in (None, self.etag)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and is_partial else 0
        body = self.content[start : start + self.part if is_partial and self.part else None]
        headers = {"Content-Length": len(body), "Content-Type": self.content_type, "ETag": self.etag}
        if is_partial:
            headers["Content-Range"] = f"bytes {start}-{start + len(body) - 1}/{len(self.content)}"
        headers = {name: value for name, value in (headers | self.headers).items() if value != ""}
        handler.head(206 if is_partial else 200, headers)
        sent = body if self.cut is None else body[: self.cut]
        for part in [sent[n : n + 1] for n in range(len(sent))] if self.drip_s else [sent]:
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(self.drip_s)
        if self.cut is not None:
            handler.close_connection = True


def status(code: int, **headers: object) -> Answer:
    return lambda handler: handler.head(
        code, {"Content-Length": 0} | {k.replace("_", "-"): v for k, v in headers.items()}
    )


def chunked(content: bytes, end: bytes = b"0\r\n\r\n") -> Answer:
    """The content in pieces, without its length; another end than the usual one is a cut."""

    def answer(handler: Handler) -> None:
        handler.head(200, {"Transfer-Encoding": "chunked", "Content-Type": "text/csv"})
        for start in range(0, len(content), 100):
            piece = content[start : start + 100]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.write(end)
        handler.close_connection = True

    return answer


def raw(answer: bytes) -> Answer:
    """These bytes, whatever they are, then the end."""

    def send(handler: Handler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    return send


def dripping(start: bytes, part: bytes, every_s: float = 0.02) -> Answer:
    """A beginning, then the same bytes again and again until nobody reads them."""

    def answer(handler: Handler) -> None:
        until = time.monotonic() + DRIPPING_S
        handler.wfile.write(start)
        with suppress(OSError):
            while time.monotonic() < until:
                handler.wfile.write(part)
                time.sleep(every_s)
        handler.close_connection = True

    return answer


def reset(handler: Handler) -> None:
    """A few bytes, then a connection that is broken rather than closed."""
    handler.head(200, {"Content-Length": 1000, "Content-Type": "text/csv"})
    handler.wfile.write(b"code,valeur\n")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.rfile.close()  # it holds the connection too
    handler.connection.close()


def hang_up(handler: Handler) -> None:
    handler.close_connection = True


def fall_silent(handler: Handler) -> None:
    handler.head(200, {"Content-Length": 1000, "Content-Type": "text/csv"})
    time.sleep(1)
    handler.close_connection = True
