"""What a page may say through its connection, and how much: one that said anything froze everybody for a minute.

Streamlit takes some messages of any visitor that are for who writes an application: to empty the caches of all, to
write beside its settings, to read the state of the repository of the code, with a process of git each, in the loop.
"""

import asyncio
import time
from typing import Final

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

from components.front.asgi import Application, Message, Receive, Scope, Send
from components.front.uploads import address_of

_SAID: Final = frozenset(["rerun_script", "stop_script", "app_heartbeat", "file_urls_request"])
_OPERATIONS: Final = frozenset(["deferred_file", "dataframe_chunk"])
_MOST_FILES: Final = 20  # of one choice of files: each has an address of its own
_MOST_WIDGETS: Final = 2_000  # that a page tells the state of
_PER_S: Final = 200.0  # messages of an address, which an office may share
_AT_ONCE: Final = 1_000  # before one of them waits: five seconds of that pace
_PIECE: Final = 2**13  # bytes: a longer message counts for as many as it has of these
_REMEMBERED: Final = 10_000  # addresses: past it, those that owe nothing are forgotten


class Messages:
    """Lets through what pages say, in the pace of pages."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._due: dict[str, float] = {}  # when all that an address said is paid for

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on; what it is not to say is not heard."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        address = address_of(scope)

        async def heard() -> Message:
            while True:
                message = await receive()
                content = message.get("bytes")
                if content is None:
                    return message
                await asyncio.sleep(self._wait(address, 1 + len(content) // _PIECE))
                if said_by_a_page(content):
                    return message

        await self._app(scope, heard, send)

    def _wait(self, address: str, weight: int) -> float:
        """How long a message waits. weight: for how many it counts."""
        now = time.monotonic()
        if len(self._due) >= _REMEMBERED:
            self._due = {each: due for each, due in self._due.items() if due > now}
        due = max(self._due.get(address, now), now) + weight / _PER_S
        self._due[address] = due
        return max(0.0, due - now - _AT_ONCE / _PER_S)


def said_by_a_page(content: bytes) -> bool:
    """Whether a message is one that pages say. What is none is for Streamlit, which ends the connection."""
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except DecodeError:
        return True
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return (
        kind in _SAID
        and len(message.file_urls_request.file_names) <= _MOST_FILES
        and len(message.rerun_script.widget_states.widgets) <= _MOST_WIDGETS
    )
