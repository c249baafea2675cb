"""How many pages may be open, and how many answers under way, at once, of an address and of all.

Each holds a connection, and often a file: a process on a usual Linux holds a thousand. One stranger could take them
all, with pages that he leaves open or with files that he reads byte by byte, and nobody else would enter.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from components.front.asgi import Application, Receive, Scope, Send, refuse
from components.front.uploads import address_of

_FULL: Final = {
    "websocket": "Trop de pages sont ouvertes. Remède : en fermer, puis recharger celle-ci.",
    "http": "Trop de demandes sont en cours. Remède : réessayer dans un instant.",
}
_HEALTH: Final = "/_stcore/health"  # two bytes: who asks for it must not take a full server for a dead one


@dataclass(frozen=True)
class Most:
    """Pages, or answers, at once. address: of one, which an office may share: 25 pages load at once."""

    address: int = 150
    total: int = 450


class Held:
    """Refuses what would be one too many."""

    def __init__(self, app: Application, most: Most | None = None) -> None:
        self._app, self._most = app, most or Most()
        self._under_way: dict[str, Counter[str]] = {kind: Counter() for kind in _FULL}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it in, or refuse it."""
        count = self._under_way.get(scope["type"])
        if count is None or scope["path"].endswith(_HEALTH):
            await self._app(scope, receive, send)
            return
        address = address_of(scope)
        if count[address] >= self._most.address or count.total() >= self._most.total:
            await refuse(scope, send, 503, _FULL[scope["type"]])
            return
        count[address] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            count[address] -= 1
            if not count[address]:
                del count[address]
