"""Whole pages of the real site, as a browser and the server live them: `python -m tests.bench.bench_pages`.

A first visit over a line of 10 Mbit/s and 40 ms, what moves while each page loads, a change of filter from the click to
the picture and its bytes, and the script of each page beyond that of an empty one. Times are medians of one run.
"""

import shutil
import statistics
import sys
import time
import zlib
from base64 import b64decode
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from components.visit import navigation
from components.visit.visit import Visit
from data.editions import registry
from tests.bench import bench_sheet
from tests.bench.table import Line
from tests.browser.conftest import ARGUMENTS, HEARD, LAPTOP, PHONE, PROJECTOR, served
from tests.browser.reading import drawn

CHANGES = 7
# A sheet is what most come for, and its page without a place is nearly empty; so is that of a project.
VIEWS = (
    *(entry.slug for entry in navigation.PAGES if entry.listed),
    "territoire?lieu=commune-63430",
    "projet?projet=p9b742ef2",
)
# By size of screen: on a wide one, rows take one line where more was kept for them; on a phone, rows of links take two.
SEEN = {
    "": (LAPTOP, VIEWS),
    " en 1920 par 1080": (PROJECTOR, VIEWS),
    " sur un téléphone": (PHONE, ("territoire?lieu=territoire-2-ti-8408", "carte?filiere=Sant%C3%A9")),
}
LINE: Final = {"offline": False, "latency": 40, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6}
SHIFTS: Final = """new PerformanceObserver((list) => {
  const unasked = list.getEntries().filter((entry) => !entry.hadRecentInput);
  window.shifted = unasked.reduce((sum, entry) => sum + entry.value, window.shifted ?? 0);
}).observe({ type: "layout-shift", buffered: true });
localStorage.setItem("premiere-visite", "vue")"""
IN_FRENCH: Final = "() => document.documentElement.lang === 'fr' && document.title.includes('Territoires')"
MAP: Final = ".map.drawn"
SMALL: Final = ".st-key-small-communes button"
ALL: Final = ".st-key-chips-clear button"
# What the click changes is on the screen: the count says it, and two frames are over.
PAINTED: Final = """async (before) => {
  const count = () => document.querySelector(".st-key-chips p")?.textContent;
  while (count() === before || !count()) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - window.clicked;
}"""
SCRIPT_MS, SHIFT, FIRST_BYTES, FRENCH_S, MAP_S, CHANGE_KB, PAINT_MS = 60, 0.1, 1.8, 0.3, 4.5, 6, 400


class First(NamedTuple):
    """A first visit of the home page: bytes received, seconds until it is in French and until its map is there."""

    received: float
    french: float
    map: float


def main() -> list[Line]:
    """Print what is found, and give the lines of the table."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium est nécessaire")
    with sync_playwright() as playwright, served(registry.home()) as (_, address):
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        lines = [*of_site(browser, address), *of_scripts()]
        browser.close()
    for line in lines:
        print(line.text())
    return lines


def of_site(browser: Browser, address: str) -> list[Line]:
    """What a browser lives of a site."""
    visited(browser, address)  # what the first visitor of a process alone waits for
    lines = [*of_first(first_visit(browser, address)), *of_change(browser, address)]
    moved = {
        f"{view}{where}": shift(browser, address, view, size) for where, (size, views) in SEEN.items() for view in views
    }
    return [*lines, *(Line(f"décalage au chargement, {view}", each, "", limit=SHIFT) for view, each in moved.items())]


def context(browser: Browser, size: tuple[int, int] = LAPTOP) -> BrowserContext:
    """A visitor who never came, but for the steps of a first visit."""
    width, height = size
    new = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    new.add_init_script(HEARD)
    new.add_init_script(SHIFTS)
    return new


def visited(browser: Browser, address: str) -> None:
    """Open and leave the home page."""
    visit = context(browser)
    page = visit.new_page()
    page.goto(address)
    drawn(page)
    visit.close()


def first_visit(browser: Browser, address: str) -> First:
    """One visit over the line."""
    visit = context(browser)
    page = visit.new_page()
    wire = visit.new_cdp_session(page)
    received = [0.0]
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    packed = packer()
    wire.on("Network.webSocketFrameReceived", lambda event: received.append(packed(_content(event))))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    start = time.monotonic()
    page.goto(address, wait_until="commit")
    page.wait_for_function(IN_FRENCH)
    french = time.monotonic() - start
    page.wait_for_selector(MAP, state="attached")
    whole = time.monotonic() - start
    drawn(page)
    visit.close()
    return First(sum(received), french, whole)


def _content(event: dict[str, Any]) -> bytes:
    return b64decode(event["response"]["payloadData"])


def packer() -> Callable[[bytes | str], int]:
    """Bytes of each message of a connection as the server sends it: a browser tells what it has unpacked."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS, memLevel=5)  # as components/front/wire.py

    def packed(message: bytes | str) -> int:
        content = message.encode() if isinstance(message, str) else message
        size = len(compressor.compress(content) + compressor.flush(zlib.Z_SYNC_FLUSH)) - 4
        return size + (2 if size < 126 else 4)

    return packed


def of_first(found: First) -> list[Line]:
    """The lines of a first visit."""
    return [
        Line("première visite, 10 Mbit/s : octets reçus", found.received / 1e6, "Mo", limit=FIRST_BYTES),
        Line("première visite, 10 Mbit/s : en français", found.french, "s", limit=FRENCH_S),
        Line("première visite, 10 Mbit/s : carte", found.map, "s", limit=MAP_S),
    ]


def of_change(browser: Browser, address: str) -> list[Line]:
    """« Petites communes », then all again, on the home page."""
    visit = context(browser)
    page = visit.new_page()
    messages: list[int] = []
    packed = packer()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: messages.append(packed(data))))
    page.goto(address)
    drawn(page)
    page.evaluate("addEventListener('click', () => { window.clicked = performance.now(); }, true)")
    times, sizes = [], []
    for turn in range(CHANGES + 1):
        messages.clear()
        times.append(changed(page, SMALL))
        sizes.append(sum(messages))
        changed(page, ALL)
        if not turn:  # what the first change alone fetches
            times, sizes = [], []
    visit.close()
    return [
        Line("changement de filtre, Accueil : du clic à l'image", statistics.median(times), "ms", limit=PAINT_MS),
        Line("changement de filtre, Accueil : octets", statistics.median(sizes) / 1e3, "ko", limit=CHANGE_KB),
    ]


def changed(page: Page, button: str) -> float:
    """Milliseconds from the click on a button to the picture of what it changes."""
    before = page.locator(".st-key-chips p").first.text_content()
    page.locator(button).first.click()
    painted: float = page.evaluate(PAINTED, before)
    drawn(page)
    return painted


def shift(browser: Browser, address: str, view: str, size: tuple[int, int]) -> float:
    """How far what is on the screen moves while a page loads (https://web.dev/articles/cls)."""
    visit = context(browser, size)
    page = visit.new_page()
    page.goto(f"{address}/{'' if view == navigation.PAGES[0].slug else view}")
    drawn(page)
    moved: float = page.evaluate("window.shifted ?? 0")
    visit.close()
    return moved


def of_scripts() -> list[Line]:
    """What the script of each filtered page costs beyond an empty one, under filters that were never asked for."""
    visit = bench_sheet.harness()
    empty = statistics.median(bench_sheet.opened(visit, None) for _ in range(CHANGES))
    asked = [{"filiere": sector} for sector in Visit.current().vocabulary().filieres[:CHANGES]]
    lines = []
    for entry in (each for each in navigation.PAGES if each.filtered and each.listed):
        visit.switch_page(entry.path)
        bench_sheet.under(visit, {})
        spent = statistics.median(bench_sheet.under(visit, each) for each in asked)
        lines.append(Line(f"script d'un filtre, {entry.slug}", spent - empty, "ms", limit=SCRIPT_MS))
    return lines


if __name__ == "__main__":
    main()
