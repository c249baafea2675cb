"""The story of who presents, without a mouse: views pinned, put in order, shown and taken away."""

from playwright.sync_api import expect

from data.words.typography import typeset
from tests.browser.conftest import OpenPage
from tests.browser.reading import drawn, once
from tests.browser.test_keyboard import Walk
from tests.browser.test_presenter import at

TITLES = ("Projets comptés : Toute la sélection", "Rapports par nature de l’aide")


def test_a_presentation_is_made_and_shown_without_a_mouse(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/leviers")
    walk = Walk(page)
    walk.reach("Plan du site")  # past a table of two thousand links, which is one stop
    walk.reach("Tableau\u00a0: Projets comptés", back=True)
    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        expect(page.locator(".table-frame :is(td, th) a:focus")).to_have_count(1)
    for title, back in zip(TITLES, (False, True), strict=True):
        walk.reach(f"Épingler : {title}", back=back)
        walk.press()
    walk.reach("Données", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Dossier")).to_be_visible()
    for _ in range(4):
        if once(walk.stop)["name"] == "Dossier":
            break
        page.keyboard.press("ArrowDown")
    walk.press()
    title = page.get_by_label("Titre de la vue 1").first  # while a run ends, the field of before is there too
    expect(title).to_have_value(typeset(TITLES[0]))
    walk.reach("Descendre : vue 1")
    walk.press()
    expect(title).to_have_value(typeset(TITLES[1]))
    walk.reach("Présenter")
    page.keyboard.press("Enter")
    for key, place in ((None, 1), ("ArrowRight", 2), ("PageUp", 1), ("PageDown", 2), ("ArrowLeft", 1)):
        if key:
            page.keyboard.press(key)
        at(page, f"Vue {place} sur 2")  # the keys of a view come after its number
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Présenter")).to_be_visible()
    drawn(page)
    walk.reach("Enregistrer le dossier")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".json")
    assert walk.unseen == []
