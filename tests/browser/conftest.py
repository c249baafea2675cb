"""A real server process and a real Chromium. Without Chromium, this tier is skipped and says so.

Nothing may leave the machine: every page of every test is watched, and a request to another host fails the test.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from data.editions.registry import HOME_VARIABLE
from data.paths import PROJECT
from tests.browser.reading import WAIT_MS, drawn

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)
# Only a failure waits so long, as `WAIT_MS`.
START_S = 180
UNFOLDED = """() => {
  const panel = document.querySelector("[data-testid=stSidebar]");
  return panel.getBoundingClientRect().left === 0 && panel.getAnimations({ subtree: true }).length === 0;
}"""
# Streamlit says that a page runs once its server has said so, late on a busy machine: whether what a page asked for has
# begun is seen where both pass. By the numbers of the fields of BackMsg and ForwardMsg.
HEARD = """(() => {
  const [HASH, METADATA, NEW_SESSION, RERUN] = [1, 2, 4, 11];
  const kind = (message) => {
    const bytes = new Uint8Array(message);
    let at = 0;
    const number = () => {
      let found = 0;
      for (let shift = 0; ; shift += 7) {
        found |= (bytes[at] & 127) << shift;
        if (bytes[at++] < 128) return found;
      }
    };
    while (at < bytes.length) {
      const field = number() >> 3;
      if (field !== HASH && field !== METADATA) return field;
      const length = number();
      at += length;
    }
    return null;
  };
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", ({ data }) => { if (kind(data) === NEW_SESSION) window.unheard = false; });
    }
    send(message) {
      if (kind(message) === RERUN) window.unheard = true;
      super.send(message);
    }
  };
})()"""
POLICY = "Content Security Policy"  # what the browser says of what it did not let a page do
# The language of the browser must not matter: the least favourable one is the default.
LOCALE = "en-US"
CLIPBOARD = ("clipboard-read", "clipboard-write")
CAME_BEFORE = "localStorage.setItem('premiere-visite', 'vue')"
LAPTOP, PROJECTOR, PHONE = (1366, 768), (1920, 1080), (390, 844)

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tier, so that it can be left out with `-m "not browser"`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """The Chromium of the machine, not started."""
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """One Chromium for the visitors who come beside another, or with settings of their own."""
    started = chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
    yield started
    started.close()


@pytest.fixture(scope="session")
def tab(chromium: BrowserType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The one tab of a Chromium that keeps its compiled scripts, as only one with a profile does.

    A page costs it a fifth less, and two fifths less again where one of the same site was in the tab.
    """
    folder = tmp_path_factory.mktemp("profile")
    executable = shutil.which("chromium")
    context = chromium.launch_persistent_context(
        folder, executable_path=executable, args=list(ARGUMENTS), locale=LOCALE, permissions=list(CLIPBOARD)
    )
    context.add_init_script(HEARD)
    yield context.pages[0]
    context.close()


@dataclass(frozen=True)
class Elsewhere:
    """Another site, which may show our figures: its origin, and the folder of its pages."""

    origin: str
    folder: Path


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """It answers until the end of the session."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder)) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield Elsewhere(f"http://127.0.0.1:{site.server_port}", folder)
        site.shutdown()


@pytest.fixture(scope="session")
def serving(home: Path, elsewhere: Elsewhere) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process and the address of a server that the tests share."""
    with served(home, TERRITOIRES_FRAMES=elsewhere.origin) as process_and_address:
        yield process_and_address


@pytest.fixture(scope="session")
def server(serving: tuple[subprocess.Popen[bytes], str]) -> str:
    """The address of the server that the tests share."""
    return serving[1]


@pytest.fixture
def open_page(tab: Page, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """`open_page(address, size=LAPTOP, first_visit=False, script="", **context)`: a page of a new visitor, drawn, its
    requests watched.

    first_visit: whether the steps of a first visit are shown, as to one who never came. script: run before any other.
    """
    requested: list[str] = []
    blocked: list[str] = []
    with ExitStack() as afterwards:
        pages: list[Page] = []

        def opened(
            address: str,
            size: tuple[int, int] = LAPTOP,
            *,
            first_visit: bool = False,
            script: str = "",
            **options: object,
        ) -> Page:
            if pages or options:
                page = visitor(request.getfixturevalue("browser"), **options)
                afterwards.callback(page.context.close)
            else:
                page = tab
                afterwards.callback(forget, page, address)
            pages.append(page)
            set_size(page, size)
            for each in (script,) if first_visit else (CAME_BEFORE, script):
                afterwards.enter_context(page.add_init_script(each))
            page.set_default_timeout(WAIT_MS)
            watched(page, requested, blocked, afterwards)
            page.goto(address)
            drawn(page)
            return page

        yield opened
    assert not [url for url in requested if _leaves(url)]
    assert blocked == []


def watched(page: Page, requested: list[str], blocked: list[str], afterwards: ExitStack) -> None:
    """Keep what a page asks for, and what its policy forbids to it."""

    def ask(request: Request) -> None:
        requested.append(request.url)

    def say(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            blocked.append(message.text)

    page.on("request", ask)
    afterwards.callback(page.remove_listener, "request", ask)
    page.on("console", say)
    afterwards.callback(page.remove_listener, "console", say)


def visitor(browser: Browser, **options: Any) -> Page:
    """An empty page of a new visitor."""
    context = browser.new_context(**{"locale": LOCALE, **options})
    context.add_init_script(HEARD)
    return context.new_page()


def forget(page: Page, address: str) -> None:
    """Leave the tab as a visitor finds it who never came: on a page without a script, of the site, which it keeps."""
    for other in page.context.pages:  # what it opened beside itself
        if other is not page:
            other.close()
    with suppress(PlaywrightError):  # a server that has stopped
        page.goto(urljoin(address, "/_stcore/health"))
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.context.clear_cookies()
    page.emulate_media(media="null", reduced_motion="null", forced_colors="null")
    page.mouse.move(0, 0)
    session = page.context.new_cdp_session(page)
    session.send("Page.resetNavigationHistory")
    session.detach()


@pytest.fixture
def page(server: str, open_page: OpenPage) -> Page:
    """The home page on a laptop, its filters unfolded."""
    page = open_page(server)
    page.get_by_role("button", name="Afficher les filtres").click()
    page.wait_for_function(UNFOLDED)  # a list that is opened while the panel slides is closed by it
    return page


def set_size(page: Page, size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})


def resize(page: Page, size: tuple[int, int]) -> None:
    """Another window, which the page has followed."""
    set_size(page, size)
    page.wait_for_function(f"innerWidth === {size[0]}")
    drawn(page)


@contextmanager
def served(home: Path, **told: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A new `streamlit run serve.py` on a free port, with the project's settings; stopped at the end.

    told: more of its environment.
    """
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", f"--server.port={port}", "--server.headless=true"]
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, HOME_VARIABLE: str(home), **told},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield process, address
    finally:
        process.terminate()
        process.wait(timeout=START_S)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped by itself"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"no answer from {url} after {START_S} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _leaves(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1"
