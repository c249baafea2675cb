"""From a click to the painted map, and the bytes between, beside other libraries: `python -m tests.bench.bench_map`.

Each way has its own Streamlit server and its own Chromium with software rendering, one after the other. A click changes
all values; the time ends with the first frame that shows what the map is once at rest. Times are medians of one run and
only their ratios mean something. All have the same simplified contours; « par adresse », the browser reads them once
and only values are sent. « Réel », measured on demand (`--ways`): contours at full precision, as geopandas gives them,
so slow to settle that a run may give up.
"""

import argparse
import base64
import io
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

from data.editions import registry
from data.editions.registry import STATIC_FOLDER
from data.paths import PROJECT
from geo.errors import DataError
from tests.bench.table import Line, best

WAYS = {
    "atlas": "atlas (adresse + classes)",
    "altair": "altair",
    "pydeck": "pydeck GeoJsonLayer",
    "plotly": "plotly",
    "folium": "folium + streamlit-folium",
    "altair-adresse": "altair, par adresse",
    "pydeck-adresse": "pydeck, par adresse",
    "plotly-adresse": "plotly, par adresse",
    "plotly-reel": "plotly, contours réels",
    "folium-reel": "folium, contours réels",
}
BROWSER = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking")
SIZE = {"width": 1366, "height": 768}
START_S = 60
LIMIT_S = 90
# A page is at rest when nothing has changed for this long.
REST_S = 5.0
FIRST_MAP_S = 20
# Clicks before those that count.
WARM_UP = 2
# Share of pixels that differ by more than a JPEG does.
SAME, LEVELS = 0.002, 24


LAYERS_OF_PLOTLY = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
NOTHING = {"type": "GeometryCollection", "geometries": []}


class Measure(NamedTuple):
    """Of one way: milliseconds from click to paint, bytes per change, the same deflated."""

    paint_ms: float
    bytes_sent: float
    bytes_deflated: float


class Frame(NamedTuple):
    """A picture of the page (JPEG, base64), and when it arrived, in seconds of the system clock as the browser's."""

    at: float
    data: str

    def map(self) -> np.ndarray:
        """The map in grey levels: below the button, without the toolbar."""
        picture = Image.open(io.BytesIO(base64.b64decode(self.data))).convert("L")
        return np.asarray(picture, dtype=np.int16)[150:700, 60:1200]


def main() -> list[Line]:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=[way for way in WAYS if not way.endswith("-reel")])
    parser.add_argument("--clicks", type=int, default=7)
    arguments, _ = parser.parse_known_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium est nécessaire")
    try:
        registry.publish_static(registry.current(), STATIC_FOLDER)
    except DataError as error:
        sys.exit(str(error))
    results: dict[str, Measure] = {}
    with sync_playwright() as playwright:
        for way in arguments.ways:
            with served() as address:
                browser = playwright.chromium.launch(executable_path=chromium, args=list(BROWSER))
                results[way] = measure(browser, f"{address}/?carte={way}", arguments.clicks)
                browser.close()
            print(f"{WAYS[way]} : {results[way].paint_ms:.0f} ms", file=sys.stderr)
    report(results)
    return [best("carte, du clic à l'image", "ms", {way: each.paint_ms for way, each in results.items()}, "atlas")]


def report(results: dict[str, Measure]) -> None:
    """The table: medians, then how many times the first way."""
    first = next(iter(results.values()))
    print(f"{'carte de 183 territoires':28} {'octets':>10} {'compressés':>10} {'clic à image':>13} {'rapport':>8}")
    for way, found in results.items():
        ratio = found.paint_ms / first.paint_ms
        print(
            f"{WAYS[way]:28} {found.bytes_sent:10.0f} {found.bytes_deflated:10.0f} {found.paint_ms:10.0f} ms"
            f" {ratio:7.1f}x"
        )


@contextmanager
def served() -> Iterator[str]:
    """A Streamlit server of the page of `map_peers`, with the static folder of the application."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        # Streamlit serves the static folder beside the script.
        page = Path(folder) / "page.py"
        page.write_text("from tests.bench import map_peers\n\nmap_peers.draw()\n")
        (Path(folder) / "static").symlink_to(STATIC_FOLDER.parent)
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(page), "--server.port", str(port)],
            cwd=PROJECT,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health")
            yield address
        finally:
            process.terminate()
            process.wait()


def _wait_for(address: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                answer.read()
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    sys.exit(f"aucune réponse de {address}")


def measure(browser: Browser, address: str, clicks: int) -> Measure:
    """Medians over some clicks, after clicks that load everything."""
    page = browser.new_page(viewport=SIZE)
    page.route(lambda url: url.startswith("http") and "//127.0.0.1" not in url, _in_place_of_the_web)
    messages: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: messages.append(_bytes(data))))
    page.goto(address)
    button = page.get_by_role("button", name="Changer")
    button.wait_for(timeout=LIMIT_S * 1000)
    # The moment of the click itself: before it, Playwright takes its time to find the button.
    page.evaluate("addEventListener('click', () => { window.clicked = Date.now(); }, true)")
    film = Film(page)
    # Long enough for the slowest way: a first map that came later would be taken for that of the first click.
    page.wait_for_timeout(FIRST_MAP_S * 1000)
    before = film.until_rest()[-1].map()
    times, sent, deflated = [], [], []
    for turn in range(WARM_UP + clicks):
        messages.clear()
        button.click()
        frames = film.until_rest(before)
        after = frames[-1].map()
        if turn >= WARM_UP:
            painted = next(frame.at for frame in frames if not differ(frame.map(), after))
            elapsed = painted * 1000 - page.evaluate("window.clicked")
            if elapsed < 0:
                sys.exit(f"{address} : la carte a changé avant le clic")
            times.append(elapsed)
            sent.append(sum(map(len, messages)))
            deflated.append(len(zlib.compress(b"".join(messages), 6)))
        before = after
    film.stop()
    page.close()
    return Measure(statistics.median(times), statistics.median(sent), statistics.median(deflated))


def differ(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether more than a few pixels differ."""
    return bool((np.abs(first - second) > LEVELS).mean() > SAME)


def _in_place_of_the_web(route: Route) -> None:
    """plotly and folium ask outside servers for files that their maps cannot do without: give these, at once."""
    url = route.request.url
    if url.endswith("/leaflet.js"):
        route.fulfill(path=str(distribution("django-leaflet").locate_file("leaflet/static/leaflet/leaflet.js")))
    elif url.endswith(".json"):
        route.fulfill(json={"type": "Topology", "arcs": [], "objects": dict.fromkeys(LAYERS_OF_PLOTLY, NOTHING)})
    else:
        route.fulfill(body="")


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


class Film:
    """What the page shows, frame by frame, as Chromium presents it. Pictures are read afterwards: it takes time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[Frame] = []
        self.session = page.context.new_cdp_session(page)
        self.session.on("Page.screencastFrame", self._keep)
        self.session.send("Page.startScreencast", {"format": "jpeg", "quality": 60, "everyNthFrame": 1})

    def _keep(self, event: dict[str, Any]) -> None:
        self.frames.append(Frame(time.time(), event["data"]))
        self.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def stop(self) -> None:
        """Before the page closes: an event on its way would find nothing to answer to."""
        self.session.send("Page.stopScreencast")
        self.page.wait_for_timeout(500)

    def until_rest(self, before: np.ndarray | None = None) -> list[Frame]:
        """The frames until the map has changed and the page no longer does: Chromium sends one for each change."""
        start = time.monotonic()
        while time.monotonic() - start < LIMIT_S:
            self.page.wait_for_timeout(20)
            if not self.frames or time.time() - self.frames[-1].at < REST_S:
                continue
            if before is None or differ(before, self.frames[-1].map()):
                frames, self.frames = self.frames, []
                return frames
        sys.exit("la carte ne change pas, ou ne se fixe pas")


if __name__ == "__main__":
    main()
