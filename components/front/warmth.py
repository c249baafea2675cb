"""A visit of the server to itself, before it says that it is well: the first visitor finds everything read.

A fresh server imports pages, reads tables and compresses scripts for its first page: a visitor waited 9 s for it, on
two idle cores. Meanwhile health says 503, so that a proxy sends nobody.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Final

from streamlit import file_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.front.asgi import Application, Message, Receive, Scope, Send, refuse

_LOGGER: Final = logging.getLogger("territoires")
_HEALTH: Final = "/_stcore/health"
_STREAM: Final = "/_stcore/stream"
_STARTED: Final = "lifespan.startup.complete"
_NOT_YET: Final = "Le serveur démarre. Remède : réessayer dans quelques secondes."
_LONGEST_S: Final = 60.0  # then it serves as it is
_ANY_HOST: Final = "localhost"


def scripts() -> list[str]:
    """The addresses of Streamlit's scripts."""
    folder = Path(file_util.get_static_dir()) / "static" / "js"
    return [f"/static/js/{path.name}" for path in sorted(folder.glob("*.js"))]


class Warmth:
    """Visits what is behind it once it has started, and says that it is not well until then.

    hosts: those of the settings; files: the addresses of what is asked for besides the page.
    """

    def __init__(
        self, app: Application, hosts: Callable[[], Collection[str]], files: Callable[[], Sequence[str]] = scripts
    ) -> None:
        self._app, self._hosts, self._files = app, hosts, files
        self._cold = False
        self._visit: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; begin the visit when the application has started."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, self._beginning(send))
        elif self._cold and scope["type"] == "http" and scope["path"].endswith(_HEALTH):
            await refuse(scope, send, 503, _NOT_YET)
        else:
            await self._app(scope, receive, send)

    def _beginning(self, send: Send) -> Send:
        async def begin(message: Message) -> None:
            if message["type"] == _STARTED:
                self._cold = True
                self._visit = asyncio.create_task(self._warm_up())
            await send(message)

        return begin

    async def _warm_up(self) -> None:
        host = next((each for each in self._hosts() if "*" not in each), _ANY_HOST)
        try:
            async with asyncio.timeout(_LONGEST_S):
                await _open_page(self._app, host)
                for path in self._files():
                    await self._app(_scope("http", path, host, method="GET"), _asked, _unread)
        except Exception:  # it is no reason not to serve
            _LOGGER.exception("warm-up")
        finally:
            self._cold = False


async def _open_page(app: Application, host: str) -> None:
    """Open the home page as a browser does, until it is whole."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    whole = asyncio.Event()
    coming = [{"type": "websocket.connect"}, {"type": "websocket.receive", "bytes": asked.SerializeToString()}]

    async def receive() -> Message:
        if coming:
            return coming.pop(0)
        await whole.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Message) -> None:
        refused = message["type"] in {"websocket.close", "websocket.http.response.start"}
        if refused or (message.get("bytes") and _is_last(message["bytes"])):
            whole.set()

    await app(_scope("websocket", _STREAM, host, subprotocols=["streamlit"]), receive, send)


def _is_last(content: bytes) -> bool:
    return ForwardMsg.FromString(content).WhichOneof("type") == "script_finished"


def _scope(kind: str, path: str, host: str, **others: Any) -> Scope:
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http" if kind == "http" else "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", host.encode()), (b"accept-encoding", b"br")],
        "client": ("127.0.0.1", 0),
        "server": (host, 0),
        **others,
    }


async def _asked() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _unread(_: Message) -> None:
    return
