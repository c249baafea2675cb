"""A figure in a frame of another site: alone, with its source, under the filters of its address."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Elsewhere, OpenPage
from tests.browser.reading import drawn, eventually, steady


def to_embed(page: Page) -> str:
    """The lines to paste of the first figure, its menu opened."""
    page.get_by_text(re.compile(r"^Tableau \(")).first.click()
    embed = page.get_by_role("button", name="Intégrer").first
    embed.wait_for()
    drawn(page)  # what is unfolded while its menu is drawn anew is folded again
    embed.click()
    return eventually(page.locator("[data-testid=stPopoverBody] code").inner_text)


def test_another_site_shows_one_figure_with_its_source(server: str, open_page: OpenPage, elsewhere: Elsewhere) -> None:
    page = open_page(f"{server}/repartition?filiere=Sant%C3%A9")
    code = to_embed(page)
    assert "embed=figure" in code and "filiere=Sant%C3%A9" in code and "&amp;figure=" in code
    (elsewhere.folder / "page.html").write_text(f"<!DOCTYPE html><html lang=fr><h1>Ailleurs</h1>{code}")
    page.goto(f"{elsewhere.origin}/page.html")
    frame = page.frame_locator("iframe")
    foot, shown = frame.locator(".st-key-embedded-foot"), frame.locator(".st-key-wanted-figure")
    foot.get_by_text("Sources : ").wait_for()
    expect(foot).to_contain_text("Santé")
    shown.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first.wait_for()
    frame.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    expect(shown.locator("h2")).to_contain_text(re.compile(r"\w"))
    expect(frame.locator("[data-testid=stHeader]")).to_be_hidden()
    expect(frame.locator(".st-key-footer")).to_be_hidden()
    expect(shown.get_by_text("Tableau (")).to_have_count(0)
    link = re.compile("^" + re.escape(f"{server}/repartition?filiere=Sant%C3%A9#figure-"))
    expect(foot.get_by_role("link")).to_have_attribute("href", link)
    page.goto(f"{server}/carte")  # a map, as the visitor has set it, in a frame of another size
    drawn(page)
    page.locator(".map.drawn .map-stage").focus()
    for key in ("+", "+", "Shift+ArrowRight"):
        page.keyboard.press(key)
    view = steady(lambda: page.locator(".map[data-view]").get_attribute("data-view"))
    assert view is not None and float(view.split(",")[2]) > 2
    code = to_embed(page)
    (elsewhere.folder / "carte.html").write_text(f"<!DOCTYPE html><html lang=fr><h1>Ailleurs</h1>{code}")
    page.goto(f"{elsewhere.origin}/carte.html")
    expect(page.frame_locator("iframe").locator(".map.drawn")).to_have_attribute("data-view", view)
