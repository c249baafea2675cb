"""The bench of whole pages runs: what nobody runs between two measures would stop at its first command."""

import pytest
from playwright.sync_api import Browser

from tests.bench import bench_pages


def test_whole_pages_are_measured(monkeypatch: pytest.MonkeyPatch, browser: Browser, server: str) -> None:
    monkeypatch.setattr(bench_pages, "CHANGES", 1)
    monkeypatch.setattr(bench_pages, "VIEWS", ("territoire?lieu=commune-63430",))
    found = {line.subject: line.ours for line in bench_pages.of_site(browser, server)}
    assert found["première visite, 10 Mbit/s : octets reçus"] > 1
    assert 0 < found["changement de filtre, Accueil : octets"] < 100
    assert found["décalage au chargement, territoire?lieu=commune-63430"] < 1
