"""What a page is on paper: no filter to set, no button, the filters in words, where it is and when it was printed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.reading import eventually, settled

FILTERED = "filiere=Sant%C3%A9&annees=2020-2026"
PAGES = (f"carte?mesure=investissement&{FILTERED}", "territoire?lieu=territoire-2-ti-8408")
SEEN = """selector => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility()
  && each.getBoundingClientRect().width > 1).map((each) => each.outerHTML.slice(0, 120))"""
CONTROLS = """button:not([class*='st-key-chip-'] *, .sort-rows), input, textarea, select, [role=combobox],
  [role=slider], [data-testid=stSidebar],
  [data-testid=stHeader], [class*='st-key-chip-'] [data-testid=stIconMaterial]"""
CUT = """() => [...document.querySelectorAll("[class*='st-key-figure-']")].filter((each) =>
  each.querySelectorAll("tr").length < 30 && getComputedStyle(each).breakInside !== "avoid").length"""
WITHIN = """() => [...document.querySelectorAll("canvas, .stMain svg")].every((each) =>
  each.getBoundingClientRect().right <= document.documentElement.clientWidth + 1)"""


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.partition("?")[0])
def test_a_page_on_paper_has_no_controls_and_says_where_it_is(server: str, open_page: OpenPage, address: str) -> None:
    page = open_page(f"{server}/{address}")
    page.emulate_media(media="print")
    assert settled(page, lambda: page.evaluate(SEEN, CONTROLS)) == []
    if FILTERED in address:
        said = settled(page, page.locator(".st-key-chips").inner_text).replace("\u00a0", " ").replace("\u2060", "")
        assert "Filière : Santé" in said and "Année : de 2020 à 2026" in said and "close" not in said
    assert settled(page, lambda: page.evaluate(CUT)) == 0
    page.set_viewport_size({"width": 718, "height": 1000})  # of an A4 sheet within its margins
    page.wait_for_function(WITHIN)  # charts follow their paper
    page.pdf(format="A4")
    eventually(page.locator(".printed").inner_text, lambda it: it.startswith("Imprimé le ") and it.endswith(address))
    page.emulate_media(media="screen")
    expect(page.locator(".printed")).to_be_hidden()
