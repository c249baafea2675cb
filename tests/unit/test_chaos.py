"""A sample of `make chaos`, without its server: nothing is lost. Then what would be lost is counted as such."""

import logging
import socket
import subprocess
import sys
import threading

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from data.paths import PROJECT
from tests.chaos.outcome import Outcome, table
from tests.chaos.visitor import Visitor

_QUIET = logging.getLogger("quiet")
_QUIET.setLevel(logging.CRITICAL + 1)


@pytest.mark.slow
def test_a_sample_of_bad_days_loses_nothing() -> None:
    command = [sys.executable, "-m", "tests.chaos", "--short"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    *_, tried, survived, lost = done.stdout.splitlines()[-1].split()
    assert int(tried) == int(survived) > 60 and lost == "0"


def test_a_connection_that_the_server_ends_is_told_to_the_table_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)  # of the library, which says there all that it does

    def health(connection: ServerConnection, asked: Request) -> Response | None:
        return connection.respond(200, "ok") if asked.path == "/_stcore/health" else None

    def end(connection: ServerConnection) -> None:
        connection.recv()
        connection.socket.shutdown(socket.SHUT_RDWR)

    served = serve(end, "127.0.0.1", 0, process_request=health, subprotocols=["streamlit"], logger=_QUIET)  # type: ignore[list-item]
    with served as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visitor = Visitor(f"http://127.0.0.1:{server.socket.getsockname()[1]}")
        visitor.ask("carte")
        with pytest.raises(ConnectionClosed):
            visitor.read()
        server.shutdown()
    assert caplog.records == []


def test_what_is_lost_is_counted_and_named() -> None:
    found = Outcome("bits")
    for fault in (None, "a table is read otherwise", None):
        found.count(fault)
    assert table([found]).splitlines()[1].split() == ["bits", "3", "2", "1"]
    assert table([found]).endswith("lost: bits: a table is read otherwise")
