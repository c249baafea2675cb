"""The front before the real Streamlit: what a stranger cannot do, what a page says when it cannot be drawn."""

import socket
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

HANDSHAKES = 100
SLOW_S = 2  # 24 s before the front; a loaded machine takes a part of one


def handshake(address: str, origin: str) -> str:
    """The first line of the answer to a websocket handshake."""
    host = urlsplit(address).netloc
    asked = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port), timeout=60) as connection:
        connection.sendall(asked.encode())
        return connection.recv(4096).decode("latin-1").partition("\r\n")[0]


def test_handshakes_of_other_sites_are_refused_at_once(server: str) -> None:
    with ThreadPoolExecutor(HANDSHAKES) as strangers:
        answers = [
            strangers.submit(handshake, server, origin)
            for origin in ["https://mechant.example", "http://127.0.0.1:1"] * (HANDSHAKES // 2)
        ]
        started = time.monotonic()
        with urllib.request.urlopen(f"{server}/_stcore/health", timeout=60) as health:
            assert health.read() == b"ok"
        assert time.monotonic() - started < SLOW_S
        assert {answer.result() for answer in answers} == {"HTTP/1.1 403 Forbidden"}
    assert "101" in handshake(server, server)


def test_without_its_connection_a_page_says_why_in_french(server: str, browser: Browser) -> None:
    page = browser.new_page(locale="en-US")
    page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    page.goto(f"{server}/carte")
    expect(page.get_by_role("alert").filter(has_text="pare-feu")).to_contain_text("Remède")
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.close()
