"""How many pages may be open at once, of an address and of all: each holds a connection and a visit while it lives.

A process on a usual Linux holds a thousand connections: one stranger could open them all, and nobody else would enter.
"""

from collections import Counter
from dataclasses import dataclass

from components.front.asgi import Application, Receive, Scope, Send, refuse
from components.front.uploads import address_of

_FULL = "Trop de pages sont ouvertes. Remède : en fermer, puis recharger celle-ci."


@dataclass(frozen=True)
class Most:
    """Pages open at once. address: of one, which an office may share."""

    address: int = 150
    total: int = 450


class Visits:
    """Refuses the page that would be one too many."""

    def __init__(self, app: Application, most: Most | None = None) -> None:
        self._app, self._most = app, most or Most()
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a page in, or refuse it."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        address = address_of(scope)
        if self._open[address] >= self._most.address or self._open.total() >= self._most.total:
            await refuse(scope, send, 503, _FULL)
            return
        self._open[address] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[address] -= 1
            self._open += Counter()  # those of nobody go
