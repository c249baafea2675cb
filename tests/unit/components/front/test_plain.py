"""Plain data as it is served: kept by its edition, refused in French, never more at once than the server takes."""

import threading
from pathlib import Path
from typing import Any

import brotli
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.front import plain
from components.front.plain import Plain
from components.front.refusals import Refusals
from data.editions import registry
from data.plain.counter import Answer
from data.workers.servant import StoppedError
from geo.errors import DataError

TEXT = "région;projets\r\n".encode()


class Desk:
    """What stands for the process that answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.fault: Exception | None = None
        self.closed = threading.Event()
        self.closed.set()

    def ask(self, edition: str, resource: Any, kind: str, query: str, site: str) -> Answer:
        self.asked.append((edition, resource.name, kind, query, site))
        assert self.closed.wait(10)
        if self.fault is not None:
            raise self.fault
        return Answer(brotli.compress(TEXT), "text/csv", True, "/api/projets.csv?debut=2", 9)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def edition_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(registry.HOME_VARIABLE, str(tmp_path))
    return registry.publish({"projets": pd.DataFrame({"n": [1]})}).id


@pytest.fixture
def client(desk: Desk) -> TestClient:
    async def behind(_: object) -> PlainTextResponse:
        return PlainTextResponse("Streamlit")

    routes = [Route("/{path:path}", behind, methods=["GET", "POST"])]
    middleware = [Middleware(Refusals), Middleware(Plain, desk=lambda: desk)]
    return TestClient(Starlette(routes=routes, middleware=middleware), follow_redirects=False)


def test_an_answer_is_kept_by_its_edition_and_sent_once(client: TestClient, desk: Desk, edition_id: str) -> None:
    found = client.get("/api/projets.csv?filiere=Santé&nombre=2", headers={"accept-encoding": "br"})
    assert found.status_code == 200 and found.content == TEXT
    assert desk.asked == [(edition_id, "projets", "csv", "filiere=Sant%C3%A9&nombre=2", "http://testserver")]
    told = found.headers
    assert told["content-encoding"] == "br" and told["vary"] == "accept-encoding"
    assert told["link"] == '</api/projets.csv?debut=2>; rel="next"' and told["x-total-count"] == "9"
    assert told["access-control-allow-origin"] == "*" and "max-age=300" in told["cache-control"]
    assert edition_id in told["etag"]
    for sent in (told["etag"], f"W/{told['etag']}", f'"x", {told["etag"]}'):
        again = client.get("/api/projets.csv", headers={"if-none-match": sent})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == told["etag"]
    assert len(desk.asked) == 1
    assert client.get("/api/projets.csv", headers={"if-none-match": '"autre"'}).status_code == 200


def test_who_reads_no_brotli_gets_the_text(client: TestClient, edition_id: str) -> None:
    found = client.get("/api/projets.csv", headers={"accept-encoding": "gzip"})
    assert found.content == TEXT and "content-encoding" not in found.headers


def test_what_is_not_understood_is_said_in_french_and_not_kept(client: TestClient, desk: Desk, edition_id: str) -> None:
    desk.fault = DataError.single("paramètre « filiere »", "valeur ignorée", "choisir")
    found = client.get("/api/projets.json?filiere=X")
    assert found.status_code == 400 and found.headers["cache-control"] == "no-store" and "etag" not in found.headers
    assert found.json() == {
        "erreurs": [{"ou": "paramètre « filiere »", "message": "valeur ignorée", "remede": "choisir"}]
    }


def test_an_edition_that_cannot_be_read_is_no_fault_of_who_asks(
    client: TestClient, desk: Desk, edition_id: str
) -> None:
    desk.fault = DataError.single("édition 0, projets.parquet", "contenu altéré", "reconstruire")
    assert client.get("/api/projets.json").status_code == 503


def test_what_asks_too_much_may_come_again(client: TestClient, desk: Desk, edition_id: str) -> None:
    desk.fault = StoppedError("demande plus de 30 s", late=True)
    found = client.get("/api/projets.json")
    assert found.status_code == 503 and found.headers["retry-after"] == "5"
    assert found.json()["erreurs"][0]["message"] == "demande plus de 30 s"


def test_one_address_waits_for_so_many_answers_at_once(client: TestClient, desk: Desk, edition_id: str) -> None:
    desk.closed.clear()
    waiting = [threading.Thread(target=client.get, args=("/api/projets.csv",)) for _ in range(plain._MOST_OF_ONE)]
    with client:
        for each in waiting:
            each.start()
        while len(desk.asked) < plain._MOST_OF_ONE:
            pass
        assert client.get("/api/projets.csv").status_code == 503
        desk.closed.set()
        for each in waiting:
            each.join()
        assert client.get("/api/projets.csv").status_code == 200


def test_addresses_that_are_none_are_said_so(client: TestClient, edition_id: str) -> None:
    found = client.get("/api/projets.xlsx")
    assert found.status_code == 404 and "/api/" in found.json()["erreurs"][0]["remede"]
    assert client.get("/api").headers["location"] == "/api/"
    assert client.get("/apis").text == client.post("/api/projets.csv").text == client.get("/carte").text == "Streamlit"


def test_the_pages_about_it_and_the_archive_are_served(client: TestClient, edition_id: str) -> None:
    page = client.get("/api/")
    assert page.status_code == 200 and 'lang="fr"' in page.text and page.headers["content-language"] == "fr"
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.")
    found = client.get("/api/edition.tar")
    assert found.headers["content-disposition"] == f"attachment; filename=territoires-{edition_id}.tar"
    assert len(found.content) == int(found.headers["content-length"]) and b"manifest.json" in found.content[:100]


def test_without_an_edition_the_remedy_is_said(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(registry.HOME_VARIABLE, str(tmp_path / "vide"))
    found = client.get("/api/projets.csv")
    assert found.status_code == 503 and "make build" in found.json()["erreurs"][0]["remede"]
