"""A story of five views, from its pins to its last slide, on a laptop and on a projector, then its files."""

import html
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page
from pptx import Presentation

from data.documents import dossiers, screen
from data.documents.dossiers import Dossier, Pin
from data.words.typography import typeset
from tests import inventory
from tests.browser.conftest import LAPTOP, PROJECTOR, OpenPage, set_size
from tests.browser.reading import drawn, eventually, settled
from tests.browser.test_presenter import at

MEASURE = "mesure=investissement"
VIEWS = (
    Pin("carte", f"niveau=regions&{MEASURE}", "carte", "Où va l'investissement"),
    Pin("filieres", MEASURE, "filieres", "Dans quelles filières"),
    Pin("repartition", MEASURE, "annees", "En quelles années"),
    Pin("leviers", "", "effet-levier", "Avec quelle aide"),
)
LAST = "Et qui en a le plus"
FILES = {"pptx": "PowerPoint", "odp": "OpenDocument", "pdf": "PDF", "html": "HTML"}
# The size of the letters of an image, of the keys, and how far these stand from what is written over them.
SIZES = """(smallest) => {
  const image = document.querySelector(".st-key-presenting img");
  if (!image) return null;  // the next one is on its way
  const keys = [...document.querySelectorAll(".st-key-presenting-keys p")].filter((each) => each.innerText);
  const scale = Math.min(image.clientWidth / image.naturalWidth, image.clientHeight / image.naturalHeight) * 2;
  const bottom = (innerHeight + scale * smallest.height) / 2;
  const top = Math.min(...keys.map((key) => key.getBoundingClientRect().top));
  return { letters: Math.min(scale * smallest.text, ...keys.map((key) => parseFloat(getComputedStyle(key).fontSize))),
    clear: top - (bottom - scale * smallest.keys), scrolls: document.scrollingElement.scrollHeight > innerHeight };
}"""
SMALLEST = {"text": screen.TEXT, "keys": screen.KEYS, "height": screen.SIZE[1]}


def told(page: Page, rank: int) -> None:
    """The view is shown, all of it, in letters that are read from the back of a room."""
    at(page, f"Vue {rank} sur 5")
    eventually(  # the page is laid out once the image has come
        lambda: page.evaluate(SIZES, SMALLEST),
        lambda found: found and found["letters"] >= 23.9 and found["clear"] >= -2 and not found["scrolls"],
    )


def pinned_fifth(page: Page) -> list[list[str]]:
    """Pin the ranking from the page of the first view; the rows of its table."""
    page.get_by_role("link", name="Ouvrir la page").first.click()
    figure = page.locator(".st-key-figure-classement")
    figure.get_by_text(re.compile(r"^Tableau \(")).click()
    figure.get_by_role("button", name="Épingler : Classement").first.click()
    to_dossier = figure.get_by_role("link", name="Dossier (5 vues)")
    to_dossier.wait_for()
    lines = figure.locator("tbody tr")
    rows = settled(page, lambda: [lines.nth(rank).locator("td, th").all_inner_texts() for rank in range(5)])
    to_dossier.click()
    title = page.get_by_label("Titre de la vue 5")
    title.wait_for()
    drawn(page)  # what is typed while the page is drawn is typed in the box of before
    title.fill(LAST)
    title.press("Enter")
    drawn(page)
    return rows


def taken(page: Page) -> dict[str, bytes]:
    """The files of the dossier."""
    found = {}
    for kind, label in FILES.items():
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).first.click()
        found[kind] = Path(waiting.value.path()).read_bytes()
    return found


def plain(said: str) -> str:
    return " ".join(html.unescape(said).split())


def test_a_story_is_told_from_its_pins_to_its_last_slide(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/dossier?vues={dossiers.link(Dossier('Réunion', VIEWS))}", LAPTOP)
    page.get_by_role("button", name="Présenter").wait_for()
    rows = pinned_fifth(page)
    files = taken(page)
    page.get_by_role("button", name="Présenter").click()
    for rank in range(1, 6):
        told(page, rank)
        page.keyboard.press("ArrowRight") if rank < 5 else None
    set_size(page, PROJECTOR)
    for rank in range(5, 0, -1):
        told(page, rank)
        page.keyboard.press("ArrowLeft") if rank > 1 else None

    slides = Presentation(io.BytesIO(files["pptx"])).slides
    titles = [typeset(title) for title in (*(pin.title for pin in VIEWS), LAST)]
    assert [slide.shapes.title.text_frame.text for slide in slides] == titles
    content = zipfile.ZipFile(io.BytesIO(files["odp"])).read("content.xml").decode()
    whole = {
        "odp": plain(re.sub(r"<[^>]+>", "", content)),
        "html": plain(re.sub(r"<[^>]+>", " ", files["html"].decode())),
    }
    pages = [plain(each.get_textpage().get_text_range()) for each in pypdfium2.PdfDocument(files["pdf"])]
    notes = plain(slides[4].notes_slide.notes_text_frame.text)
    assert len(rows) == 5
    for row in rows:  # as the page reads, in each file
        assert plain(" ".join(row)) in notes and plain(" ".join(row)) in whole["html"]
        assert plain(" | ".join(row)) in whole["odp"]
        assert all(plain(cell) in pages[4] for cell in row[:-1])  # a page holds all of its columns but one
    assert all(plain(title) in page for title, page in zip(titles, pages, strict=True))
    sums = Counter[str]()
    for project in inventory.live_projects():
        if project["investissement_eur"]:
            sums[project["filiere"]] += int(project["investissement_eur"])
    (chart,) = [shape.chart for shape in slides[1].shapes if shape.has_chart]
    drawn_sums = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    assert drawn_sums == {name: sums[name] for name in drawn_sums} and len(drawn_sums) > 10  # to the euro
