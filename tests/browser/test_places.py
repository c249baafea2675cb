"""From a few letters or a click to the sheet of a place, and side by side, in a real browser."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.map_reading import DRAWN, circles, spot, told_at
from tests.browser.reading import drawn, eventually, settled, steady
from tests.browser.test_shell import chip, expect_address, travel
from tests.inventory import everything

SUGGESTIONS = ".st-key-place-suggestions a"
# Across and down the box of the national map: a place inside the territory « Creuse Industrie ».
CREUSE = (0.583, 0.532)
CREUSE_KEY = "territoire-2-ti-7506"
THIERS = "commune-63430"
LEZOUX = "territoire-2-ti-8408"
# All that the tab is named from now on.
NAMED = """() => {
  window.titles = [];
  new MutationObserver(() => {
    if (document.title !== window.titles.at(-1)) window.titles.push(document.title);
  }).observe(document.querySelector("title"), { childList: true });
}"""


def typed(page: Page, text: str) -> None:
    drawn(page)  # while a page gives way to another, both have their box
    page.get_by_label("Chercher un lieu", exact=True).click()
    page.keyboard.type(text, delay=40)


def suggested(page: Page, text: str, first: str) -> Locator:
    """The first place under the box, once those of the whole text are there."""
    typed(page, text)
    page.locator(f".st-key-place-suggestions [data-typed='{text}']").wait_for(state="attached")
    drawn(page)
    found = page.locator(SUGGESTIONS).first
    expect(found).to_contain_text(first)
    return found


def test_a_place_is_found_and_opened_by_keyboard_alone_or_said_not_to_be_found(
    server: str, open_page: OpenPage
) -> None:
    page = open_page(f"{server}/?filiere={quote('Santé')}")
    first = suggested(page, "thiers", "Thiers")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thiers", exact=True)).to_be_visible()
    expect_address(page, "/territoire", lieu=[THIERS], filiere=["Santé"])
    typed(page, "lezoux thiers")
    page.keyboard.press("Enter")  # opens the first place once it is that of what is typed
    expect(page.get_by_role("heading", name=re.compile("^Lezoux . Thiers"), level=1)).to_be_visible()
    drawn(page)
    expect(page.get_by_label("Chercher un lieu", exact=True)).to_have_value("")
    typed(page, "zzzzzz")
    expect(page.get_by_text("Rien trouvé")).to_be_visible()


@pytest.mark.parametrize("query", ["", "&par=habitants"], ids=["circles", "areas"])
def test_a_click_on_the_map_opens_the_sheet_and_back_keeps_the_filters(
    server: str, open_page: OpenPage, query: str
) -> None:
    page = open_page(f"{server}/carte?filiere={quote('Santé')}{query}")
    assert told_at(page, *CREUSE)[0] == "Creuse Industrie"
    page.mouse.click(*spot(page, *CREUSE))
    expect(page.get_by_role("heading", name="Creuse Industrie", exact=True)).to_be_visible()
    expect_address(page, "/territoire", lieu=[CREUSE_KEY], filiere=["Santé"], **_par(query))
    drawn(page)
    travel(page, -1)
    page.locator(DRAWN).first.wait_for()
    expect_address(page, "/carte", filiere=["Santé"], **_par(query))
    travel(page, 1)
    expect(page.get_by_role("heading", name="Creuse Industrie", exact=True)).to_be_visible()
    page.get_by_role("link", name="Voir sur la carte").click()
    page.locator(DRAWN).first.wait_for()
    expect(chip(page, "Santé")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+\s+projets sélectionnés")).first).to_be_visible()


def _par(query: str) -> dict[str, list[str]]:
    return {"par": ["habitants"]} if query else {}


def test_circles_follow_a_filter_on_a_map_that_can_be_clicked(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte?statut=Abandonn%C3%A9")
    few = steady(lambda: circles(page))
    page.get_by_role("button", name="Tout effacer").click()
    expect(
        page.get_by_text(re.compile(everything().replace(" ", r"\s") + r"\s+projets sélectionnés")).first
    ).to_be_visible()
    eventually(lambda: circles(page), lambda now: now > 2 * few)
    every = steady(lambda: circles(page))
    page.reload()
    drawn(page)
    eventually(lambda: circles(page), lambda now: abs(now - every) < 0.02 * every)


def test_a_comparison_is_restored_in_another_browser_and_changed_there(
    server: str, open_page: OpenPage, browser: Browser
) -> None:
    page = open_page(f"{server}/comparer?lieu={LEZOUX}")
    page.locator(".st-key-peers button").first.click()
    expect(headings(page)).to_have_count(2)  # the click was heard: what is typed next is typed in the new page
    suggested(page, "puy-de-dôme", "Puy-de-Dôme").click()
    expect(page.locator("table.data-table thead th", has_text="Puy-de-Dôme")).to_be_visible()
    expect(headings(page)).to_have_count(3)
    page.wait_for_url(lambda url: url.count("lieu=") == 3)
    other = open_page(settled(page, lambda: page.url))
    expect(headings(other)).to_have_text(settled(page, headings(page).all_inner_texts))
    other.get_by_role("button", name="Mettre en premier").last.click()
    expect(headings(other).first).to_have_text("Puy-de-Dôme")
    drawn(other)
    other.get_by_role("button", name="Retirer").first.click()
    expect(headings(other)).to_have_count(2)


def headings(page: Page) -> Locator:
    return page.get_by_test_id("stColumn").get_by_role("heading", level=2)


def test_on_a_phone_a_sheet_reads_in_one_column(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/territoire?lieu={LEZOUX}", size=PHONE)
    page.locator(DRAWN).first.wait_for()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
    placed = "figures => figures.map((figure) => figure.getBoundingClientRect().toJSON())"
    boxes = settled(page, lambda: page.locator("[class*='st-key-figure-']").evaluate_all(placed))
    assert len(boxes) >= 4
    assert all(box["width"] and box["left"] >= 0 and box["right"] <= PHONE[0] for box in boxes), boxes
    tops = [box["top"] for box in boxes]
    assert tops == sorted(tops)


def test_the_sentences_to_paste_lead_back_to_the_sheet_with_its_filters(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/territoire?lieu={THIERS}&filiere={quote('Santé')}")
    page.get_by_role("tab", name="Répondre").click()
    pasted = page.get_by_test_id("stCode")
    expect(pasted).to_contain_text("Sélection : Filière : Santé")
    expect(pasted).to_contain_text(f"{server}/territoire?lieu={THIERS}&filiere=Sant%C3%A9")


def test_a_link_of_a_table_is_followed_within_the_visit(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/territoire?lieu={THIERS}&filiere={quote('Santé')}")
    page.evaluate(NAMED)
    link = page.locator(".data-table a[data-view]").filter(has_text="Puy-de-Dôme (département)")
    expect(link).to_have_attribute("href", re.compile(r"^territoire\?lieu=departement-63&filiere="))
    link.click()
    expect(page.get_by_role("heading", name="Puy-de-Dôme", level=1)).to_be_visible()
    expect_address(page, "/territoire", lieu=["departement-63"], filiere=["Santé"])
    titles = settled(page, lambda: page.evaluate("window.titles"))  # of this load alone: such a link loads nothing
    assert [title.split(" – ")[0] for title in titles] == ["Puy-de-Dôme"], titles
    travel(page, -1)
    expect(page.get_by_role("heading", name="Thiers", level=1, exact=True)).to_be_visible()
