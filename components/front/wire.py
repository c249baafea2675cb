"""What the server under Streamlit is told that Streamlit has no setting for: no name, connections that are bounded.

uvicorn waits for ever for a request that does not come, and for a reader that does not read: a thousand of those are
all that a usual Linux lets a process hold.
"""

import asyncio
import os
import resource
import socket
from typing import Any, Final

from uvicorn import Config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import Frame

from components.front.asgi import Application, Message, Receive, Scope, Send

HEAD_S: Final = 20.0  # from a connection, or from an answer, to the next request whole
STALLED_S: Final = 60.0  # without a byte read by who asked
MOST_WAITING: Final = 400  # connections without a request; a browser holds six
LONGEST: Final = 2**18  # bytes of a message of a page, which holds the state of its widgets and its address
# Frames of a page at once, then so many per second: a fast typist sends seven.
_FRAMES: Final = 400
_FRAMES_PER_S: Final = 20.0

_READ: Final = 2**12  # bytes looked at before what came is counted: 700 frames at most
_INFLATED: Final = 2**13  # bytes of a frame that count as one more: four kilobytes may be four megabytes compressed
# Messages share what they say with those before: with all that a compressor can remember, 32 kB, which is a page, a
# change of filter is 6 kB instead of 31. uvicorn remembers 4 kB (16 kB); 144 kB for each open page instead of 32.
_PACKED: Final = ServerPerMessageDeflateFactory(client_max_window_bits=12, compress_settings={"memLevel": 5})
_UNREADABLE: Final = "Ce serveur ne sait pas lire cette demande."  # in ASCII, which is all that uvicorn writes here
PROXIES: Final = "FORWARDED_ALLOW_IPS"
"""Variable of the environment that names the machines which may say for whom they ask."""
MOST_FILES: Final = 8_192  # connections and files; a usual shell allows 1 024, which pages and answers could take
_PIECE: Final = 2**16  # bytes; a whole script in the buffer of each stalled connection would be 1.3 MB


class Wire:
    """Sets the server up before it takes connections, and sends answers piece by piece."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "lifespan":
            # Only another server has none: the tests of the real one would fail.
            config = getattr(getattr(receive, "__self__", None), "config", None)
            if isinstance(config, Config):
                if PROXIES not in os.environ and isinstance(config.loaded_app, ProxyHeadersMiddleware):
                    config.loaded_app = config.loaded_app.app  # uvicorn believes whoever asks from this machine
                _open_files()
                config.encoded_headers = [each for each in config.encoded_headers if each[0] != b"server"]
                config.http_protocol_class = Connection
                config.ws_protocol_class = Talk
                config.ws_max_size = LONGEST

        async def by_pieces(message: Message) -> None:
            body = message.get("body", b"")
            for start in range(0, len(body) - _PIECE, _PIECE):
                await send({"type": message["type"], "body": body[start : start + _PIECE], "more_body": True})
            last = (len(body) - 1) // _PIECE * _PIECE if body else 0
            await send({**message, "body": body[last:]} if last else message)

        await self._app(scope, receive, by_pieces if scope["type"] == "http" else send)


class Connection(H11Protocol):
    """A connection that ends when nothing comes, or when nothing that is sent is read."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._late: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self.since = 0.0

    @property
    def waits(self) -> bool:
        """Whether it has no request under way, nor is it ending."""
        return not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request; the one that has waited longest makes way when too many do."""
        super().connection_made(transport)
        _send_at_once(transport)
        self._wait()
        waiting = [each for each in self.connections if isinstance(each, Connection) and each.waits]
        if len(waiting) > MOST_WAITING:
            min(waiting, key=lambda each: each.since).transport.abort()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._wait()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Wait for who reads."""
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_S, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        _cancel(self._stalled)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        _cancel(self._late)
        _cancel(self._stalled)
        super().connection_lost(exc)

    def send_400_response(self, _msg: str) -> None:
        """Refuse what is no request."""
        super().send_400_response(_UNREADABLE)

    def _wait(self) -> None:
        _cancel(self._late)
        self.since = self.loop.time()
        self._late = self.loop.call_later(HEAD_S, self._end_if_waiting)

    def _end_if_waiting(self) -> None:
        # A websocket is another protocol, which took the transport.
        if self.waits and self in self.connections:
            self.transport.abort()


class Talk(WebSocketsSansIOProtocol):
    """The connection of a page, compressed, which ends when more comes than a page says: each frame costs as much as a
    kilobyte.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conn.available_extensions = [_PACKED]
        self._left, self._counted = float(_FRAMES), self.loop.time()

    def data_received(self, data: bytes) -> None:
        """Read what came, piece by piece."""
        for start in range(0, len(data), _READ):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + _READ])

    def handle_events(self) -> None:
        """Take the frames that were read, and count them."""
        now = self.loop.time()
        came = sum(map(_weight, self.conn.events))
        self._left = min(_FRAMES, self._left + (now - self._counted) * _FRAMES_PER_S) - came
        self._counted = now
        if self._left < 0:
            self.transport.abort()
        else:
            super().handle_events()


def _send_at_once(transport: asyncio.Transport) -> None:
    """Let no part of an answer wait until the one before was received: 40 ms for each file and each change of a page.

    asyncio does so by itself, but only where the listening socket was told its protocol, which Streamlit does not do.
    """
    held = transport.get_extra_info("socket")
    if held.family != socket.AF_UNIX:
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _weight(event: object) -> int:
    return 1 + (len(event.data) // _INFLATED if isinstance(event, Frame) else 0)


def _open_files() -> None:
    """Let the process hold as many files as its system lets it ask for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
