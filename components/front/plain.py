"""Plain data, below `/api/`: for programs of any site, kept by proxies, made in another process than the pages."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from components.front.asgi import FRENCH, Application, Receive, Scope, Send, answer, header
from components.front.codings import accepts
from components.front.uploads import address_of
from data.editions import registry
from data.editions.edition import Edition
from data.paths import PROJECT
from data.plain import archive, counter, guide, openapi, resources
from data.plain.resources import ROOT, Resource
from data.workers.servant import StoppedError
from geo.errors import DataError

Headers = Sequence[tuple[bytes, bytes]]
_KEPT: Final = (b"cache-control", b"public, max-age=300, stale-while-revalidate=600")
_NOT_KEPT: Final = (b"cache-control", b"no-store")
_ANY_SITE: Final = (b"access-control-allow-origin", b"*")  # no cookie is read here: there is nothing to steal
_JSON: Final = "application/json"
_HTML: Final = "text/html"
_MOST_WAITING: Final = 16  # of all: the last waits for 2 s, answers take 30 to 150 ms; each has a thread of the loop
_MOST_OF_ONE: Final = 4  # questions, or archives, of an address at once
_AGAIN_S: Final = 5  # twice what the whole line takes
_FULL: Final = ("demandes", "trop de demandes attendent déjà", f"réessayer dans {_AGAIN_S} s")
_NOWHERE: Final = ("adresse", "il n'y a rien à cette adresse", f"choisir parmi celles que décrit {ROOT}")


class Plain:
    """Answers for what is below `/api/`, and passes the rest on."""

    def __init__(self, app: Application, desk: Callable[[], counter.Counter] = counter.counter) -> None:
        self._app, self._desk = app, desk
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a question."""
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or f"{path}/"[: len(ROOT)] != ROOT:
            await self._app(scope, receive, send)
        elif path == ROOT.rstrip("/"):
            await answer(send, 308, b"", [(b"location", ROOT.encode())])
        else:
            await self._asked(scope, send, path)

    async def _asked(self, scope: Scope, send: Send, path: str) -> None:
        found = resources.split(path)
        if found is None and path not in _PAGES and path != _ARCHIVE:
            await _refuse(send, 404, [_NOWHERE])
            return
        try:
            edition = registry.edition_of(await asyncio.to_thread(registry.current_id))
        except DataError as error:
            await _refuse(send, 503, _problems(error))
            return
        tag = f'"{edition.id}-{_code()}"'.encode()
        if tag in (header(scope, b"if-none-match") or "").encode():
            await answer(send, 304, b"", [(b"etag", tag), _KEPT, _ANY_SITE])
            return
        with_tag = [(b"etag", tag), _KEPT, _ANY_SITE, (b"vary", b"accept-encoding")]
        if path in _PAGES:
            await _page(scope, send, path, with_tag)
            return
        address = address_of(scope)
        if self._under_way[address] >= _MOST_OF_ONE or self._under_way.total() >= _MOST_WAITING:
            await _refuse(send, 503, [_FULL], [(b"retry-after", str(_AGAIN_S).encode())])
            return
        self._under_way[address] += 1
        try:
            if found is None:
                await _send_archive(scope, send, edition, with_tag)
            else:
                await self._rows(scope, send, edition, found, with_tag)
        finally:
            self._under_way[address] -= 1
            self._under_way += Counter()  # those of nobody go

    async def _rows(
        self, scope: Scope, send: Send, edition: Edition, asked: tuple[Resource, str], with_tag: Headers
    ) -> None:
        query = scope.get("query_string", b"").decode("latin-1")
        try:
            found = await asyncio.to_thread(self._desk().ask, edition.id, *asked, query, _site(scope))
        except DataError as error:
            is_asked = all(map(resources.is_of_address, error.problems))
            await _refuse(send, 400 if is_asked else 503, _problems(error))
            return
        except StoppedError as error:
            again = [(b"retry-after", str(_AGAIN_S).encode())]
            await _refuse(send, 503, [("demande", error.why, "demander moins de lignes, ou réessayer")], again)
            return
        following = [(b"link", f'<{found.following}>; rel="next"'.encode("latin-1"))] if found.following else []
        total = (b"x-total-count", str(found.total).encode())
        small = found.is_text and accepts(scope, "br")
        body = found.body if small else await asyncio.to_thread(found.plain)
        headers = [*with_tag, *_described(found.mime), *following, total]
        await answer(send, 200, body, [*headers, *([(b"content-encoding", b"br")] if small else [])])


async def _page(scope: Scope, send: Send, path: str, with_tag: Headers) -> None:
    mime, make = _PAGES[path]
    await answer(send, 200, make(_site(scope)), [*with_tag, *_described(mime)])


def _site(scope: Scope) -> str:
    return f"{scope.get('scheme', 'http')}://{header(scope, b'host') or ''}"


async def _send_archive(scope: Scope, send: Send, edition: Edition, with_tag: Headers) -> None:
    """Send it piece by piece: who reads slowly is bounded by the connection, and holds one piece."""
    size = await asyncio.to_thread(archive.length, edition)
    named = f"attachment; filename={quote(archive.name(edition))}".encode()
    headers = [*with_tag, (b"content-type", archive.MIME.encode()), (b"content-disposition", named)]
    headers.append((b"content-length", str(size).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    pieces: Iterator[bytes] = iter(()) if scope["method"] == "HEAD" else archive.pieces(edition)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body"})


async def _refuse(send: Send, status: int, problems: Sequence[tuple[str, str, str]], headers: Headers = ()) -> None:
    told = [{"ou": place, "message": message, "remede": remedy} for place, message, remedy in problems]
    body = json.dumps({"erreurs": told}, ensure_ascii=False, indent=1).encode()
    await answer(send, status, body, [*_described(_JSON), _NOT_KEPT, _ANY_SITE, *headers])


def _problems(error: DataError) -> list[tuple[str, str, str]]:
    return [(each.place, each.message, each.remedy) for each in error.problems]


def _described(mime: str) -> list[tuple[bytes, bytes]]:
    charset = "; charset=utf-8" if mime.startswith("text/") or "json" in mime or "xml" in mime else ""
    return [(b"content-type", f"{mime}{charset}".encode()), (b"content-language", FRENCH)]


@cache
def _code() -> str:
    """Another one as soon as the code that answers changes: the same edition may then read otherwise."""
    digest = sha256()
    for path in sorted((PROJECT / "data").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


_ARCHIVE: Final = f"{ROOT}edition.tar"
_PAGES: Final[dict[str, tuple[str, Callable[[str], bytes]]]] = {
    ROOT: (_HTML, guide.page),
    f"{ROOT}openapi.json": (_JSON, lambda _: openapi.document()),
}
