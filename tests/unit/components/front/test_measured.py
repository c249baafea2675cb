"""What is told of requests: how many and how long, nothing of who; nothing at all unless it is asked for."""

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from components.front import measured
from components.front.measured import Measured, Tally, route_of


async def answered(_: object) -> PlainTextResponse:
    return PlainTextResponse("corps")


async def talked(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_bytes(b"1234")
    await websocket.close()


def client(tally: Tally | None = None) -> TestClient:
    routes = [WebSocketRoute("/_stcore/stream", talked), Route("/{path:path}", answered)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Measured, tally=tally)]))


def test_a_line_says_how_long_and_nothing_of_who(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(measured.JOURNAL, "oui")
    site = client()
    journal = measured._journal()
    journal.addHandler(caplog.handler)
    try:
        site.get("/carte?q=Jean+Dupont", headers={"user-agent": "Secret", "x-forwarded-for": "203.0.113.7"})
        site.get("/media/9f-tableau-de-jean.csv")
        with site.websocket_connect("/_stcore/stream") as talk:
            assert talk.receive_bytes() == b"1234"
    finally:
        journal.removeHandler(caplog.handler)
    told = [json.loads(record.getMessage()) for record in caplog.records]
    assert [(each["route"], each["statut"], each["octets"]) for each in told] == [
        ("page", 200, 5),
        ("fichier", 200, 5),
        ("visite", 101, 4),
    ]
    assert all(set(each) == {"quand", "methode", "route", "statut", "ms", "octets"} for each in told)
    assert not any(word in caplog.text for word in ("Jean", "jean", "Secret", "203.0.113.7", "testclient"))


def test_nothing_is_told_unless_it_is_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    client().get("/carte")
    assert "route" not in caplog.text


@pytest.mark.parametrize(
    ("word", "given", "status"),
    [("", "", 404), ("", "Bearer ", 404), ("mot", "", 404), ("mot", "Bearer autre", 404), ("mot", "Bearer mot", 200)],
)
def test_counters_are_closed_without_their_word(
    monkeypatch: pytest.MonkeyPatch, word: str, given: str, status: int
) -> None:
    monkeypatch.setenv(measured.METRICS, word)
    found = client().get("/metriques", headers={"authorization": given})
    assert found.status_code == status
    assert ("atlas_requetes_total" in found.text) is (status == 200)


def test_counters_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(measured.METRICS, "mot")
    tally = Tally()
    for seconds in (0.001, 0.005, 0.2, 40):
        tally.count("page", 200, seconds)
    tally.count("page", 404, 0.5)
    lines = client(tally).get("/metriques", headers={"authorization": "Bearer mot"}).text.splitlines()
    assert 'atlas_requetes_total{route="page",statut="200"} 4' in lines
    assert 'atlas_duree_secondes_bucket{route="page",le="0.005"} 2' in lines
    assert 'atlas_duree_secondes_bucket{route="page",le="+Inf"} 5' in lines
    assert 'atlas_duree_secondes_count{route="page"} 5' in lines
    assert "atlas_pages_ouvertes 0" in lines


def test_a_route_is_a_word_of_few_whatever_is_asked() -> None:
    assert {route_of(path) for path in ("/", "/carte", "/x" * 500, "/_stcore/../etc")} == {"page", "streamlit"}
