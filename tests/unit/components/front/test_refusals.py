"""Whatever is refused is refused in French, as a page to who opened an address."""

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_path_security_middleware import PathSecurityMiddleware

from components.front.document import Document
from components.front.guard import Guard
from components.front.refusals import Refusals

SITE = "https://atlas.exemple.fr"
BROWSER = {"accept": "text/html,application/xhtml+xml"}


async def answered(request: Any) -> Response:
    match request.path_params["path"]:
        case "media/rapport.html":
            return HTMLResponse("<p>report</p>", headers={"content-disposition": "attachment"})
        case "media/part.csv":
            return PlainTextResponse("Range Not Satisfiable", 416, {"content-range": "bytes */9"})
        case "broken.json":
            raise RuntimeError("a bug")
        case path if path.startswith("_stcore/upload_file"):
            return PlainTextResponse("File too large", 413)
        case _:
            return HTMLResponse('<html lang="en">Streamlit')


@pytest.fixture
def client() -> TestClient:
    """A browser before the front and Streamlit's own guard of addresses."""
    front = [
        Middleware(Refusals),
        Middleware(Guard, hosts=list, origins=list),
        Middleware(Document, titles={}, beside_panel=set()),
        Middleware(PathSecurityMiddleware),
    ]
    routes = [Route("/{path:path}", answered, methods=["GET", "PUT"])]
    return TestClient(Starlette(routes=routes, middleware=front), base_url=SITE, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("method", "address", "status", "said"),
    [
        ("GET", f"{SITE}//mechant.example/x", 400, "une seule barre"),
        ("GET", f"{SITE}/%2e%2e/%2e%2e/etc/passwd.txt", 400, "mal formée"),
        ("GET", f"{SITE}/media/..%5c..%5cx.csv", 400, "mal formée"),
        ("GET", f"{SITE}/_stcore/metrics", 404, "n’est pas servie"),
        ("GET", f"{SITE}/carte/x.y", 404, "rien à cette adresse"),
        ("GET", f"{SITE}/_stcore/upload_file_/a", 413, "trop grand"),
        ("DELETE", f"{SITE}/a.b", 405, "ne se demande pas"),
        ("GET", f"{SITE}/broken.json", 500, "n’a pas pu répondre"),
        ("GET", f"{SITE}/media/part.csv", 416, "en entier"),
    ],
)
def test_each_refusal_is_french_a_page_to_a_browser_and_a_sentence_to_a_script(
    client: TestClient, method: str, address: str, status: int, said: str
) -> None:
    page, sentence = client.request(method, address, headers=BROWSER), client.request(method, address)
    assert page.status_code == sentence.status_code == status
    assert page.headers["content-language"] == "fr"
    assert '<html lang="fr">' in page.text and "Aller à l’accueil" in page.text
    assert said in page.text
    assert said in sentence.text and "<" not in sentence.text
    for english in ("Bad Request", "Not Found", "Streamlit", "File too large", "Internal Server Error"):
        assert english not in page.text + sentence.text


def test_what_is_no_refusal_stays_as_it_is(client: TestClient) -> None:
    assert client.get(f"{SITE}/media/rapport.html").text == "<p>report</p>"
    assert client.get(f"{SITE}/media/part.csv").headers["content-range"] == "bytes */9"
    assert client.get(f"{SITE}/carte").status_code == 200


def test_a_fault_after_the_answer_began_adds_nothing_to_it() -> None:
    async def half(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("a bug")

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError, match="a bug"):
        asyncio.run(Refusals(half)({"type": "http", "method": "GET", "path": "/", "headers": []}, half, send))  # type: ignore[arg-type]
    assert len(sent) == 1
