"""Every page on a laptop and a phone: French, accessible, a few screens, nothing beside the window."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from components.visit import navigation
from tests.browser.accessible_tree import misread
from tests.browser.conftest import LAPTOP, PHONE, OpenPage, resize, set_size
from tests.browser.reading import drawn, eventually, settled
from tests.browser.test_shell import expect_french, expect_opened_by_link, inaccessible

LEZOUX, THIERS = "territoire-2-ti-8408", "commune-63430"
SANTE = f"filiere={quote('Santé')}"
LONG_CHIPS = f"filiere={quote('Batteries et électronique de puissance')}&statut={quote('Annoncé')}&q=usine"
PATHS = (
    "",
    "carte",
    "filieres",
    "programmes",
    "mes_donnees",
    f"territoire?lieu={LEZOUX}",
    f"comparer?lieu={LEZOUX}&lieu={THIERS}",
    f"projets?{LONG_CHIPS}",
    "projet?projet=p9b742ef2",
    f"repartition?{LONG_CHIPS}",
)
PARTS = 2  # run side by side
READ_WHILE_LOADING = ("", "carte")  # one of each part: axe takes four seconds of processor
# Before anything is unfolded: what a page says first is read at once, the rest is asked for.
MOST_SCREENS = {LAPTOP: 4, PHONE: 6}
# Pixels of the page beside its window.
OVERFLOW = """Math.max(
    document.documentElement.scrollWidth, document.querySelector("[data-testid=stMain]").scrollWidth
) - window.innerWidth"""
SCREENS = """document.querySelector("[data-testid=stMain]").scrollHeight / window.innerHeight"""


@pytest.mark.parametrize("part", range(PARTS))
def test_on_screens_every_page_opens_by_a_link_is_french_accessible_and_fits(
    server: str, open_page: OpenPage, part: int
) -> None:
    page = open_page(server, size=PHONE)
    for entry in navigation.PAGES[1:][part::PARTS]:
        # A map is drawn again at each size, which is what takes long without a graphics card.
        set_size(page, PHONE)
        page.goto(f"{server}/{entry.slug}?{SANTE}")
        drawn(page)
        expect_to_fit_and_be_short(page, PHONE, entry.slug)
        resize(page, LAPTOP)
        expect_to_fit_and_be_short(page, LAPTOP, entry.slug)
        expect_opened_by_link(page, entry)
        expect_french_and_accessible(page)


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_opened_on_a_phone_are_french_accessible_and_fit(server: str, open_page: OpenPage, part: int) -> None:
    page = open_page(server, size=PHONE)
    for path in PATHS[part::PARTS]:
        page.goto(f"{server}/{path}", wait_until="commit")
        if path in READ_WHILE_LOADING:
            page.get_by_role("main").wait_for()
            assert inaccessible(page, loading=True) == [], page.url
        drawn(page)
        expect_to_fit_and_be_short(page, PHONE, path)
        expect_french_and_accessible(page)


def expect_to_fit_and_be_short(page: Page, size: tuple[int, int], path: str) -> None:
    """Nothing lies beside the window and the page is a few screens long, once its charts have followed its size."""
    eventually(lambda: page.evaluate(OVERFLOW), lambda beside: beside <= 0, path)
    eventually(lambda: page.evaluate(SCREENS), lambda screens: screens <= MOST_SCREENS[size], path)


def expect_french_and_accessible(page: Page) -> None:
    """No English word, nothing for axe or a reader to stumble on, the first table and every folded section open."""
    open_sections(page)
    expect_french(page)
    open_first_table(page)
    assert inaccessible(page) == [], page.url
    assert misread(page) == [], page.url


def open_sections(page: Page) -> None:
    folded = page.locator("[class*=st-key-section-] > details:not([open]) > summary")
    while settled(page, folded.count):
        folded.first.click()


def open_first_table(page: Page) -> None:
    tables = page.locator("details:not([open]) > summary").filter(has_text="Tableau (")
    opened = page.locator("table.data-table")
    if settled(page, lambda: tables.count() and not opened.count()):
        tables.first.click()
        opened.first.wait_for()
