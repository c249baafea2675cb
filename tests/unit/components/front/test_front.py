"""The front refuses what is not of this site, serves a French document, and sends files compressed."""

import html
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.front import compression, document, entry, headers
from components.front.compression import Compressed
from components.front.document import Document
from components.front.guard import Guard, host_allowed, origin_allowed
from components.front.headers import Headers
from data.paths import FONTS
from geo.errors import DataError

HOST, ORIGIN = "atlas.exemple.fr", "https://atlas.exemple.fr"
STREAM = f"wss://{HOST}/_stcore/stream"


async def answered(_: object) -> PlainTextResponse:
    return PlainTextResponse("Streamlit")


async def talked(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("Streamlit")
    await websocket.close()


@pytest.fixture
def client() -> TestClient:
    """A browser before the front, with an application behind it that says its name to all."""
    routes = [WebSocketRoute("/_stcore/stream", talked), Route("/{path:path}", answered, methods=["GET", "PUT"])]
    middleware = [
        Middleware(Headers, frames=()),
        Middleware(Guard, hosts=lambda: [HOST], origins=lambda: ["https://portail.exemple.fr"]),
        Middleware(Compressed),
        Middleware(Document, titles={"": "Accueil", "carte": "Carte & lieux"}, beside_panel={"carte"}),
    ]
    return TestClient(Starlette(routes=routes, middleware=middleware), base_url=ORIGIN)


def test_the_life_of_the_application_begins_and_ends_behind_the_whole_front() -> None:
    lived: list[str] = []

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        lived.append("begun")
        yield
        lived.append("ended")

    with TestClient(Starlette(middleware=entry.middleware({}, set()), lifespan=lifespan)):
        assert lived == ["begun"]
    assert lived == ["begun", "ended"]


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        (HOST, True),
        (f"{HOST}:8501", True),
        (f"{HOST.upper()}.", True),
        ("autre.exemple.fr", False),
        (f"{HOST}.mechant.fr", False),
        (f"mechant@{HOST}", False),
        (f"{HOST}/x", False),
        (f"{HOST}:port", False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_hosts_of_the_settings_are_served(host: str | None, allowed: bool) -> None:
    assert host_allowed(host, [HOST]) is allowed


def test_a_star_stands_for_what_is_before_a_domain_and_no_setting_for_all() -> None:
    assert host_allowed("a.exemple.fr", ["*.exemple.fr"])
    assert not host_allowed("exemple.fr", ["*.exemple.fr"])
    assert host_allowed("a.fr", ["*"]) and host_allowed("a.fr", [])


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        (ORIGIN, True),
        ("https://portail.exemple.fr", True),
        ("http://127.0.0.1:9999", False),
        (f"{ORIGIN}:444", False),
        ("https://mechant.fr", False),
        ("null", False),
        ("https://[", False),
        ("https://[::1", False),
    ],
)
def test_pages_of_other_sites_and_ports_drive_nothing(client: TestClient, origin: str | None, allowed: bool) -> None:
    assert origin_allowed(origin, HOST, ["https://portail.exemple.fr"]) is allowed
    headers = {} if origin is None else {"origin": origin}
    assert client.put("/_stcore/upload_file/x", headers=headers).status_code == (200 if allowed else 403)
    assert client.get("/app/static/x.png", headers=headers).text == "Streamlit"  # a picture may be shown elsewhere
    if allowed:
        with client.websocket_connect(STREAM, headers=headers) as websocket:
            assert websocket.receive_text() == "Streamlit"
    else:
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=headers):
            pass


def test_a_refused_host_is_told_so_in_french_on_every_route(client: TestClient) -> None:
    for path in ("/", "/carte", "/_stcore/health", "/static/js/a.js", "/media/a.csv"):
        found = client.get(path, headers={"host": "ailleurs.fr"})
        assert (found.status_code, found.text[:13]) == (400, "Ce nom d’hôte")


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/atlas/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
    ],
)
def test_what_speaks_of_the_process_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/carte", "/_stcore/health", "/_stcore/metrics"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["connect-src"] == policy["default-src"] == "'self'"
    assert "'unsafe-inline'" not in policy["script-src"]


def test_the_document_is_french_named_and_shows_what_the_link_is(client: TestClient) -> None:
    shown = client.get('/carte?filiere=Santé&x="><script>alert(1)</script>')
    text = shown.text
    assert text.count("<html") == 1 and '<html lang="fr" ' in text
    assert "<title>Carte &amp; lieux – Atlas des Territoires d’industrie</title>" in text
    told = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', text))
    assert told["og:image"] == f"{ORIGIN}/app/static/apercu.png"
    assert html.unescape(told["og:url"]).startswith(f"{ORIGIN}/carte?filiere=")
    assert "<script>" not in text
    assert "Streamlit" not in re.sub(r"\./static/\S+", "", text)
    assert text.index("./page-") < text.index("./static/js/index")  # French before Streamlit draws
    assert text.index('<div id="root">') < text.index("./page-", text.index("<body>"))  # the style: after Streamlit's


def test_the_document_of_a_page_beside_the_panel_leaves_its_place_free(client: TestClient) -> None:
    assert '<html lang="fr" class="beside-panel">' in client.get("/carte?filiere=Santé").text
    for path in ("/", "/carte?embed=figure", "/carte?mode=presentation", "/nulle-part"):
        assert '<html lang="fr">' in client.get(path).text


def test_the_style_of_the_pages_comes_with_the_document(client: TestClient) -> None:
    (address,) = re.findall(r'<link rel="stylesheet" href="\.(/page-\w+\.css)"', client.get("/").text)
    style = client.get(address)
    assert "immutable" in style.headers["cache-control"] and style.headers["content-type"].startswith("text/css")
    assert "prefers-reduced-motion" in style.text and ".map-stage" in style.text


def test_the_scripts_of_common_elements_are_fetched_before_they_are_needed() -> None:
    (told,) = re.findall(r"const PARTS = (\[.*\]);", document.page_script())
    files = [Path(document.file_util.get_static_dir()) / address for address in json.loads(told)]
    assert len(files) == len(set(files)) > 10 and all(file.is_file() for file in files)


def test_an_endless_address_is_not_told_again(client: TestClient) -> None:
    """Escaped and compressed in the loop, twenty of them kept everybody waiting for five seconds."""
    short, endless = (client.get("/carte?" + "a=%E9&" * count).text for count in (1, 9_000))
    assert 'content="https://atlas.exemple.fr/carte?a=%E9' in short
    assert 'content="https://atlas.exemple.fr/carte"' in endless and len(endless) < len(short)


def test_the_picture_of_links_is_there() -> None:
    picture = document.ASSETS.parent.parent / "static" / "apercu.png"
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_the_script_of_the_document_is_served_once_for_all(client: TestClient) -> None:
    (address,) = re.findall(r'src="\.(/page-\w+\.js)"', client.get("/").text)
    script = client.get(address)
    assert "immutable" in script.headers["cache-control"]
    assert script.text == document.page_script()


def test_a_page_is_a_word_and_all_else_is_for_streamlit(client: TestClient) -> None:
    for path in ("/_stcore/health", "/app/static/apercu.png", "/favicon.png", "/media/x.csv"):
        assert client.get(path).text == "Streamlit"


def test_another_streamlit_is_said_to_be_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<!-- a --><html><title>Streamlit</title></html>")
    monkeypatch.setattr(document.file_util, "get_static_dir", lambda: str(tmp_path))
    with pytest.raises(ValueError, match="another version"):
        Document(answered, {}, set())  # type: ignore[arg-type]


def test_scripts_travel_compressed_and_unchanged(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    script = next((compression._SCRIPTS / "js").glob("index.*.js"))
    found = client.get(f"/static/js/{script.name}", headers={"accept-encoding": "gzip, br"})
    assert found.headers["content-encoding"] == "br" and "immutable" in found.headers["cache-control"]
    assert int(found.headers["content-length"]) < script.stat().st_size / 3
    assert found.content in (script.read_bytes(), brotli.compress(script.read_bytes()))  # httpx may have read it
    monkeypatch.setattr(compression, "_read", None)  # kept: not read again
    assert client.get(f"/static/js/{script.name}", headers={"accept-encoding": "br"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/static/js/{script}"])
def test_what_is_refused_compressed_comes_as_it_is(client: TestClient, path: str) -> None:
    script = next((compression._SCRIPTS / "js").glob("index.*.js"))
    found = client.get(path.format(script=script.name), headers={"accept-encoding": "br;q=0, gzip;q=0"})
    assert "content-encoding" not in found.headers


def test_contours_are_served_from_where_they_are(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "style.1.json").write_text("{}")
    monkeypatch.setattr(compression, "STATIC_FOLDER", tmp_path)
    monkeypatch.setattr(compression, "_FOLDERS", {"/app/static/geo/": tmp_path})
    for coding in ("br", "identity"):
        found = client.get("/app/static/geo/style.1.json", headers={"accept-encoding": coding})
        assert found.headers["content-type"] == "application/json"
        assert found.content in (b"{}", brotli.compress(b"{}"), compression.brotli_of(b"{}"))
    assert client.get("/app/static/geo/none.json", headers={"accept-encoding": "identity"}).text == "Streamlit"


def test_fonts_are_served_as_they_are_and_kept_for_ever(client: TestClient) -> None:
    path = next(FONTS.glob("*.woff2"))
    found = client.get(f"/app/static/fonts/{path.name}", headers={"accept-encoding": "br"})
    assert found.content == path.read_bytes()
    assert found.headers["content-type"] == "font/woff2"
    assert "immutable" in found.headers["cache-control"]
    assert "content-encoding" not in found.headers


@pytest.mark.parametrize(
    "path",
    ["/static/js/../../index.html", "/static/js/none.js", "/app/static/geo/%2e%2e/apercu.json", "/static/js/a.map"],
)
def test_what_is_no_file_of_these_is_for_streamlit(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"accept-encoding": "br"}).headers.get("content-encoding") != "br"


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "_MAX_KEPT", 10)
    kept = Compressed(answered)  # type: ignore[arg-type]
    for number in range(5):
        kept._keep(Path(str(number)), b"1234")
    assert list(kept._kept) == [Path("3"), Path("4")]


def test_nobody_may_frame_a_page_but_the_sites_of_the_setting() -> None:
    def ancestors(*origins: str) -> str:
        policy = dict(headers.sent(origins))[b"content-security-policy"].decode()
        return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))

    assert ancestors() == "frame-ancestors 'none'"
    assert ancestors("https://exemple.fr") == "frame-ancestors 'self' https://exemple.fr"
    assert headers.frames(" https://exemple.fr  http://127.0.0.1:9 ") == ("https://exemple.fr", "http://127.0.0.1:9")


@pytest.mark.parametrize(
    "said", ["*", "exemple.fr", "https://exemple.fr/page", "https://a.fr; script-src *", "https://"]
)
def test_what_is_no_origin_is_refused_in_french(said: str) -> None:
    with pytest.raises(DataError, match=r"TERRITOIRES_FRAMES.*n'est pas l'origine d'un site.*Remède"):
        headers.frames(said)
