"""A server of this machine that plays the official hosts: each address has its list of answers, one per request."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "OfficialServer"

    def do_GET(self) -> None:
        asked = self.path.partition("?")[0]
        self.server.requests.append((self.path, dict(self.headers)))
        answers = self.server.answers[asked]
        # The last answer is repeated.
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

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
    server = OfficialServer()
    if encryption:
        server.socket = encryption.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class File:
    """A file with an ETag, which honours Range, If-Range and If-None-Match.

    cut: stop after so many bytes and close; drip_s: seconds between two bytes.
    """

    content: bytes
    etag: str = '"v1"'
    content_type: str = "text/csv"
    cut: int | None = None
    drip_s: float = 0
    headers: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, handler: Handler) -> None:
        asked, tag = handler.headers.get("Range"), handler.headers.get("If-Range")
        if handler.headers.get("If-None-Match") == self.etag:
            handler.head(304, {"ETag": self.etag})
            return
        is_partial = asked is not None and tag in (None, self.etag)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and is_partial else 0
        body = self.content[start:]
        headers = {"Content-Length": len(body), "Content-Type": self.content_type, "ETag": self.etag, **self.headers}
        if is_partial:
            headers["Content-Range"] = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
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


def chunked(content: bytes) -> Answer:
    """The content in pieces, without its length."""

    def answer(handler: Handler) -> None:
        handler.head(200, {"Transfer-Encoding": "chunked", "Content-Type": "text/csv"})
        for start in range(0, len(content), 100):
            piece = content[start : start + 100]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    return answer


def hang_up(handler: Handler) -> None:
    handler.close_connection = True


def fall_silent(handler: Handler) -> None:
    handler.head(200, {"Content-Length": 1000, "Content-Type": "text/csv"})
    time.sleep(1)
    handler.close_connection = True
