"""How much of visitors' files the server takes: of a visit, of an address, of all, with what is on its way.

Streamlit bounds each file and not their number: forty files of 20 MB took 1.4 GB of memory.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from components.front.asgi import Application, Message, Receive, Scope, Send, header, refuse
from data.files.limits import LIMITS, MEGABYTE

_UPLOAD: Final = re.compile(r".*/_stcore/upload_file/(?P<visit>[^/]+)/[^/]+/?")
_AROUND: Final = MEGABYTE  # what a form adds to its file
_LARGEST: Final = LIMITS.file + _AROUND
_AGAIN: Final = "Remède : réessayer dans un quart d'heure."
_IPV6_OF_ONE: Final = 64  # bits of an address that its holder does not choose
_LATE: Final = (408, "L'envoi de ce fichier a duré trop longtemps. Remède : réessayer d'un réseau plus rapide.")


@dataclass(frozen=True)
class Bounds:
    """Bytes held at once: of a visit, a table, the one that comes in its place, a model of slides, small files; of an
    address, which an office may share; of all. files: of a visit. seconds: that the sending of one may take.
    """

    visit: int = 2 * _LARGEST + 32 * MEGABYTE
    address: int = 8 * _LARGEST
    total: int = 20 * _LARGEST
    files: int = 8
    seconds: float = 300


@dataclass(eq=False)
class _Coming:
    """A file on its way. size: as it is declared, the largest one without it."""

    visit: str
    address: str
    size: int


class Uploads:
    """Refuses what would hold too much. held: the sizes of the files that the server keeps, by visit."""

    def __init__(
        self, app: Application, held: Callable[[], Mapping[str, Sequence[int]]], bounds: Bounds | None = None
    ) -> None:
        self._app, self._held, self._bounds = app, held, bounds or Bounds()
        self._coming: list[_Coming] = []
        self._addresses: dict[str, str] = {}  # of the visits that hold a file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a file come in, or refuse it."""
        sent = _UPLOAD.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if sent is None:
            await self._app(scope, receive, send)
            return
        coming = _Coming(sent["visit"], address_of(scope), _size(scope))
        in_time = _Timed(receive, self._bounds.seconds)
        refusal = self._refusal(coming)
        if refusal is not None:
            await in_time.drain(coming.size)  # a browser that still sends would not read the answer
            await refuse(scope, send, *refusal)
            return
        with self._expecting(coming):
            try:
                await self._app(scope, in_time.receive, send)
            except TimeoutError:
                await refuse(scope, send, *_LATE)

    @contextmanager
    def _expecting(self, coming: _Coming) -> Iterator[None]:
        self._coming.append(coming)
        self._addresses[coming.visit] = coming.address
        try:
            yield
        finally:
            self._coming.remove(coming)

    def _refusal(self, asked: _Coming) -> tuple[int, str] | None:
        """The status and the reason, if there is no room for a file."""
        held = {visit: list(sizes) for visit, sizes in self._held().items()}
        for each in self._coming:
            held.setdefault(each.visit, []).append(each.size)
        self._addresses = {visit: address for visit, address in self._addresses.items() if visit in held}
        own = held.get(asked.visit, [])
        near = sum(sum(held[visit]) for visit, address in self._addresses.items() if address == asked.address)
        if len(own) >= self._bounds.files or sum(own) + asked.size > self._bounds.visit:
            return (
                413,
                "Cette visite tient assez de fichiers. Remède : supprimer vos données, ou recharger la page.",
            )
        if near + asked.size > self._bounds.address:
            return 429, f"Trop de fichiers viennent de votre réseau. {_AGAIN}"
        if sum(map(sum, held.values())) + asked.size > self._bounds.total:
            return 507, f"Le serveur tient autant de fichiers qu'il le peut. {_AGAIN}"
        return None


class _Timed:
    """What a browser sends, until a deadline."""

    def __init__(self, receive: Receive, seconds: float) -> None:
        self._receive, self._until = receive, time.monotonic() + seconds

    async def receive(self) -> Message:
        """The next message. Raises `TimeoutError`."""
        return await asyncio.wait_for(self._receive(), self._until - time.monotonic())

    async def drain(self, size: int) -> None:
        """Let go of what is sent, as far as it was declared."""
        try:
            while size >= 0 and (message := await self.receive()).get("more_body"):
                size -= len(message.get("body", b""))
        except TimeoutError:
            return


def address_of(scope: Scope) -> str:
    """What tells one who asks from another."""
    return network_of((scope.get("client") or ("", 0))[0])


def network_of(address: str) -> str:
    """An address, or the part of it that who asks does not choose."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    if found.ipv4_mapped:  # what a socket of both kinds says of IPv4: all of it would be one network
        return str(found.ipv4_mapped)
    return str(ip_network(f"{address.partition('%')[0]}/{_IPV6_OF_ONE}", strict=False))


def _size(scope: Scope) -> int:
    declared = header(scope, b"content-length") or ""
    return min(int(declared), _LARGEST) if re.fullmatch("[0-9]{1,19}", declared) else _LARGEST
