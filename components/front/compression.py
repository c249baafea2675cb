"""Streamlit's scripts and the contours, compressed once and kept in memory; the fonts, which are so already.

Streamlit sends its scripts as they are: 7.1 MB for a first visit, 2.5 MB in brotli, and 5 s less at 10 Mbit/s. The
names of all these files hold a digest of their content: a browser asks for each of them once.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import brotli
from streamlit import file_util

from components.front.asgi import Application, Receive, Scope, Send, answer
from components.front.codings import accepts
from data.editions.registry import STATIC_FOLDER
from data.paths import FONTS

_QUALITY: Final = 5  # 23 MB of scripts become 6.3 in 0.7 s of processor; 9 takes five times as long for 3 % less
_MAX_KEPT: Final = 64 * 2**20  # bytes; Streamlit's scripts are 6.3 MB, all the contours 14
_KINDS: Final = {".js": b"text/javascript", ".css": b"text/css", ".json": b"application/json", ".woff2": b"font/woff2"}
_DENSE: Final = {".woff2"}
_NAME: Final = re.compile(r"[\w.-]+")
_ALWAYS: Final = b"public, max-age=31536000, immutable"
_SCRIPTS: Final = Path(file_util.get_static_dir()) / "static"
# Streamlit asks for all fonts of this name at once: beside that of `fonts.css`, its own would be 0.37 MB for nothing.
_ALL_ICONS: Final = re.compile(rb"@font-face *\{font-family: *Material Symbols Rounded;[^}]*\}")
# Folder by prefix of the address.
_FOLDERS: Final[Mapping[str, Path]] = {
    "/static/js/": _SCRIPTS / "js",
    "/static/css/": _SCRIPTS / "css",
    "/app/static/geo/": STATIC_FOLDER,
    "/app/static/fonts/": FONTS,
}


def brotli_of(body: bytes) -> bytes:
    """A text compressed."""
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=_QUALITY))


class Compressed:
    """Answers for these files in brotli, and passes the rest on. The contours are not always where Streamlit looks."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._kept: OrderedDict[Path, bytes] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file, compressed in a thread the first time that it is asked for."""
        path = file_of(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        is_small = path is not None and path.suffix not in _DENSE and accepts(scope, "br")
        if path is None or not (is_small or path.parent in {STATIC_FOLDER, FONTS}):
            await self._app(scope, receive, send)
            return
        try:
            body = await self._compressed(path) if is_small else await asyncio.to_thread(path.read_bytes)
        except OSError:  # Streamlit answers for what is not there
            await self._app(scope, receive, send)
            return
        headers = [(b"content-type", _KINDS[path.suffix]), (b"cache-control", _ALWAYS), (b"vary", b"accept-encoding")]
        await answer(send, 200, body, [*headers, *([(b"content-encoding", b"br")] if is_small else [])])

    async def _compressed(self, path: Path) -> bytes:
        body = self._kept.get(path)
        if body is None:
            body = await asyncio.to_thread(_read, path)
        self._keep(path, body)
        return body

    def _keep(self, path: Path, body: bytes) -> None:
        """Keep what was asked for last, within a bound."""
        self._kept[path] = body
        self._kept.move_to_end(path)
        while sum(map(len, self._kept.values())) > _MAX_KEPT:
            self._kept.popitem(last=False)


def file_of(address: str) -> Path | None:
    """The file that an address asks for, if it is one of these. Its name is one word: it cannot leave its folder.

    >>> file_of("/static/js/../../index.html") is None
    True
    """
    for prefix, folder in _FOLDERS.items():
        name = address.removeprefix(prefix)
        if name != address and _NAME.fullmatch(name) and Path(name).suffix in _KINDS:
            return folder / name
    return None


def _read(path: Path) -> bytes:
    body = path.read_bytes()
    return brotli_of(_ALL_ICONS.sub(b"", body) if path.suffix == ".css" else body)
