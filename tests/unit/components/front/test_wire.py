"""The real server of the front on the loopback: it says no name, and a connection that does nothing ends."""

import resource
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn import Config, Server

from components.front import wire
from components.front.wire import Wire

SOON_S = 0.3
LATEST_S = 20  # only a failure waits so long
SIZE = 64 * 2**20
GET = b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n"


async def answered(_: object) -> Response:
    return Response("bonjour")


async def seen(request: Request) -> Response:
    return Response(f"{request.client.host if request.client else ''} {request.url.scheme}")


async def large(_: object) -> Response:
    return Response(bytes(SIZE))


async def talked(websocket: WebSocket) -> None:
    await websocket.accept()
    while True:
        await websocket.send_text(await websocket.receive_text())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """uvicorn as Streamlit starts it, with small bounds."""
    monkeypatch.setattr(wire, "HEAD_S", SOON_S)
    monkeypatch.setattr(wire, "STALLED_S", SOON_S)
    monkeypatch.setattr(wire, "MOST_WAITING", 20)
    monkeypatch.delenv(wire.PROXIES, raising=False)
    routes = [Route("/", answered), Route("/who", seen), Route("/large", large), WebSocketRoute("/stream", talked)]
    app = Starlette(routes=routes, middleware=[Middleware(Wire)])
    with running(app) as found:
        yield found


@contextmanager
def running(app: Starlette) -> Iterator[Server]:
    found = Server(Config(app, ws="websockets-sansio", log_level="critical"))
    bound = socket.socket()  # as Streamlit binds its own
    bound.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=found.run, kwargs={"sockets": [bound]})
    thread.start()
    wait(lambda: found.started)
    yield found
    found.should_exit = found.force_exit = True
    thread.join()


def wait(condition: object) -> None:
    deadline = time.monotonic() + LATEST_S
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.005)


def opened(server: Server) -> socket.socket:
    address = server.servers[0].sockets[0].getsockname()
    return socket.create_connection(address, timeout=LATEST_S)


def told(connection: socket.socket) -> bytes:
    """All that the server says before it ends the connection. Raises `TimeoutError` when it does not end it."""
    found = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(2**16):
            found += part
    return found


def test_no_answer_says_what_serves_it(server: Server) -> None:
    for asked in (GET % b"", GET % b"none", b"nonsense\r\n\r\n"):
        with opened(server) as connection:
            connection.sendall(asked)
            said = told(connection).lower()
            assert said.startswith(b"http/1.1") and b"uvicorn" not in said and b"server:" not in said


def test_no_part_of_an_answer_waits_until_the_one_before_was_received(server: Server) -> None:
    with opened(server) as connection:
        connection.sendall(GET % b"large")
        wait(lambda: server.server_state.connections)
        (held,) = server.server_state.connections
        assert held.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_is_no_request_is_refused_in_french(server: Server) -> None:
    with opened(server) as connection:
        connection.sendall(b"\x00\x01\r\n\r\n")
        assert told(connection).endswith(b"Ce serveur ne sait pas lire cette demande.")


@pytest.mark.parametrize("sent", [b"", b"GET / HT", GET[:-2] % b"", GET % b"" + b"GET /"])
def test_a_connection_without_a_whole_request_ends(server: Server, sent: bytes) -> None:
    with opened(server) as connection:
        connection.sendall(sent)
        told(connection)
    wait(lambda: not server.server_state.connections)


def test_a_server_holds_more_files_than_a_usual_shell_allows(request: pytest.FixtureRequest) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, before[1]))
    try:
        request.getfixturevalue("server")
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(wire.MOST_FILES, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


FORGED = b"X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\nForwarded: for=203.0.113.7;proto=https\r\n\r\n"


def seen_as(server: Server) -> bytes:
    with opened(server) as connection:
        connection.sendall((GET % b"who")[:-2] + FORGED)
        return told(connection).rpartition(b"\r\n")[2]


def test_nobody_is_believed_who_says_to_ask_for_another_until_a_proxy_is_named(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seen_as(server) == b"127.0.0.1 http"
    monkeypatch.setenv(wire.PROXIES, "127.0.0.1")
    app = Starlette(routes=[Route("/who", seen)], middleware=[Middleware(Wire)])
    with running(app) as behind_a_proxy:
        assert seen_as(behind_a_proxy) == b"203.0.113.7 https"


def test_a_reader_that_does_not_read_is_left(server: Server) -> None:
    with opened(server) as connection:
        connection.sendall(GET % b"large")
        wait(lambda: any(not each.waits for each in server.server_state.connections))  # type: ignore[union-attr]
        (held,) = server.server_state.connections
        assert held.transport.get_write_buffer_size() < SIZE / 100
        wait(lambda: not server.server_state.connections)


def test_a_reader_that_reads_has_all(server: Server) -> None:
    with opened(server) as connection:
        connection.sendall(GET % b"large")
        size = 0
        while size < SIZE:
            size += len(connection.recv(2**20))
        assert size < SIZE + 1000


def test_who_waits_longest_makes_way_and_others_are_served(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "HEAD_S", LATEST_S)
    idle = [opened(server) for _ in range(50)]
    with opened(server) as connection:
        connection.sendall(GET % b"")
        assert b"200 OK" in connection.recv(4096)
        wait(lambda: len(server.server_state.connections) <= 21)
    told(idle[0])
    for each in idle:
        each.close()


def test_a_websocket_is_not_a_connection_that_waits(server: Server) -> None:
    asked = (
        b"GET /stream HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with opened(server) as connection:
        connection.sendall(asked)
        said = connection.recv(4096).lower()
        assert b"101" in said and b"server:" not in said
        connection.settimeout(3 * SOON_S)
        with pytest.raises(TimeoutError):
            connection.recv(1)


COMPRESSED = b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"


def talking(server: Server, headers: bytes = b"") -> socket.socket:
    """A page whose connection is made."""
    asked = b"GET /stream HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + headers
    asked += b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    connection = opened(server)
    connection.sendall(asked)
    assert connection.recv(2**16).startswith(b"HTTP/1.1 101")
    return connection


def frame(opcode: int, content: bytes = b"", *, last: bool = True) -> bytes:
    size = len(content)
    length = bytes([0x80 | size]) if size < 126 else bytes([0xFF]) + size.to_bytes(8, "big")
    return bytes([opcode | 0x80 * last]) + length + bytes(4) + content


@pytest.mark.parametrize(
    "frames",
    [frame(9), frame(10), frame(1, b"a"), frame(0, last=False)],
    ids=["pings", "pongs", "messages", "pieces of a message"],
)
def test_a_connection_that_says_more_than_a_page_ends_and_keeps_nobody_waiting(server: Server, frames: bytes) -> None:
    with talking(server) as connection:
        connection.sendall(frame(1, b"a", last=False) if frames[0] == 0 else b"")
        slow, began = 0.0, time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < LATEST_S:
                connection.sendall(frames * 20_000)
                asked = time.monotonic()
                with opened(server) as other:
                    other.sendall(GET % b"")
                    assert other.recv(2**16).startswith(b"HTTP/1.1 200")
                slow = max(slow, time.monotonic() - asked)
        assert time.monotonic() - began < LATEST_S
        assert slow < SOON_S * 10


def test_a_message_longer_than_any_of_a_page_is_refused(server: Server) -> None:
    with talking(server) as connection:
        with suppress(ConnectionError):
            connection.sendall(frame(1, bytes(wire.LONGEST + 1)))
        assert (1009).to_bytes(2, "big") in told(connection)


def test_a_page_that_talks_as_pages_do_is_heard(server: Server) -> None:
    with talking(server) as connection:
        for _ in range(100):
            connection.sendall(frame(1, b"a"))
            assert connection.recv(3) == b"\x81\x01a"


def deflated(packer: "zlib._Compress", content: bytes) -> bytes:
    """A text as a browser sends it when its connection is compressed."""
    body = (packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
    return bytes([frame(1, body)[0] | 0x40]) + frame(1, body)[1:]


def test_what_a_page_said_before_is_not_sent_again(server: Server) -> None:
    said = Random(19).randbytes(14_000).hex().encode()  # 28 kB, which only the memory of what was said can shorten
    packer = zlib.compressobj(wbits=-12)
    with talking(server, COMPRESSED) as connection:
        sizes = []
        for _ in range(2):
            connection.sendall(deflated(packer, said))
            head = connection.recv(4, socket.MSG_WAITALL)
            assert head[:2] == b"\xc1\x7e"
            size = int.from_bytes(head[2:], "big")
            sizes.append(size)
            connection.recv(size, socket.MSG_WAITALL)
    assert sizes[0] > 10_000 and sizes[1] < 500


def test_a_page_that_says_much_in_few_bytes_is_left(server: Server) -> None:
    packer, began = zlib.compressobj(wbits=-12), time.monotonic()
    with talking(server, COMPRESSED) as connection:
        with suppress(ConnectionError):
            for _ in range(100):
                connection.sendall(deflated(packer, bytes(wire.LONGEST - 1)))
        told(connection)
    assert time.monotonic() - began < LATEST_S / 2  # not for a ping that it does not answer
