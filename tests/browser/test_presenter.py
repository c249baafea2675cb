"""A dossier on a projector from its link, on a machine that has never seen the atlas, and the window of its speaker."""

from playwright.sync_api import Page, expect

from data.documents import dossiers
from data.documents.dossiers import Dossier, Pin
from tests.browser.conftest import OpenPage

VIEWS = (
    Pin("affirmations", "", "affirmations", "Ce qui se dit", "Dire : <b>quatre</b> affirmations."),
    Pin("repartition", "", "annees", "Par année", "Dire ceci."),
    Pin("repartition", "", "disparue", "Une vue perdue"),
)
LINK = dossiers.link(Dossier("Réunion", VIEWS))


def at(page: Page, place: str) -> None:
    page.get_by_text(place, exact=True).first.wait_for()
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()


def test_the_speaker_follows_and_leads_the_presentation(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/dossier?vues={LINK}&mode=presentation", first_visit=True)
    at(page, "Vue 1 sur 3")
    expect(page.locator(".first-visit .step").first).to_be_hidden()
    expect(page.locator("[data-testid=stHeader]")).to_be_hidden()
    speaker = page.context.new_page()
    speaker.goto(f"{server}/dossier?mode=notes")
    notes = speaker.locator(".presenter-notes")
    at(speaker, "Vue 1 sur 3")
    expect(notes.locator("h1")).to_have_text(VIEWS[0].title)
    expect(notes.locator(".note")).to_have_text(VIEWS[0].note)  # letter for letter
    for rank, key in enumerate(("ArrowRight", "PageDown"), start=1):
        place, title = f"Vue {rank + 1} sur 3", VIEWS[rank].title
        page.keyboard.press(key)
        at(page, place)
        at(speaker, place)
        expect(notes.locator("h1")).to_have_text(title)
    speaker.keyboard.press("ArrowLeft")
    at(page, "Vue 2 sur 3")
    at(speaker, "Vue 2 sur 3")
    expect(notes.locator(".next")).to_have_text("Une vue perdue")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Présenter").wait_for()
