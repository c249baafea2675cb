"""A walk without a mouse: Tab, Enter and letters alone. Each stop is seen, tells where the keyboard is, and is kept."""

from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.reading import copied, drawn, eventually, once, settled
from tests.browser.test_shell import expect_address, list_of, params

MOST_STOPS: Final = 140  # between two places of a page
ACCENT: Final = "rgb(27, 94, 111)"
# What a visitor sees of the stop where the keyboard is: its name, whether it is in the window, whether a line of two
# pixels or a border of the accent shows it. Streamlit hides the input of a slider or a switch in what it draws.
STOP = """(accent) => {
  const stop = document.activeElement;
  // Without the name of an icon.
  const shown = stop.matches("a, button, summary") && stop.querySelector("[data-testid=stMarkdownContainer]") || stop;
  const words = stop.labels?.[0] ?? shown;
  const around = [stop];
  while (around.length < 6 && around.at(-1).parentElement) around.push(around.at(-1).parentElement);
  const lined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.borderTopColor === accent;
  };
  const box = stop.getBoundingClientRect();
  return {
    name: stop === document.body ? "" : (stop.getAttribute("aria-label") ?? words.innerText ?? "").trim(),
    tag: stop.tagName,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && stop.checkVisibility(),
    shown: around.some(lined),
  };
}"""
TOP_OF_PAGE = ("BODY", "")  # between the last stop of a page and the first one


class Walk:
    """A visitor with a keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[dict[str, Any]] = []

    def stop(self) -> dict[str, Any]:
        """Where the keyboard is."""
        found: dict[str, Any] = self.page.evaluate(STOP, ACCENT)
        return found

    def reach(self, name: str, *, back: bool = False) -> None:
        """Press Tab until a stop of that name, each one on the way seen."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop = once(self.stop)  # a key moves the keyboard before it is let go
            if (stop["tag"], stop["name"]) != TOP_OF_PAGE and not (stop["seen"] and stop["shown"]):
                self.unseen.append(stop)
            if stop["name"].startswith(name):
                return
        pytest.fail(f"no stop « {name} »")

    def press(self) -> None:
        """Enter, and wait for the run that answers."""
        self.page.keyboard.press("Enter")
        drawn(self.page)

    def find(self, text: str, found: str) -> None:
        """Type in the box of the top, and open what is found first."""
        self.reach("Chercher un lieu")
        self.page.keyboard.type(text, delay=40)
        expect(self.page.locator(".st-key-place-suggestions a").first).to_contain_text(found)
        self.press()
        expect(self.page.get_by_role("heading", name=found, exact=True, level=1)).to_be_visible()
        drawn(self.page)

    def expect_at(self, name: str) -> None:
        """The keyboard comes to a stop, without a key: what it was at has gone."""
        eventually(lambda: self.stop()["name"], lambda now: now == name, name)

    def expect_spoken(self, text: str) -> None:
        """A screen reader was last told it."""
        expect(self.page.locator("#spoken")).to_contain_text(text)


def test_five_tasks_of_my_commune_are_done_without_a_mouse(server: str, open_page: OpenPage) -> None:
    page = open_page(server)
    walk = Walk(page)
    walk.find("thiers", "Thiers")  # my town
    walk.expect_at("Thiers")
    walk.expect_spoken("Thiers")
    walk.reach("Copier le lien", back=True)  # the link to it
    walk.press()
    walk.expect_spoken("Lien copié")
    eventually(lambda: parse_qs(urlsplit(copied(page)).query), lambda query: query == {"lieu": ["commune-63430"]})
    walk.reach("Tableau (")  # the projects around it, with their sources
    walk.press()
    expect(page.locator(".st-key-table-autour td a[target=_blank]").first).to_be_visible()
    walk.reach("Comparer", back=True)  # its neighbour beside it
    walk.press()
    walk.expect_at("Comparer")
    walk.reach("")
    for _ in range(MOST_STOPS):
        if once(lambda: page.evaluate("document.activeElement.closest('.st-key-neighbours') !== null")):
            break
        walk.reach("")
    walk.press()
    expect(page.get_by_test_id("stColumn").get_by_role("heading", level=2)).to_have_count(2)
    compared = settled(page, lambda: params(page))
    walk.reach("Accueil", back=True)
    walk.press()
    expect_address(page, "/", **compared)
    walk.find("auvergne-rhône", "Auvergne-Rhône-Alpes")  # santé in the small communes of a région, and its euros
    walk.reach("Petites communes", back=True)
    walk.press()
    walk.expect_spoken("projets sélectionnés")
    walk.reach("Santé (")
    walk.press()
    expect(page.locator(".st-key-finding")).to_contain_text("€ d’investissement annoncé")
    assert walk.unseen == []


def test_a_table_is_opened_and_scrolled_without_a_mouse(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte")
    walk = Walk(page)
    walk.reach("Tableau (")
    walk.press()
    page.get_by_label("Filtrer les lignes").wait_for()  # the fold opens in its own time, then asks for what it holds
    walk.reach("Filtrer les lignes")
    walk.reach("")
    page.keyboard.press("PageDown")
    page.wait_for_function("document.activeElement.scrollTop > 0")
    assert walk.unseen == []


def test_the_keyboard_keeps_its_place_when_a_chip_goes_and_filters_open_on_a_phone(
    server: str, open_page: OpenPage
) -> None:
    page = open_page(f"{server}/projets?filiere=Sant%C3%A9&statut=En%20service", size=PHONE)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")  # it knows that it is narrow
    walk = Walk(page)
    walk.reach("Afficher les filtres")
    walk.reach("Retirer Filière : Santé")
    walk.press()
    walk.expect_at("Retirer Statut : En service")
    walk.expect_spoken("projets sélectionnés")
    walk.press()
    walk.expect_at("Petites communes")
    walk.reach("Afficher les filtres", back=True)
    assert walk.unseen == []  # nothing of the closed panel
    walk.press()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name="Projets")).to_be_visible()
    expect(list_of(page, "Filière")).to_be_visible()
    walk.expect_at("Masquer les filtres")
    walk.press()
    walk.expect_at("Afficher les filtres et pages")
    walk.press()
    walk.reach("Investissement, de")
    page.keyboard.type("-5")
    walk.press()
    amount = page.get_by_label("Investissement, de")
    expect(amount).to_have_attribute("aria-invalid", "true")
    described = eventually(lambda: amount.get_attribute("aria-describedby"))
    expect(page.locator(f"#{described}")).to_contain_text("n’est pas un montant")
    walk.expect_at("Investissement, de")
