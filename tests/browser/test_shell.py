"""The shell in a real browser: deep links, address, history, French, phone."""

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from components.visit import navigation
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.typography import typeset
from tests.browser.accessible_tree import misread
from tests.browser.conftest import LOCALE, OpenPage, served
from tests.browser.reading import copied, drawn, eventually, once, settled

# Words that no French sentence holds. A project's own name may be English: tables are left out of the scan.
ENGLISH = re.compile(
    r"\b(the|and|with|your|you|this|that|has|been|not|open|close|select|clear|search|show|hide|sidebar|running|"
    r"deploy|rerun|choose(?! France)|results?|available|press|enter|apply|skip|fullscreen|"
    r"download|view|more|less|help|settings|"
    r"loading|found|increment|decrement|remove|link to|chart|toggle|zoom in|zoom out|copy|next|previous|start(?!-up)|"
    r"end|collapse|expand|made|connection|error|please|wait|axis|values|mark|for|icon|shortcut|add)\b",
    re.IGNORECASE,
)
# Streamlit asks for a run when it hears of it, before those who listen after it.
TRAVEL = """steps => new Promise((done) => {
  window.addEventListener("popstate", () => done(), { once: true });
  history.go(steps);
})"""
# What comes to sight by degrees has not its colours yet.
UNFADED = "document.getAnimations().every((each) => !(each instanceof CSSTransition))"
AXE = {"resultTypes": ["violations"], "selectors": False, "preload": False}  # a quarter less of processor
WORDS_ON_PAGE = """() => {
  const skipped = 'table, script, style, noscript, svg, [data-testid="stIconMaterial"], [data-testid="stDataFrame"]';
  const aria = ['label', 'description', 'roledescription', 'valuetext'].map((name) => `aria-${name}`);
  const names = [...aria, 'title', 'placeholder', 'alt'];
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement.closest(skipped)) found.add(node.nodeValue.trim());
    } else {
      for (const name of names) found.add((node.getAttribute(name) ?? '').trim());
    }
  }
  return [...found];
}"""
# Of the hundred letters at most that are searched.
MARKUP = (
    "**gras** _italique_ `code` [lien](javascript:alert(1)) ![image](http://127.0.0.1:9/x.png)",
    "# titre - liste 1. un :material/map: :smile: :red[rouge] $x^2$ $$y$$",
    "<img src=x onerror=window.broken=1> a -> b <- c -- d &lt;b&gt; \\*",
)
# As its scripts write it: a prefix, a value inside, a text or the attribute of an element; then both in French.
SAID = {
    "Error: Upload failed": ["Erreur\u00a0: L’envoi a échoué"] * 2,
    "Error: E42": ["Erreur\u00a0: E42"] * 2,
    ": Upload failed": ["\u00a0: L’envoi a échoué"] * 2,
    ": E42": [": E42"] * 2,
    "12 more": ["12 autres"] * 2,
    "Fullscreen: Carte": ["Fullscreen: Carte", "Plein écran : Carte"],
    "Titre": ["Titre"] * 2,
}
SAY = """async (sentences) => {
  const box = document.body.appendChild(document.createElement("div"));
  box.append(...sentences.map((sentence) => {
    const element = document.createElement("p");
    element.textContent = element.title = sentence;
    return element;
  }));
  await new Promise((done) => setTimeout(done));
  return [...box.children].map((element) => [element.textContent, element.title]);
}"""


def english(page: Page) -> list[str]:
    return [text for text in page.evaluate(WORDS_ON_PAGE) if ENGLISH.search(text)]


def expect_french(page: Page) -> None:
    """The page says that it is in French, and no word of it is English."""
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    eventually(lambda: english(page), lambda words: not words)


def inaccessible(page: Page, *, loading: bool = False) -> list[tuple[str, str, str]]:
    """What axe finds, of any impact: rule, element, what to do.

    It finds nothing where it takes all of a page for hidden, so a contrast must be read. loading: there may be no text.
    """
    page.wait_for_function(UNFADED)
    told = Axe().run(page, options=AXE).response
    assert loading or "color-contrast" not in {rule["id"] for rule in told["inapplicable"]}, page.url
    return [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"][:200]) for v in told["violations"]]


def params(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def expect_address(page: Page, path: str, **wanted: list[str]) -> None:
    """Wait for the page and its parameters, in whatever order and encoding."""
    page.wait_for_url(lambda url: urlsplit(url).path == path and parse_qs(urlsplit(url).query) == wanted)


def field(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_label(label, exact=True)


def list_of(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMultiSelect").filter(has=page.get_by_text(label, exact=True))


def pick(page: Page, label: str, value: str) -> None:
    drawn(page)  # a list that is open while the counts of its labels change is drawn anew, closed
    list_of(page, label).get_by_role("button", name="Ouvrir").click()
    page.get_by_role("option", name=re.compile(rf"^{re.escape(value)} \(")).click()
    page.keyboard.press("Escape")


def travel(page: Page, steps: int) -> None:
    """Back or forward, then wait: Streamlit itself adds steps to the history when the next move comes too early."""
    page.evaluate(TRAVEL, steps)
    drawn(page)


def chip(page: Page, text: str) -> Locator:
    return page.locator(".st-key-chips").get_by_role("button", name=text)


def in_menu(page: Page, entry: navigation.Entry) -> Locator:
    """The link of a page in the menu, whose door is opened."""
    menu = page.get_by_test_id("stTopNav")
    if not entry.door:
        return menu.get_by_role("link", name=typeset(entry.title))
    menu.get_by_role("button", name=entry.door).click()
    return page.get_by_role("menuitem", name=typeset(entry.title))


def go(page: Page, title: str) -> None:
    in_menu(page, next(entry for entry in navigation.PAGES if entry.title == title)).click()


def test_a_deep_link_is_the_first_visit_of_a_server_and_its_loss_is_announced_in_french(
    home: Path, open_page: OpenPage
) -> None:
    with served(home) as (process, address):
        page = open_page(f"{address}/carte?filiere={quote('Santé')}")
        expect_opened_by_link(page, next(entry for entry in navigation.PAGES if entry.slug == "carte"))
        drawn(page)
        process.terminate()
        expect(page.get_by_role("dialog")).to_contain_text("Connexion perdue")
        expect_french(page)


def expect_opened_by_link(page: Page, entry: navigation.Entry) -> None:
    expect_address(page, f"/{entry.slug}", filiere=["Santé"])
    if entry.listed:
        expect(in_menu(page, entry)).to_have_attribute("aria-current", "page")
        page.keyboard.press("Escape")
    expect(page).to_have_title(re.compile(("^Santé – .*" if entry.filtered else "") + re.escape(typeset(entry.title))))
    if entry.filtered:
        expect(page.get_by_text(re.compile(r"\d+\s+projets sélectionnés sur"))).to_be_visible()
        expect(chip(page, "Santé")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_unknown_page_leads_home_in_french(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/nulle-part")
    expect(page.get_by_role("dialog")).to_contain_text("Page introuvable")
    expect_french(page)
    assert inaccessible(page) == []
    assert misread(page) == []


def test_filter_chip_address_and_reload_agree(page: Page) -> None:
    pick(page, "Statut", "En service")
    expect_address(page, "/", statut=["En service"])
    pick(page, "Filière", "Aéronautique")
    expect_address(page, "/", statut=["En service"], filiere=["Aéronautique"])
    expect(chip(page, "Aéronautique")).to_be_visible()
    shown = settled(page, page.locator(".st-key-chips p").first.inner_text)  # the count is that of both
    page.reload()
    drawn(page)
    expect(page.locator(".st-key-chips p").first).to_have_text(shown)
    chip(page, "En service").click()
    expect_address(page, "/", filiere=["Aéronautique"])
    page.get_by_role("button", name="Tout effacer").click()
    expect_address(page, "/")
    expect(list_of(page, "Filière").get_by_text("Aéronautique")).to_have_count(0)


def test_quick_choices_are_all_kept_and_a_link_of_the_page_opens_their_view(page: Page) -> None:
    list_of(page, "Statut").get_by_role("button", name="Ouvrir").click()
    for value in ("En service", "En construction", "Abandonné"):
        page.get_by_role("option", name=re.compile(f"^{value}")).click(no_wait_after=True)
    statuses = ["En construction", "En service", "Abandonné"]
    expect_address(page, "/", statut=statuses)
    page.keyboard.press("Escape")
    drawn(page)  # its links are those of the new view
    page.get_by_role("link", name="Sources et méthode").click()
    expect_address(page, "/methode", statut=statuses)


def test_a_change_of_page_is_one_step_and_back_and_forward_restore_views(page: Page) -> None:
    pick(page, "Statut", "En service")
    expect_address(page, "/", statut=["En service"])
    steps = settled(page, lambda: page.evaluate("history.length"))
    go(page, "Projets")
    expect_address(page, "/projets", statut=["En service"])
    assert settled(page, lambda: page.evaluate("history.length")) == steps + 1
    pick(page, "Statut", "Abandonné")
    expect_address(page, "/projets", statut=["En service", "Abandonné"])
    travel(page, -1)
    expect(chip(page, "Abandonné")).to_have_count(0)
    expect_address(page, "/projets", statut=["En service"])
    travel(page, -1)
    expect_address(page, "/", statut=["En service"])
    travel(page, -1)
    expect_address(page, "/")
    expect(chip(page, "En service")).to_have_count(0)
    expect(list_of(page, "Statut").get_by_text("En service")).to_have_count(0)
    travel(page, 1)
    expect_address(page, "/", statut=["En service"])
    expect(chip(page, "En service")).to_be_visible()
    travel(page, 1)
    expect_address(page, "/projets", statut=["En service"])
    expect(list_of(page, "Statut").get_by_text("En service")).to_be_visible()


def test_chips_removed_in_haste_do_not_come_back(server: str, open_page: OpenPage) -> None:
    page = open_page(
        f"{server}/projets?statut={quote('En service')}&statut={quote('En construction')}&label=dans&sans=2"
    )
    for text in ("En service", "En construction", "Périmètre", "plus gros"):
        chip(page, text).click(no_wait_after=True)
        page.wait_for_timeout(250)  # four clicks a second is a visitor's haste; a browser loses clicks of a machine's
    expect_address(page, "/projets")
    drawn(page)
    expect(page.locator(".st-key-chips button")).to_have_count(0)


def test_an_unknown_value_is_dropped_with_a_notice_and_counts_follow_the_other_filters(
    server: str, open_page: OpenPage, projects: Projects
) -> None:
    page = open_page(f"{server}/projets?taille=t9&filiere={quote('Santé')}")
    expect_address(page, "/projets", filiere=["Santé"])
    expect(page.get_by_text("« t9 »")).to_be_visible()
    health = len(aggregation.matching(projects, Selection(filieres=("Santé",))))
    expect(list_of(page, "Filière").get_by_text(f"Santé ({health})")).to_be_visible()
    pick(page, "Statut", "Abandonné")
    expect(chip(page, "Abandonné")).to_be_visible()
    count = settled(page, page.locator(".st-key-chips strong").inner_text).split()[0]
    expect(list_of(page, "Filière").get_by_text(f"Santé ({count})")).to_be_visible()
    expect(list_of(page, "Statut").get_by_text(f"Abandonné ({count})")).to_be_visible()


def test_small_communes_are_one_click_away_and_the_link_to_them_is_copied(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte")
    page.get_by_role("button", name="Petites communes", exact=True).last.click()
    expect_address(page, "/carte", taille=["t1", "t2", "t3"])
    drawn(page)
    expect(page.get_by_role("button", name="Petites communes", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("button", name="Lien copié")).to_be_visible()
    eventually(lambda: copied(page) == page.url)


def test_open_lists_what_is_under_boxes_and_what_streamlit_says_in_pieces_are_french(page: Page) -> None:
    field(page, "Filière").fill("zzz")
    expect(page.get_by_text("Aucun résultat")).to_be_visible()
    expect_french(page)
    assert inaccessible(page) == []
    field(page, "Filière").fill("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)  # a list that is still closing takes the next click
    pick(page, "Statut", "En service")
    expect(chip(page, "En service")).to_be_visible()
    field(page, "Recherche").fill("usine")
    expect(page.get_by_text("Entrée pour valider")).to_be_visible()
    expect_french(page)
    assert once(lambda: page.evaluate(SAY, list(SAID))) == list(SAID.values())


@pytest.mark.parametrize("language", [{}, {"locale": "fr-FR"}], ids=[LOCALE, "fr-FR"])
def test_a_decimal_comma_is_read_in_a_browser_of_any_language(
    server: str, open_page: OpenPage, language: dict[str, str]
) -> None:
    page = open_page(server, **language)
    page.get_by_role("button", name="Afficher les filtres").click()
    amount = field(page, "Investissement, de")
    amount.press_sequentially("1,5")
    amount.press("Enter")
    expect_address(page, "/", montant=["1500000-"])
    drawn(page)
    expect(amount).to_have_value("1,5")
    amount.fill("-5")
    amount.press("Enter")
    expect(page.get_by_text("« -5 » n’est pas un montant")).to_be_visible()
    expect_address(page, "/", montant=["1500000-"])
    drawn(page)
    expect_french(page)
    if language:
        assert inaccessible(page) == []


def test_text_of_a_visitor_is_shown_letter_for_letter(page: Page) -> None:
    for text in MARKUP:
        field(page, "Recherche").fill(text)
        page.keyboard.press("Enter")
        expect_address(page, "/", q=[text])
        # The spaces of French typography are ours, every other character is the visitor's.
        said = settled(page, chip(page, "Recherche").inner_text).replace("\u2060", "")
        assert text in re.sub("[\u00a0\u202f]", " ", said)
        expect(chip(page, "Recherche").locator("a, img, strong, em, code, .katex")).to_have_count(0)
        assert settled(page, lambda: page.evaluate("window.broken")) is None
