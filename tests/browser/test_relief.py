"""The map in relief in a real browser: deck.gl draws under the policy of the pages, and asks nothing of anybody."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage
from tests.browser.map_reading import expect_readable_at_leisure
from tests.browser.reading import eventually, steady

LEAST = 0.05  # of the picture: régions that are drawn cover more, the buttons of a chart less


def painted(chart: Locator) -> float:
    """The share of a chart that has not the colour of the page."""
    picture = Image.open(BytesIO(chart.screenshot())).convert("RGB")
    colours = picture.getcolors(picture.width * picture.height) or []
    return 1 - max(count for count, _ in colours) / (picture.width * picture.height)


def test_prisms_are_drawn_and_nothing_leaves_the_machine(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte?niveau=regions&dessin=relief")
    chart = page.get_by_test_id("stDeckGlJsonChart")
    chart.locator("canvas").first.wait_for()
    eventually(lambda: painted(chart), lambda share: share > LEAST)
    expect(page.get_by_text("plus haut prisme")).to_be_visible()
    expect(page.locator(".map")).to_have_count(0)
    expect(page.get_by_role("radiogroup", name="Présenter").get_by_role("radio", name="En relief")).to_be_checked()
    expect(page.get_by_role("radio", name="Une carte")).not_to_be_checked()
    chart.focus()
    page.keyboard.press("ArrowRight")
    line = page.locator(".map-relief-line")
    expect(line).to_have_text(re.compile(r"^Centre-Val de Loire\. Projets : \d+\. Entrée ouvre la fiche\.$"))
    box = steady(chart.bounding_box)
    assert box is not None
    where = (box["x"] + 0.55 * box["width"], box["y"] + 0.5 * box["height"])
    expect_readable_at_leisure(page, chart.locator(".deck-tooltip"), where)
    page.mouse.move(*where)
    expect(chart.locator(".deck-tooltip")).to_have_text(re.compile(r"^[^\d].*Projets\d+$"))
    chart.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/territoire\?.*lieu=region-24"))
