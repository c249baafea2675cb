"""The document that a browser reads first, made of Streamlit's: in French, named, with what a link shows of it.

Streamlit's own says « lang="en" » and « Streamlit », and its page became French when the first run had answered, 7 to
28 s later on a busy machine. What makes the page French is loaded by the document itself, before Streamlit's scripts.
"""

import html
import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Self
from urllib.parse import parse_qs

from streamlit import file_util

from components.front.asgi import FRENCH, Application, Receive, Scope, Send, answer, header
from components.front.codings import accepts
from components.front.compression import brotli_of
from data.paths import ASSETS, FONTS
from data.words import product
from data.words.typography import typeset

_DESCRIPTION: Final = typeset(
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
_LONGEST: Final = 2_000  # of the query of an address that is told again: what letters and networks take
_KINDS: Final = {".js": "text/javascript", ".css": "text/css"}
_FRENCH_PAGE: Final = '<html lang="fr">'
_PAGE_BESIDE_PANEL: Final = '<html lang="fr" class="beside-panel">'
_ALONE: Final = frozenset({"embed", "mode"})  # parameters of a page that is shown without its panel
# The largest last: that of the charts has 1.5 MB before compression.
_PARTS: Final = (
    "Html",
    "BidiComponent",
    "TextInput",
    "Button",
    "ButtonGroup",
    "Selectbox",
    "Multiselect",
    "Slider",
    "Checkbox",
    "NumberInput",
    "PageLink",
    "Metric",
    "ArrowVegaLiteChart",
)
_OTHER_VERSION: Final = "components/front/document.py is of another version"
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

    def __init__(self, app: Application, titles: Mapping[str, str], beside_panel: Set[str]) -> None:
        """titles: the title of each page, by its slug; the home page is "". beside_panel: the slugs of those whose
        panel of filters is open."""
        self._app, self._titles, self._beside_panel = app, titles, beside_panel
        script, style = page_script(), page_style()
        named = {f"/page-{_digest(script)}.js": script, f"/page-{_digest(style)}.css": style}
        self._files = {
            address: Served.of(text, _KINDS[Path(address).suffix], kept=_ALWAYS) for address, text in named.items()
        }
        self._before, self._after = _cut(_shell(*named))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is a page or the script; pass the rest on."""
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
        elif path in self._files:
            await self._files[path].send(scope, send)
        elif _PAGE.fullmatch(path) and not path.startswith(_RESERVED):
            await Served.of(self.text(scope), "text/html", kept=b"no-cache").send(scope, send)
        else:
            await self._app(scope, receive, send)

    def text(self, scope: Scope) -> str:
        """The document of a request."""
        slug = scope["path"].strip("/")
        title = self._titles.get(slug)
        named = typeset(f"{title} – {product.NAME}" if title else product.NAME)
        site = f"{scope.get('scheme', 'http')}://{header(scope, b'host') or ''}"
        query = scope.get("query_string", b"")[: _LONGEST + 1].decode("latin-1")
        address = site + scope["path"] + (f"?{query}" if len(query) <= _LONGEST and parse_qs(query) else "")
        tags = {
            "og:type": "website",
            "og:locale": "fr_FR",
            "og:site_name": product.NAME,
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
        before = self._before
        if slug in self._beside_panel and not _ALONE & parse_qs(query).keys():
            before = before.replace(_FRENCH_PAGE, _PAGE_BESIDE_PANEL, 1)
        return before + "\n".join(told) + self._after


def page_script() -> str:
    """What a page needs before its first run, as one script: its French, and what it says without a connection."""
    names = ("french.json", "french.js", "connection.js", "parts.js")
    words, *scripts = ((ASSETS / name).read_text("utf-8") for name in names)
    return "\n".join([f"const FRENCH = {words};", f"const PARTS = {json.dumps(_parts())};", *scripts])


def _parts() -> list[str]:
    """The addresses of Streamlit's scripts of the kinds of elements that most pages have."""
    folder = Path(file_util.get_static_dir()) / "static" / "js"
    found = {name: list(folder.glob(f"{name}.*.js")) for name in _PARTS}
    if odd := [name for name, files in found.items() if len(files) != 1]:
        raise ValueError(f"Streamlit has no single script {', '.join(odd)}: {_OTHER_VERSION}")
    return [f"./static/js/{files[0].name}" for files in found.values()]


def page_style() -> str:
    """What a page looks like, from its first picture on: what came with the first run moved all that was there."""
    return "".join((ASSETS / name).read_text("utf-8") for name in ("fonts.css", "style.css", "map.css"))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _shell(script: str, style: str) -> str:
    """Streamlit's document in French. Raises ValueError when it is no more what this was written for."""
    text = (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")
    text = _put(r"<!--.*?-->\s*", "", text, every=True)
    text = _put(r'<html lang="en">', _FRENCH_PAGE, text)
    text = _put(r'<link rel="service-desc"[^>]*>\s*', "", text)
    text = _put(r"<script>\s*window.prerenderReady = false\s*</script>\s*", "", text)
    text = _put(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', "\n    ".join(_font_links()), text)
    text = _put(r"<noscript>.*?</noscript>", _NO_SCRIPT, text)
    # After the rules that Streamlit's scripts put in the head: those of the page win.
    text = _put(r"(?=</body>)", f'<link rel="stylesheet" href=".{style}">\n  ', text)
    loaded = f'<script type="module" src=".{script}"></script>\n    '
    return _put(r'(?=<script type="module" crossorigin src="./static/js/index)', loaded, text)


def _font_links() -> list[str]:
    """For the fonts that every page has."""
    return [
        f'<link rel="preload" href="./app/static/fonts/{path.name}" as="font" type="font/woff2" crossorigin>'
        for path in sorted(FONTS.glob("*-normal-*.woff2"))
    ]


def _put(pattern: str, new: str, text: str, *, every: bool = False) -> str:
    changed, count = re.subn(pattern, lambda _: new, text, count=0 if every else 1, flags=re.DOTALL)
    if not count:
        raise ValueError(f"Streamlit's document has no {pattern!r}: {_OTHER_VERSION}")
    return changed


def _cut(shell: str) -> tuple[str, str]:
    before, title, after = shell.partition("<title>Streamlit</title>")
    if not title:
        raise ValueError("Streamlit's document has no title")
    return before, after
