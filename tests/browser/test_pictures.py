"""The images of a figure, taken from its menu."""

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.reading import drawn


def taken(page: Page, label: str) -> tuple[str, bytes]:
    """The name and the bytes of the file behind a button."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_menu_of_a_map_gives_its_image(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte?mesure=investissement&filiere=Sant%C3%A9")
    page.get_by_text(re.compile(r"^Tableau \(")).first.click()
    page.get_by_role("button", name="Image (SVG)").first.wait_for()
    drawn(page)  # a file that is asked while its menu is drawn anew is not sent
    name, svg = taken(page, "Image (SVG)")
    assert name == "investissement-territoires-d-industrie-phase-2.svg"
    written = svg.decode().replace("\u00a0", " ")
    assert all(said in written for said in ("Filtres : Filière : Santé", "Marseille", "Guadeloupe", "Sources : "))
    assert "/carte?mesure=investissement&amp;filiere=Sant%C3%A9#figure-carte" in written
    name, png = taken(page, "Image (PNG)")
    assert name.endswith(".png") and png.startswith(b"\x89PNG") and len(png) > 100_000
