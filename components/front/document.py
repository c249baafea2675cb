"""The document that a browser reads first, made of Streamlit's: in French, named, with what a link shows of it.

Streamlit's own says « lang="en" » and « Streamlit », and its page became French when the first run had answered, 7 to
28 s later on a busy machine. What makes the page French is loaded by the document itself, before Streamlit's scripts.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Self
from urllib.parse import parse_qs

from streamlit import file_util

from components.front.asgi import FRENCH, Application, Receive, Scope, Send, accepts, answer, header
from components.front.compression import brotli_of
from data.paths import ASSETS

SITE: Final = "Territoires d'industrie"
_DESCRIPTION: Final = (
    "Où va l'investissement industriel en France : projets annoncés ou soutenus, un à un, avec leurs sources, "
    "dans les Territoires d'industrie, les petites communes et les métropoles."
)
_NO_SCRIPT: Final = (
    "<noscript><p>Cette page demande JavaScript. Remède : l'autoriser dans le navigateur pour ce site.</p></noscript>"
)
_PAGE: Final = re.compile(
    r"/[\w-]*"
)  # what no file is called: files have an extension, Streamlit's routes an underscore
_RESERVED: Final = ("/_",)
_ALWAYS: Final = b"public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Served:
    """A text in memory, plain and compressed."""

    body: bytes
    compressed: bytes
    kind: bytes
    kept: bytes

    @classmethod
    def of(cls, text: str, kind: str, *, kept: bytes) -> Self:
        """kept: what `Cache-Control` says."""
        body = text.encode()
        return cls(body, brotli_of(body), f"{kind}; charset=utf-8".encode(), kept)

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer with it."""
        small = accepts(scope, "br")
        headers = [
            (b"content-type", self.kind),
            (b"content-language", FRENCH),
            (b"cache-control", self.kept),
            (b"vary", b"accept-encoding"),
        ]
        await answer(
            send,
            200,
            self.compressed if small else self.body,
            [*headers, *([(b"content-encoding", b"br")] if small else [])],
        )


class Document:
    """Serves the document of each page, and the script that it loads first."""

    def __init__(self, app: Application, titles: Mapping[str, str]) -> None:
        """titles: the title of each page, by its slug; the home page is ""."""
        self._app, self._titles = app, titles
        script = page_script()
        self._address = f"/page-{sha256(script.encode()).hexdigest()[:12]}.js"
        self._script = Served.of(script, "text/javascript", kept=_ALWAYS)
        self._before, self._after = _cut(_shell(self._address))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is a page or the script; pass the rest on."""
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
        elif path == self._address:
            await self._script.send(scope, send)
        elif _PAGE.fullmatch(path) and not path.startswith(_RESERVED):
            await Served.of(self.text(scope), "text/html", kept=b"no-cache").send(scope, send)
        else:
            await self._app(scope, receive, send)

    def text(self, scope: Scope) -> str:
        """The document of a request."""
        title = self._titles.get(scope["path"].strip("/"))
        named = f"{title} – {SITE}" if title else SITE
        site = f"{scope.get('scheme', 'http')}://{header(scope, b'host') or ''}"
        query = scope.get("query_string", b"").decode("latin-1")
        address = site + scope["path"] + (f"?{query}" if parse_qs(query) else "")
        tags = {
            "og:type": "website",
            "og:locale": "fr_FR",
            "og:site_name": SITE,
            "og:title": named,
            "og:description": _DESCRIPTION,
            "og:url": address,
            "og:image": f"{site}/app/static/apercu.png",
        }
        told = [
            f"<title>{html.escape(named)}</title>",
            f'<meta name="description" content="{html.escape(_DESCRIPTION)}">',
        ]
        told += [f'<meta property="{name}" content="{html.escape(value)}">' for name, value in tags.items()]
        return self._before + "\n".join(told) + self._after


def page_script() -> str:
    """What a page needs before its first run, as one script: its French, and what it says without a connection."""
    words, *scripts = ((ASSETS / name).read_text("utf-8") for name in ("french.json", "french.js", "connection.js"))
    return "\n".join([f"const FRENCH = {words};", *scripts])


def _shell(script: str) -> str:
    """Streamlit's document in French. Raises ValueError when it is no more what this was written for."""
    text = (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")
    text = _put(r"<!--.*?-->\s*", "", text, every=True)
    text = _put(r'<html lang="en">', '<html lang="fr">', text)
    text = _put(r'<link rel="service-desc"[^>]*>\s*', "", text)
    text = _put(r"<script>\s*window.prerenderReady = false\s*</script>\s*", "", text)
    text = _put(r"<noscript>.*?</noscript>", _NO_SCRIPT, text)
    text = _put(r"(?=</head>)", f"<style>{(ASSETS / 'before.css').read_text('utf-8')}</style>\n  ", text)
    loaded = f'<script type="module" src=".{script}"></script>\n    '
    return _put(r'(?=<script type="module" crossorigin src="./static/js/index)', loaded, text)


def _put(pattern: str, new: str, text: str, *, every: bool = False) -> str:
    changed, count = re.subn(pattern, lambda _: new, text, count=0 if every else 1, flags=re.DOTALL)
    if not count:
        raise ValueError(f"Streamlit's document has no {pattern!r}: components/front/document.py is of another version")
    return changed


def _cut(shell: str) -> tuple[str, str]:
    before, title, after = shell.partition("<title>Streamlit</title>")
    if not title:
        raise ValueError("Streamlit's document has no title")
    return before, after
