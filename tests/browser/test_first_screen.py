"""My commune in thirty seconds: what the first screen of a sheet says, and how few gestures common tasks take."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from data.places.levels import Places
from data.words.place_keys import place_key
from tests.browser.conftest import LAPTOP, PHONE, OpenPage, resize, set_size
from tests.browser.first_screen import FirstScreen, first_screen
from tests.browser.reading import copied, drawn, eventually
from tests.inventory import live_projects

FACTS = 3
ON_A_PHONE = 3  # one in so many
MAPPED = 0.75  # of a map whose place is held by six others: the rest is under the fold
NEIGHBOUR = ".st-key-neighbours button"


def drawn_places(places: Places) -> list[str]:
    """A commune of each class of population, without a project; territories with and without one; the largest plant; a
    région."""
    random, projects = Random(2026), live_projects()
    having = {row["code_insee"] for row in projects}
    communes = places.communes[~places.communes.index.isin(having)]
    classes = [sorted(rows.index) for _, rows in communes.groupby("taille", observed=True)]
    largest = max(projects, key=lambda row: int(row["investissement_eur"] or 0))["code_insee"]
    territories = places.levels["territoires-2"].index
    held = places.communes.loc[places.communes.index.isin(having), "id_territoire_2"]
    some = [random.choice(sorted(territories[territories.isin(held) == known])) for known in (True, False)]
    communes_drawn = [random.choice(codes) for codes in classes if codes]
    return [
        *(place_key("commune", code) for code in [*communes_drawn, largest]),
        *(place_key("territoire", code) for code in some),
        "region-84",
    ]


def answers(seen: FirstScreen) -> bool:
    return len(seen.facts) >= FACTS and seen.ways > 0 and seen.unknown < 2


def test_the_first_screen_of_a_sheet_answers_and_leads_on(server: str, open_page: OpenPage, places: Places) -> None:
    page = open_page(server)
    for rank, key in enumerate(drawn_places(places)):
        set_size(page, LAPTOP)
        page.goto(f"{server}/territoire?lieu={key}")
        drawn(page)
        eventually(lambda: first_screen(page), lambda seen: answers(seen) and seen.listed and seen.mapped > MAPPED, key)
        if rank % ON_A_PHONE:
            continue
        resize(page, PHONE)
        eventually(lambda: first_screen(page), answers, key)


class Hand:
    """A visitor who counts: a click is one gesture, so is to type and choose what is found first."""

    def __init__(self, page: Page) -> None:
        self.page, self.gestures = page, 0

    def click(self, target: Locator) -> None:
        self.gestures += 1
        target.click()

    def choose(self, text: str, found: str) -> None:
        """Type, and take the first that is found."""
        self.gestures += 1
        self.page.keyboard.type(text, delay=40)
        expect(self.page.locator(".st-key-place-suggestions a").first).to_contain_text(found)
        self.page.keyboard.press("Enter")

    @contextmanager
    def at_most(self, gestures: int) -> Iterator[None]:
        """A task, done once the page is drawn again."""
        before = self.gestures
        yield
        drawn(self.page)
        assert self.gestures - before <= gestures


def search(page: Page) -> Locator:
    return page.get_by_label("Chercher un lieu", exact=True)


@pytest.fixture
def hand(server: str, open_page: OpenPage) -> Hand:
    """A visitor who never came, on the home page."""
    page = open_page(server, first_visit=True)
    return Hand(page)


def test_five_tasks_take_few_gestures_on_a_first_visit(server: str, hand: Hand) -> None:
    page = hand.page
    steps = page.get_by_role("complementary", name="Première visite, en 4 étapes")
    expect(steps).to_contain_text("1 sur 4")
    steps.get_by_role("button", name="Suivant").press("Enter")
    expect(steps).to_contain_text("2 sur 4")
    expect(page.locator(".st-key-key-figures")).to_have_css("outline-style", "solid")  # what the step speaks of
    with hand.at_most(2):  # my town, the steps still open: they stop nothing
        hand.click(search(page))
        hand.choose("thiers", "Thiers")
        expect(page.get_by_role("heading", name="Thiers", exact=True)).to_be_visible()
        expect(page.locator(".guided")).to_have_count(0)  # nothing is pointed at on a page that has no steps
    with hand.at_most(1):  # the projects around it, with their sources
        hand.click(page.locator(".st-key-figure-autour summary"))
        expect(page.locator(".st-key-table-autour td a[target=_blank]").first).to_be_visible()
    with hand.at_most(1):  # the link to it
        hand.click(page.get_by_role("button", name="Copier le lien"))
        expect(page.get_by_role("button", name="Lien copié")).to_be_visible()
    eventually(lambda: parse_qs(urlsplit(copied(page)).query), lambda query: query == {"lieu": ["commune-63430"]})
    with hand.at_most(2):  # its neighbour beside it
        hand.click(page.locator(".st-key-sheet-links").get_by_role("link", name="Comparer"))
        page.locator(NEIGHBOUR).first.wait_for()
        drawn(page)
        hand.click(page.locator(NEIGHBOUR).first)
        expect(page.get_by_test_id("stColumn").get_by_role("heading", level=2)).to_have_count(2)
    page.goto(server)
    drawn(page)
    expect(steps).to_be_hidden()  # once
    with hand.at_most(4):  # santé in the small communes of a région, and its euros
        hand.click(search(page))
        hand.choose("auvergne-rhône", "Auvergne-Rhône-Alpes")
        expect(page.get_by_role("heading", name="Auvergne-Rhône-Alpes", exact=True)).to_be_visible()
        drawn(page)
        hand.click(page.get_by_role("button", name="Petites communes", exact=True))
        expect(page.locator(".st-key-chips")).to_contain_text("moins de 2")  # the click was heard
        drawn(page)
        hand.click(page.locator(".st-key-sheet-sectors").get_by_role("link", name="Santé"))
        expect(page.locator(".st-key-chips").get_by_role("button", name="Santé")).to_be_visible()
    expect(page.locator(".st-key-finding")).to_contain_text("€ d’investissement annoncé")
