"""A fresh server visits itself before it says that it is well, and serves all the same when it cannot."""

import logging
import threading
import time
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.front import warmth
from components.front.warmth import Warmth

HEALTH = "/_stcore/health"
LATEST_S = 60  # only a failure waits so long


class Behind:
    """An application that draws a page when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.hosts: set[str] = set()
        self.ready = threading.Event()
        self.fault: Exception | None = None

    async def stream(self, websocket: WebSocket) -> None:
        if self.fault is not None:
            raise self.fault
        await websocket.accept(subprotocol="streamlit")
        self.hosts.add(websocket.headers["host"])
        asked = BackMsg.FromString(await websocket.receive_bytes())
        self.asked.append(asked.WhichOneof("type"))
        while not self.ready.is_set():
            await websocket.send_bytes(ForwardMsg().SerializeToString())
            await warmth.asyncio.sleep(0.01)
        await websocket.send_bytes(ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString())

    async def answer(self, request: object) -> PlainTextResponse:
        self.asked.append(request.url.path)  # type: ignore[attr-defined]
        return PlainTextResponse("ok")

    def served(self) -> TestClient:
        routes = [WebSocketRoute("/_stcore/stream", self.stream), Route("/{path:path}", self.answer)]
        warm = Middleware(Warmth, hosts=lambda: ["*.exemple.fr", "atlas.exemple.fr"], files=lambda: ["/static/js/a.js"])
        return TestClient(Starlette(routes=routes, middleware=[warm]))


@pytest.fixture
def behind() -> Behind:
    return Behind()


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + LATEST_S
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_health_waits_for_the_page_and_the_scripts_of_the_first_visitor(behind: Behind) -> None:
    with behind.served() as client:
        cold = client.get(HEALTH)
        assert cold.status_code == 503 and "démarre" in cold.text
        assert client.get("/carte").text == "ok"  # who comes all the same is served
        behind.ready.set()
        until(lambda: client.get(HEALTH).status_code == 200)
    assert behind.asked[0] == "rerun_script" and "/static/js/a.js" in behind.asked
    assert behind.hosts == {"atlas.exemple.fr"}


def test_a_visit_that_fails_keeps_nobody_out(behind: Behind, caplog: pytest.LogCaptureFixture) -> None:
    behind.fault = ValueError("no page")
    with caplog.at_level(logging.ERROR), behind.served() as client:
        until(lambda: client.get(HEALTH).status_code == 200)
    assert "warm-up" in caplog.text


def test_a_visit_that_lasts_keeps_nobody_out(
    behind: Behind, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warmth, "_LONGEST_S", 0.2)
    with caplog.at_level(logging.ERROR), behind.served() as client:
        until(lambda: client.get(HEALTH).status_code == 200)
    assert "TimeoutError" in caplog.text


def test_the_scripts_are_those_of_streamlit() -> None:
    assert any(path.startswith("/static/js/index.") for path in warmth.scripts())
