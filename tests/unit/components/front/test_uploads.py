"""What the server holds of visitors' files is bounded: of a visit, of an address, of all, on its way or arrived."""

import asyncio
from typing import Any

import pytest

from components.front.asgi import Message, Scope
from components.front.uploads import Bounds, Uploads, address_of

BOUNDS = Bounds(visit=100, address=200, total=300, files=3, seconds=0.2)
TAKEN = 204


class Server:
    """An application behind the bounds that keeps what it is sent, by visit."""

    def __init__(self) -> None:
        self.kept: dict[str, list[int]] = {}
        self.uploads = Uploads(self.take, lambda: self.kept, BOUNDS)

    async def take(self, scope: Scope, receive: Any, send: Any) -> None:
        size, more = 0, True
        while more:
            message = await receive()
            size, more = size + len(message["body"]), message["more_body"]
        self.kept.setdefault(scope["path"].split("/")[-2], []).append(size)
        await send({"type": "http.response.start", "status": TAKEN, "headers": []})

    async def put(self, visit: str, size: int, address: str = "10.0.0.1", *, declared: bool = True) -> tuple[int, str]:
        """The answer to a file sent in two parts."""
        parts = iter([(b"x" * (size // 2), True), (b"x" * (size - size // 2), False)])

        async def receive() -> Message:
            body, more = next(parts)
            return {"type": "http.request", "body": body, "more_body": more}

        return await self.ask(visit, size if declared else None, address, receive)

    async def ask(self, visit: str, size: int | None, address: str, receive: Any) -> tuple[int, str]:
        headers = [] if size is None else [(b"content-length", str(size).encode())]
        path = f"/atlas/_stcore/upload_file/{visit}/f"
        scope = {"type": "http", "method": "PUT", "path": path, "headers": headers, "client": (address, 1)}
        answer: list[Message] = []

        async def send(message: Message) -> None:
            answer.append(message)

        await self.uploads(scope, receive, send)
        return answer[0]["status"], b"".join(each.get("body", b"") for each in answer).decode()


async def _sent(server: Server, *files: tuple[str, int, str]) -> list[int]:
    return [(await server.put(visit, size, address))[0] for visit, size, address in files]


def statuses(*files: tuple[str, int, str]) -> list[int]:
    return asyncio.run(_sent(Server(), *files))


def test_a_visit_holds_so_many_bytes_and_so_many_files() -> None:
    assert statuses(("a", 60, "1.1.1.1"), ("a", 40, "1.1.1.1"), ("a", 1, "1.1.1.1")) == [TAKEN, TAKEN, 413]
    assert statuses(*[("a", 2, "1.1.1.1")] * 4) == [TAKEN, TAKEN, TAKEN, 413]


def test_the_visits_of_an_address_hold_so_many_together() -> None:
    several = [(visit, 90, "1.1.1.1") for visit in "abc"]
    assert statuses(*several, ("d", 90, "2.2.2.2")) == [TAKEN, TAKEN, 429, TAKEN]


def test_a_full_server_says_so_in_french() -> None:
    async def fill() -> tuple[int, str]:
        server = Server()
        assert await _sent(server, *[(str(rank), 90, f"1.1.1.{rank}") for rank in range(3)]) == [TAKEN] * 3
        return await server.put("x", 90, "9.9.9.9")

    status, told = asyncio.run(fill())
    assert status == 507 and told.startswith("Le serveur tient autant de fichiers qu’il le peut. Remède\xa0:")


def test_what_is_deleted_makes_room() -> None:
    async def again() -> list[int]:
        server = Server()
        first = await _sent(server, ("a", 90, "1.1.1.1"), ("a", 90, "1.1.1.1"))
        server.kept.clear()
        return first + await _sent(server, ("a", 90, "1.1.1.1"))

    assert asyncio.run(again()) == [TAKEN, 413, TAKEN]


def test_files_on_their_way_count_and_one_that_never_comes_is_let_go() -> None:
    async def never() -> Message:
        await asyncio.sleep(3600)
        raise AssertionError

    async def both() -> list[int]:
        server = Server()
        stuck = asyncio.create_task(server.ask("a", 90, "1.1.1.1", never))
        await asyncio.sleep(0)
        meanwhile, _ = await server.put("a", 90, "1.1.1.1")
        late, told = await stuck
        assert "trop longtemps" in told
        after, _ = await server.put("a", 90, "1.1.1.1")
        return [meanwhile, late, after]

    assert asyncio.run(both()) == [413, 408, TAKEN]


def test_a_file_without_its_size_counts_as_the_largest() -> None:
    async def sent() -> int:
        return (await Server().put("a", 2, declared=False))[0]

    assert asyncio.run(sent()) == 413


@pytest.mark.parametrize(
    ("client", "told"),
    [
        (("10.0.0.1", 5), "10.0.0.1"),
        (("2001:db8:1:2:3::4", 5), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::", 5), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 5), "fe80::/64"),
        (("::ffff:203.0.113.7", 5), "203.0.113.7"),  # IPv4 of a socket of both kinds
        (None, ""),
        (("testclient", 5), "testclient"),
    ],
)
def test_an_address_is_what_its_holder_does_not_choose(client: Any, told: str) -> None:
    assert address_of({"type": "http", "client": client}) == told


def test_all_else_passes() -> None:
    async def asked() -> list[str]:
        seen: list[str] = []

        async def app(scope: Scope, receive: Any, send: Any) -> None:
            seen.append(scope["type"])

        uploads = Uploads(app, dict, BOUNDS)
        for scope in ({"type": "lifespan"}, {"type": "http", "method": "GET", "path": "/carte"}):
            await uploads(scope, None, None)  # type: ignore[arg-type]
        return seen

    assert asyncio.run(asked()) == ["lifespan", "http"]
