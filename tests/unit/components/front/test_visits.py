"""Pages open at once are bounded, of an address and of all, and one that closes makes room."""

import asyncio
from typing import Any

from components.front.visits import Most, Visits


class Site:
    """Pages that stay open until they are told to close."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()
        self.visits = Visits(self.shown, Most(address=2, total=3))
        self.told: list[str] = []

    async def shown(self, _scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        await self.closed.wait()

    async def send(self, message: Any) -> None:
        self.told.append(message["type"].partition(".")[2])

    def open(self, address: str) -> "asyncio.Task[None]":
        scope = {"type": "websocket", "client": (address, 1), "path": "/_stcore/stream", "headers": []}
        return asyncio.create_task(self.visits(scope, None, self.send))  # type: ignore[arg-type, return-value]


def test_a_page_too_many_is_refused_and_one_that_closes_makes_room() -> None:
    async def told() -> list[str]:
        site = Site()
        pages = [site.open(address) for address in ("1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2", "3.3.3.3")]
        await asyncio.sleep(0)
        site.closed.set()
        await asyncio.gather(*pages)
        assert not site.visits._open
        await site.open("1.1.1.1")
        return site.told

    assert asyncio.run(told()) == ["accept", "accept", "close", "accept", "close", "accept"]


def test_all_else_passes() -> None:
    async def passed() -> list[str]:
        seen: list[str] = []

        async def app(scope: Any, *_: object) -> None:
            seen.append(scope["type"])

        for kind in ("http", "lifespan"):
            await Visits(app, Most(0, 0))({"type": kind}, None, None)  # type: ignore[arg-type]
        return seen

    assert asyncio.run(passed()) == ["http", "lifespan"]
