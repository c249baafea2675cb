"""Figures in a real browser: one count everywhere, few bytes, contours fetched once, a position that stays, axe."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Download, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.figures.project_list import ROWS_PER_PAGE
from data.places.levels import Places, View
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from tests.browser.conftest import LAPTOP, OpenPage, visitor
from tests.browser.map_reading import DRAWN, expect_readable_at_leisure, told_at
from tests.browser.reading import WAIT_MS, copied, drawn, eventually, settled, steady
from tests.browser.test_shell import pick
from tests.inventory import everything

MAX_MAP_BYTES = 3_000
# Places of the box of the map, across and down, over a territory after two steps of zoom; the first one, before too.
ZOOMED = ((0.45, 0.45), (0.6, 0.25), (0.65, 0.7), (0.7, 0.6))


def rows_of(page: Page) -> list[list[str]]:
    """The table of values, opened."""
    page.get_by_text(re.compile(r"^Tableau \(")).first.click()
    table = page.locator("table.data-table").first
    table.wait_for()
    cells = "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
    # A file that is asked while its menu is drawn anew is not sent.
    return settled(page, lambda: table.locator("tbody tr").evaluate_all(cells))


def exported(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").first.click()
    download: Download = waiting.value
    assert download.suggested_filename.endswith(".csv")
    text = Path(download.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def number(text: str) -> float:
    return float(text.replace("\u202f", "").replace("\u00a0", "").replace(",", "."))


def test_filter_map_table_and_csv_say_the_same_and_paper_has_no_controls(
    server: str, open_page: OpenPage, projects: Projects, places: Places
) -> None:
    page = open_page(f"{server}/carte?filiere={quote('Santé')}&mesure=investissement")
    selection = Selection(filieres=("Santé",), measure="investissement")
    expected = View.of(projects, places, selection).table
    known = expected["valeur"].dropna()
    page.locator(DRAWN).first.wait_for()
    shown = rows_of(page)
    assert len(shown) == len(known)
    # In millions: the files have the euros.
    assert sum(number(row[3]) for row in shown) == pytest.approx(known.sum() / 1e6, abs=0.005 * len(shown))
    files = exported(page)
    assert len(files) == 183
    assert sum(int(row["investissement_eur"]) for row in files if row["investissement_eur"]) == known.sum()
    total = int(aggregation.aggregate(projects, selection)["projets"].iloc[0])
    expect(page.get_by_text(re.compile(rf"{total}\s+projets sélectionnés sur"))).to_be_visible()
    covered = int(aggregation.aggregate(projects, selection)["investissement_connus"].iloc[0])
    expect(
        page.get_by_text(re.compile(rf"{covered}\s+des\s+{total}\s+projets ont un investissement connu")).first
    ).to_be_visible()
    assert sum(int(row["projets"]) for row in files) == expected["projets"].sum()
    expect(page.get_by_role("button", name="Excel").first).to_be_visible()
    page.emulate_media(media="print")  # the figure stands without what changes it
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("button", name="Excel").first).to_be_hidden()
    expect(page.get_by_role("heading", name=re.compile("^Investissement – Territoires"))).to_be_visible()


def test_a_filter_change_sends_little_and_fetches_no_contour_again(server: str, browser: Browser) -> None:
    page = visitor(browser, viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    page.set_default_timeout(WAIT_MS)
    frames: list[bytes] = []
    fetched: list[str] = []

    def listen(socket: WebSocket) -> None:
        # Playwright marks its listeners, which a built-in method does not allow.
        socket.on("framereceived", lambda frame: frames.append(frame))  # noqa: PLW0108

    page.on("websocket", listen)
    page.on("request", lambda request: fetched.append(request.url) if "/static/geo/" in request.url else None)
    # The measure that says most on hover.
    page.goto(f"{server}/carte?mesure=emplois&par=habitants&statut={quote('En service')}")
    drawn(page)
    page.locator(DRAWN).first.wait_for()
    frames.clear()
    page.get_by_role("button", name="Tout effacer").click()
    expect(
        page.get_by_text(re.compile(everything().replace(" ", r"\s") + r"\s+projets sélectionnés")).first
    ).to_be_visible()
    drawn(page)
    sizes = map_sizes(frames)
    assert sizes and max(sizes) <= MAX_MAP_BYTES, sizes
    assert len(fetched) == len(set(fetched)) > 0
    page.context.close()


def map_sizes(frames: list[bytes]) -> list[int]:
    """The bytes of each message that carries a map."""
    sizes = []
    for frame in frames:
        message = ForwardMsg()
        message.ParseFromString(frame)
        if message.delta.new_element.bidi_component.component_name.endswith("territoires_map"):
            sizes.append(len(frame))
    return sizes


def test_the_link_of_a_figure_opens_its_page_at_it(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/filieres?mesure=emplois")
    opener = page.locator(".st-key-table-matrice summary")
    opener.click()
    link = page.locator(".st-key-files-matrice").get_by_role("button", name="Lien de cette figure")
    link.wait_for()
    drawn(page)  # what is copied while the menu is drawn anew is copied, and not said
    link.click()
    expect(page.get_by_role("button", name="Lien copié")).to_be_visible()
    other = open_page(
        eventually(lambda: copied(page), lambda it: it.endswith("/filieres?mesure=emplois#figure-matrice"))
    )
    other.wait_for_function(
        "Math.abs(document.querySelector('.st-key-figure-matrice').getBoundingClientRect().top) < 200"
    )


def test_each_project_leads_to_its_source(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/projets")
    links = page.locator("table.data-table a[target=_blank]")  # the others lead to the page of the project
    expect(links).to_have_count(ROWS_PER_PAGE)
    for rank in range(5):
        expect(links.nth(rank)).to_have_attribute("href", re.compile("^https?://"))
    page.get_by_role("button", name="Page 2").click()
    expect(page.locator("table.data-table caption")).to_contain_text(f"{ROWS_PER_PAGE + 1} à {2 * ROWS_PER_PAGE} sur")


def test_hover_names_places_and_position_survives_a_filter_change(
    server: str, open_page: OpenPage, projects: Projects
) -> None:
    page = open_page(f"{server}/carte?mesure=projets&par=habitants")
    whole, _ = told_at(page, *ZOOMED[0])
    page.get_by_role("button", name="Zoom avant").click()
    page.get_by_role("button", name="Zoom avant").click()
    zoomed = steady(lambda: names(page))
    assert zoomed[0] != whole
    _, values = told_at(page, *ZOOMED[0])
    pick(page, "Statut", "En service")
    running = len(aggregation.matching(projects, Selection(statuses=("En service",))))
    expect(page.get_by_text(f"{running} projets sélectionnés").first).to_be_visible()
    eventually(lambda: told_at(page, *ZOOMED[0])[1], lambda now: now != values)
    eventually(lambda: names(page), lambda now: now == zoomed)


def test_what_a_chart_shows_under_the_pointer_is_read_at_leisure(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/repartition")
    bars = page.locator("[data-testid=stVegaLiteChart] svg .mark-rect path")
    bars.first.scroll_into_view_if_needed()
    bar = steady(bars.nth(2).bounding_box)
    assert bar is not None
    where = (bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect_readable_at_leisure(page, page.locator("#vg-tooltip-element.visible"), where)


def names(page: Page) -> list[str]:
    return [told_at(page, *place)[0] for place in ZOOMED]
