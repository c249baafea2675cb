"""The few shapes of ASGI that the front uses, and an answer to a request that goes no further."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_POLICY_VIOLATION = 1008  # closes a handshake: the browser is told 403


def header(scope: Scope, name: bytes) -> str | None:
    """The first value of a header of the request, by its name in lower case."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


def accepts(scope: Scope, coding: str) -> bool:
    """Whether the browser reads a content coding."""
    return coding in (header(scope, b"accept-encoding") or "")


async def refuse(scope: Scope, send: Send, status: int, reason: str) -> None:
    """Refuse a request or a handshake, in French."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    await answer(send, status, reason.encode(), [(b"content-type", b"text/plain; charset=utf-8")])


async def answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Send a whole answer."""
    sized = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": sized})
    await send({"type": "http.response.body", "body": body})
