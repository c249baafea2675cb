"""The benches of whole pages and of the map run: what nobody runs between two measures would stop at once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.editions.registry import HOME_VARIABLE
from tests.app.test_pages import MAX_MAP_BYTES
from tests.bench import bench_map, bench_pages
from tests.browser.conftest import PHONE, PROJECTOR

PHONE_VIEW = "carte?filiere=Sant%C3%A9"
WIDE_VIEW = "projet?projet=p9b742ef2"  # eight links on one line


def test_whole_pages_are_measured(monkeypatch: pytest.MonkeyPatch, browser: Browser, server: str) -> None:
    monkeypatch.setattr(bench_pages, "CHANGES", 1)
    seen = {" sur un téléphone": (PHONE, (PHONE_VIEW,)), " en grand": (PROJECTOR, (WIDE_VIEW,))}
    monkeypatch.setattr(bench_pages, "SEEN", seen)
    found = {line.subject: line.ours for line in bench_pages.of_site(browser, server)}
    assert found["première visite, 10 Mbit/s : octets reçus"] > 1
    assert 0 < found["changement de filtre, Accueil : octets"] < 100
    assert found[f"décalage au chargement, {PHONE_VIEW} sur un téléphone"] < bench_pages.SHIFT
    assert found[f"décalage au chargement, {WIDE_VIEW} en grand"] < bench_pages.SHIFT


def test_a_click_on_the_map_is_measured_and_sends_little(
    monkeypatch: pytest.MonkeyPatch, browser: Browser, home: Path
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    monkeypatch.setattr(bench_map, "REST_S", 0.7)
    monkeypatch.setattr(bench_map, "FIRST_MAP_S", 1)
    monkeypatch.setattr(bench_map, "WARM_UP", 1)
    with bench_map.served() as address:
        found = bench_map.measure(browser, f"{address}/?carte=atlas", 1)
    assert 0 < found.paint_ms < 1000 * bench_map.LIMIT_S
    assert found.bytes_deflated <= MAX_MAP_BYTES  # with its legend, and what Streamlit says of each run
