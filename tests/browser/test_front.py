"""The front before the real Streamlit: what a stranger cannot do, what a page says when it cannot be drawn."""

import socket
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import once
from tests.browser.test_shell import expect_french
from tests.chaos.crowd import outside

HANDSHAKES = 100
NOWHERE = "http://127.0.0.1:9"
TRIED = """
  const stopped = [];
  document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
  fetch(other).catch(() => null);
  const added = (name, told) => document.body.append(Object.assign(document.createElement(name), told));
  added("img", { src: other });
  added("iframe", { src: other });
  added("script", { src: other });
  added("script", { textContent: "window.entered = true" });
  const button = document.createElement("button");
  button.setAttribute("onclick", "window.entered = true");
  button.click();
  const form = Object.assign(document.createElement("form"), { action: other, method: "post" });
  document.body.append(form);
  form.submit();
  return new Promise((resolve) => {
    const tell = () => resolve(window.entered ? ["entered"] : stopped);
    document.addEventListener("securitypolicyviolation", () => new Set(stopped).size === 6 && tell());
    setTimeout(tell, 60000);  // only a failure waits so long
  });
"""
SLOW_S = 10  # 24 s before the front, on a machine that did nothing else; one that does takes some


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


def test_handshakes_of_other_sites_are_refused_at_once(serving: tuple[subprocess.Popen[bytes], str]) -> None:
    process, server = serving
    with ThreadPoolExecutor(HANDSHAKES) as strangers:
        answers = [
            strangers.submit(handshake, server, origin)
            for origin in ["https://mechant.example", "http://127.0.0.1:1"] * (HANDSHAKES // 2)
        ]
        started = time.monotonic()
        with urllib.request.urlopen(f"{server}/_stcore/health", timeout=60) as health:
            assert health.read() == b"ok"
        assert time.monotonic() - started < SLOW_S
        assert outside(process.pid) == set()
        assert {answer.result() for answer in answers} == {"HTTP/1.1 403 Forbidden"}
    assert "101" in handshake(server, server)


def asked(address: str, path: str) -> str:
    """What the server answers to a browser that opens an address, as it is written."""
    netloc = urlsplit(address).netloc
    wanted = f"GET {path} HTTP/1.1\r\nHost: {netloc}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port), timeout=60) as connection:
        connection.sendall(wanted.encode())
        return b"".join(iter(lambda: connection.recv(2**16), b"")).decode()


def test_no_answer_says_what_serves_and_each_refusal_is_a_french_page(server: str) -> None:
    refused = {"//mechant.example": 400, "/_stcore/metrics": 404, "/media/x": 404, "/carte/x": 404, "/../x": 400}
    for path, status in {"/carte": 200, "/_stcore/health": 200, **refused}.items():
        head, _, body = asked(server, path).partition("\r\n\r\n")
        assert head.startswith(f"HTTP/1.1 {status} ") and "\r\nserver:" not in head.lower(), path
        assert (path in refused) == ("Aller à l’accueil" in body), path


def test_without_its_connection_a_page_says_why_in_french(server: str, browser: Browser) -> None:
    page = browser.new_page(locale="en-US")
    page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    page.goto(f"{server}/carte")
    expect(page.get_by_role("alert").filter(has_text="pare-feu")).to_contain_text("Remède")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect_french(page)
    expect_closed_to_other_sites(page)
    page.close()


def expect_closed_to_other_sites(page: Page) -> None:
    """Whatever came to run in a page could neither take anything out of it nor bring anything in."""
    stopped = once(lambda: page.evaluate(f"() => {{ const other = '{NOWHERE}'; {TRIED} }}"))
    assert set(stopped) == {"connect-src", "img-src", "frame-src", "script-src-elem", "script-src-attr", "form-action"}
