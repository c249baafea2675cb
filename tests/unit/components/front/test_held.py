"""Pages open, and answers under way, are bounded, of an address and of all; one that ends makes room."""

import asyncio
from typing import Any

import pytest

from components.front.held import Held, Most

ADDRESSES = ("1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2", "3.3.3.3")


class Site:
    """Answers that last until they are told to end."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.ended = asyncio.Event()
        self.held = Held(self.shown, Most(address=2, total=3))
        self.told: list[str] = []

    async def shown(self, _scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "accept", "status": "accept"})
        await self.ended.wait()

    async def send(self, message: Any) -> None:
        self.told += [str(message["status"])] if "status" in message else []
        self.told += ["close"] if message["type"] == "websocket.close" else []

    def ask(self, address: str, path: str = "/_stcore/stream") -> "asyncio.Task[None]":
        scope = {"type": self.kind, "client": (address, 1), "path": path, "headers": []}
        return asyncio.create_task(self.held(scope, None, self.send))  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(("kind", "refused"), [("websocket", "close"), ("http", "503")])
def test_one_too_many_is_refused_and_one_that_ends_makes_room(kind: str, refused: str) -> None:
    async def told() -> list[str]:
        site = Site(kind)
        held = [site.ask(address) for address in ADDRESSES]
        await asyncio.sleep(0)
        site.ended.set()
        await asyncio.gather(*held)
        assert not any(site.held._under_way.values())
        await site.ask("1.1.1.1")
        return site.told

    assert asyncio.run(told()) == ["accept", "accept", refused, "accept", refused, "accept"]


def test_a_full_server_says_that_it_is_well() -> None:
    async def told() -> list[str]:
        site = Site("http")
        held = [site.ask(address) for address in (*ADDRESSES, *ADDRESSES)]
        await asyncio.sleep(0)
        site.told.clear()
        held.append(site.ask("1.1.1.1", "/_stcore/health"))
        await asyncio.sleep(0)
        site.ended.set()
        await asyncio.gather(*held)
        return site.told

    assert asyncio.run(told()) == ["accept"]


def test_all_else_passes() -> None:
    async def passed() -> list[str]:
        seen: list[str] = []

        async def app(scope: Any, *_: object) -> None:
            seen.append(scope["type"])

        await Held(app, Most(0, 0))({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
        return seen

    assert asyncio.run(passed()) == ["lifespan"]
