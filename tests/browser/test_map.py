"""The map as a visitor has it: whole at once, in the window, named, and answered by pointer and by keyboard."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PROJECTOR, OpenPage
from tests.browser.map_reading import DRAWN, expect_readable_at_leisure, spot, told_at
from tests.browser.reading import eventually, lasting, once, settled, steady

SMALL_PHONE = (320, 640)
# Whether what is chosen has the colour that the system gives to it.
CHOSEN = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "Highlight";
  const wanted = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return getComputedStyle(document.querySelector("[role=radio][aria-checked=true]")).backgroundColor === wanted;
}"""
# What has moved once it was there, among the map and what stands around it.
SHIFTS = """window.shifted = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) for (const { node } of entry.sources ?? []) {
    const moved = node instanceof Element && node.closest(".map, [class*='st-key-map-box-'], .map-legend");
    if (moved) window.shifted.push(moved.className);
  }
}).observe({ type: "layout-shift", buffered: true });"""
# The first picture of the map that holds anything: what it holds.
FIRST_FRAME = """new MutationObserver(() => {
  const svg = document.querySelector(".map svg");
  if (!svg || window.firstFrame) return;
  const count = (chosen) => svg.querySelectorAll(chosen).length;
  window.firstFrame = {
    land: count(".plane > path:first-child"), places: count("path.place"), borders: count("path.limit"),
    circles: count("circle.place"), names: count(".names text"), frames: count(".frames rect"),
  };
}).observe(document, { subtree: true, childList: true });"""
IN_WINDOW = """() => {
  const box = (element) => element.getBoundingClientRect();
  const title = [...document.querySelectorAll("h2")].find((each) => each.textContent.startsWith("Projets"));
  const header = box(document.querySelector("[data-testid=stHeader]")).height;
  const map = box(document.querySelector(".map"));
  const whole = box(document.querySelector(".map-legend")).bottom - box(title).top;
  return { free: innerHeight - header - whole, map: map.height / innerHeight };
}"""
NAMES = """() => [...document.querySelectorAll(".map .names text, .map .frames text")].map((each) => {
  const { left, right, top, bottom } = each.getBoundingClientRect();
  return { text: each.textContent, left, right, top, bottom };
})"""
# The colour of each place that the pointer meets, far from its border, and what is painted there.
PAINTED = """() => {
  const { left, top, right, bottom } = document.querySelector(".map-stage").getBoundingClientRect();
  const ink = document.querySelector(".map canvas").getContext("2d");
  const found = [];
  const around = [[4, 0], [-4, 0], [0, 4], [0, -4]];
  const [step, end] = [13, Math.min(bottom, innerHeight)];  // what a point meets is looked for among all that is drawn
  for (let x = left + 5; x < right - 5; x += step) for (let y = top + 5; y < end - 5; y += step) {
    const met = document.elementFromPoint(x, y);
    const fill = met?.matches("path.place") && met.getAttribute("fill");
    if (!fill?.startsWith?.("#")) continue;
    if (around.some(([across, down]) => document.elementFromPoint(x + across, y + down) !== met)) continue;
    const rgb = ink.getImageData((x - left) * devicePixelRatio, (y - top) * devicePixelRatio, 1, 1).data;
    found.push([fill, "#" + [0, 1, 2].map((rank) => rgb[rank].toString(16).padStart(2, "0")).join("")]);
  }
  return found;
}"""
CREUSE = "Creuse Industrie"
MIDDLE = """(name) => {
  const place = [...document.querySelectorAll("path.place")].find((each) => each.place.name === name);
  const box = place.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def texts(page: Page) -> list[str]:
    """The names of the map, whatever they are over while it moves."""
    return [each["text"] for each in page.evaluate(NAMES)]


def names(page: Page) -> list[str]:
    """Of the map that stands still: none is over another, nor over the name of an overseas frame."""
    found = steady(lambda: page.evaluate(NAMES))
    for one, other in combinations(found, 2):
        apart = one["right"] <= other["left"] or other["right"] <= one["left"]
        assert apart or one["bottom"] - 3 <= other["top"] or other["bottom"] - 3 <= one["top"], (one, other)
    return [each["text"] for each in found]


@pytest.mark.parametrize(("size", "filled"), [(LAPTOP, 0.6), (PROJECTOR, 0.7)])
def test_the_map_comes_whole_fits_the_window_and_names_more_as_one_zooms(
    server: str, open_page: OpenPage, size: tuple[int, int], filled: float
) -> None:
    page = open_page(f"{server}/carte", size=size, script=SHIFTS + FIRST_FRAME)
    page.locator(DRAWN).wait_for()
    first = once(lambda: page.evaluate("window.firstFrame"))
    assert first["land"] == 1 and first["places"] == 183 and first["borders"] == 2 and first["frames"] == 5
    assert first["circles"] > 100 and first["names"] > 15
    assert settled(page, lambda: page.evaluate("window.shifted")) == []
    eventually(lambda: page.evaluate(IN_WINDOW), lambda seen: seen["free"] >= 0 and seen["map"] > filled)
    before = names(page)
    assert {"Paris", "Guadeloupe", "Mayotte"} <= set(before)
    page.get_by_role("button", name="Zoom avant").click()
    page.get_by_label("Aller à une région").select_option("Bretagne")
    eventually(lambda: texts(page), lambda now: "Annecy" not in now)  # nearer, but not in Bretagne yet: it still is
    near = names(page)
    assert len(set(near) - set(before)) > 10 and "Strasbourg" not in near
    page.get_by_role("button", name="France entière").click()
    eventually(lambda: texts(page), lambda now: now == before)
    assert names(page) == before


def assert_painted_as_pointed(page: Page) -> None:
    """What is painted is what the pointer meets, but under borders: the picture and the places over it are two."""
    found = steady(lambda: page.evaluate(PAINTED))
    assert len(found) > 50 and len({fill for fill, _ in found}) >= 3
    assert sum(fill == painted for fill, painted in found) > 0.8 * len(found)


def test_the_wheel_scrolls_the_page_until_the_map_has_the_focus(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte?mesure=part_petites_communes")
    page.locator(DRAWN).scroll_into_view_if_needed()
    plane = page.locator(".map .plane").first
    whole = steady(lambda: plane.get_attribute("transform"))
    page.mouse.move(*spot(page, 0.5, 0.5))
    page.mouse.wheel(0, -100)
    assert lasting(page, lambda: plane.get_attribute("transform"), 200) == whole
    assert_painted_as_pointed(page)
    page.locator(".map-stage").focus()
    page.mouse.move(*spot(page, 0.5, 0.5))
    page.mouse.wheel(0, -100)
    expect(plane).not_to_have_attribute("transform", whole or "")
    steady(lambda: plane.get_attribute("transform"))
    assert_painted_as_pointed(page)
    page.keyboard.press("Escape")
    expect_readable_at_leisure(page, page.locator(".map-tooltip"), spot(page, 0.45, 0.45))
    page.emulate_media(media="print")  # in lines, not in points
    expect(plane).to_be_visible()
    expect(page.locator(".map canvas")).to_be_hidden()


def test_a_place_is_reached_told_and_opened_by_keyboard(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte")
    page.locator(DRAWN).wait_for()
    page.locator(".map-stage").focus()
    told = page.locator(".map-told")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        expect(told).to_contain_text(re.compile(r"Projets : \d+\. Entrée ouvre la fiche\."))
        seen.append(steady(told.inner_text).split(". Projets")[0])
        expect(page.locator(".map-tooltip b")).to_have_text(seen[-1])
    assert len(set(seen)) >= 3
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=seen[-1], exact=True)).to_be_visible()


def test_a_click_answers_as_soon_as_the_pointer_is_there(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte")
    page.locator(DRAWN).scroll_into_view_if_needed()
    where = steady(lambda: page.evaluate(MIDDLE, CREUSE))
    page.mouse.move(where[0] - 200, where[1])
    page.mouse.move(*where)
    page.wait_for_timeout(30)
    page.mouse.down()
    expect(page.locator(".map .current.pressed")).to_have_count(1)
    page.wait_for_timeout(600)  # a slow hand
    page.mouse.up()
    expect(page.get_by_role("heading", name=CREUSE, exact=True)).to_be_visible()


def test_overseas_is_read_on_the_smallest_phone_and_a_finger_is_told_at_the_foot(
    server: str, open_page: OpenPage
) -> None:
    page = open_page(f"{server}/carte", size=SMALL_PHONE)
    page.locator(DRAWN).scroll_into_view_if_needed()
    frames = page.locator(".map .frames rect")
    expect(frames).to_have_count(5)
    for rank in range(5):
        box = steady(frames.nth(rank).bounding_box)
        assert box is not None and box["width"] >= 70 and box["x"] >= 0 and box["x"] + box["width"] <= SMALL_PHONE[0]
    eventually(lambda: texts(page), lambda now: "La Réunion" in now)
    names(page)
    assert told_at(page, 0.5, 0.45)[0]


def test_colours_that_say_something_stay_among_those_of_a_visitor(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte?filiere=Sant%C3%A9&mesure=investissement")
    page.emulate_media(forced_colors="active")
    page.locator(DRAWN).wait_for()
    colour = "(element) => getComputedStyle(element).backgroundColor"

    def colour_of(shown: str) -> str:
        return str(page.locator(shown).first.evaluate(colour))

    eventually(lambda: page.evaluate(CHOSEN))
    for shown in (".map-legend .sizes > i", ".map-legend li > i", "div:has(> div > input[type=range])"):
        eventually(lambda shown=shown: colour_of(shown) != colour_of("body"), where=shown)


def test_maps_of_years_are_chosen_played_and_stopped_by_keyboard(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte?dessin=annees")
    page.locator(DRAWN).wait_for()
    small, caption = page.locator(".map-strip .variant"), page.locator(".map-caption")
    chosen = page.locator(".map-strip .variant[aria-pressed=true] b")
    sizes = "[...document.querySelectorAll('.map .circles circle')].map((each) => each.getAttribute('r')).join()"
    first = eventually(small.first.locator("b").inner_text)
    small.first.focus()
    page.keyboard.press("Enter")
    expect(chosen).to_have_text(first)
    expect(caption).to_have_text(re.compile(rf"^{first}\s: "))
    expect(page.locator(".map-told")).to_have_text(eventually(caption.inner_text))  # the live region
    circles = steady(lambda: page.evaluate(sizes))
    play = page.locator(".variants-play")
    play.focus()
    page.keyboard.press("Enter")
    expect(play).to_have_text("Arrêter")
    expect(chosen).not_to_have_text(first)
    eventually(lambda: page.evaluate(sizes), lambda now: now != circles)
    page.keyboard.press("Escape")
    expect(play).to_have_text("Lire")
    lasting(page, chosen.inner_text, 2_000)  # longer than a step
    expect(play).to_have_text("Lire")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    small.first.wait_for()
    expect(play).to_have_count(0)
