"""The few shapes of ASGI that the front uses, and an answer to a request that goes no further."""

import html
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from functools import cache
from string import Template
from typing import Any, Final

from data.paths import ASSETS
from data.words import product
from data.words.typography import typeset

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FRENCH: Final = b"fr"  # the language of what the front says itself
_POLICY_VIOLATION: Final = 1008  # closes a handshake: the browser is told 403
_TITLES: Final = {404: "Adresse inconnue", 500: "Le serveur n'a pas répondu"}


def header(scope: Scope, name: bytes) -> str | None:
    """The first value of a header of the request, by its name in lower case."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


async def refuse(
    scope: Scope, send: Send, status: int, reason: str, headers: Sequence[tuple[bytes, bytes]] = ()
) -> None:
    """Refuse a request or a handshake, in French: as a page to who opens an address, else as a sentence."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    is_opened = "text/html" in (header(scope, b"accept") or "")
    body = _page(status, reason) if is_opened else typeset(reason)
    kind = b"text/html" if is_opened else b"text/plain"
    told = [(b"content-type", kind + b"; charset=utf-8"), (b"content-language", FRENCH)]
    await answer(send, status, body.encode(), [*told, *headers])


async def answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Send a whole answer."""
    sized = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": sized})
    await send({"type": "http.response.body", "body": body})


def _page(status: int, reason: str) -> str:
    return _template().substitute(
        title=typeset(_TITLES.get(status, "Demande refusée")), reason=html.escape(typeset(reason)), site=product.NAME
    )


@cache
def _template() -> Template:
    return Template((ASSETS / "refusal.html").read_text("utf-8"))
