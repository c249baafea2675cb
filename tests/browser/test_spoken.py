"""What the scripts of a page make of Streamlit's blocks for screen readers, on fragments of them: no server, no run."""

import json
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from data.paths import ASSETS
from tests.browser.accessible_tree import misread
from tests.browser.reading import once

SCRIPTS: Final = ("french.js", "table_links.js", "structure.js", "tooltips.js", "spoken.js")
ENTRY: Final = "\n".join(
    [
        f"const FRENCH = {(ASSETS / 'french.json').read_text('utf-8')};",
        f"const SITE = {json.dumps('Atlas')};",
        *((ASSETS / name).read_text("utf-8") for name in SCRIPTS),
        "speak();",
    ]
)
CHART: Final = '<div data-testid="stVegaLiteChart" {}><svg role="graphics-document"><text>12</text></svg></div>'
MAP: Final = '<div class="map" aria-label="{}"><div class="map-ways"><button title="Zoom avant">+</button></div></div>'

Shown = Callable[[str], Page]


@pytest.fixture
def shown(tab: Page) -> Iterator[Shown]:
    """`shown(html)`: a page that says so, which the scripts have looked at."""
    page = tab.context.new_page()

    def filled(html: str) -> Page:
        page.goto("about:blank")  # the scripts of the one before are gone
        page.set_content(
            f'<html lang="fr"><title>Essai</title><body><div data-testid="stApp" data-test-script-state="notRunning">'
            f'<main data-testid="stMain">{html}</main></div></body></html>'
        )
        page.add_script_tag(content=ENTRY)
        looked(page)
        return page

    yield filled
    page.close()


def looked(page: Page) -> None:
    """The scripts look at the next frame."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_chart_is_a_picture_once_it_has_a_name_and_not_before(shown: Shown) -> None:
    page = shown(CHART.format(""))
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).not_to_have_attribute("role", "img")
    expect(chart.locator("svg")).not_to_have_attribute("aria-hidden", "true")
    chart.evaluate("(chart) => chart.setAttribute('aria-label', 'Barres : Thiers, 12.')")
    expect(page.get_by_role("img", name="Barres : Thiers, 12.")).to_be_attached()
    expect(chart.locator("svg")).to_have_attribute("aria-hidden", "true")
    assert once(lambda: misread(page)) == []


def test_tabs_are_named_by_the_title_they_follow_not_by_that_of_a_figure(shown: Shown) -> None:
    figure = '<div class="st-key-figure-autour"><h2>Autour</h2><p>12</p></div>'
    tabs = '<div role="tablist"><button role="tab">{}</button></div>'
    page = shown(f"<h1>Thiers</h1>{figure}{tabs.format('Rang')}")
    expect(page.get_by_role("tablist", name="Thiers")).to_be_attached()
    page = shown(f'<h1>Thiers</h1><div class="st-key-figure-tout"><h2>Tout</h2>{tabs.format("En projets")}</div>')
    expect(page.get_by_role("tablist", name="Tout")).to_be_attached()


def test_maps_side_by_side_are_told_apart_in_a_few_words(shown: Shown) -> None:
    names = ("Carte de situation : Thiers et ses alentours\u202f; 8 communes.", "Carte de situation : Ambert.")
    page = shown("".join(map(MAP.format, names)))
    expect(page.get_by_title("Zoom avant : Carte de situation : Thiers et ses alentours", exact=True)).to_be_attached()
    expect(page.get_by_title("Zoom avant : Carte de situation : Ambert", exact=True)).to_be_attached()


def test_a_field_for_a_file_is_named_once_with_a_file_or_without(shown: Shown) -> None:
    section = '<section role="group" aria-label="Votre fichier">{}</section>'
    label = '<label data-testid="stWidgetLabel"><span aria-hidden="true">Votre fichier</span></label>'
    chips = (
        '<div data-testid="stFileChips"><div data-testid="stFileChip" aria-label="un.csv, 12 octets">un.csv</div>'
        '<button aria-label="Add files"><span>add icon</span></button></div>'
    )
    held = {"Choisir un fichier": "<span><button>Choisir</button></span>", "Choisir un autre fichier": chips}
    for act, inside in held.items():
        page = shown(f'<div data-testid="stFileUploader">{label}{section.format(inside)}</div>')
        expect(page.get_by_role("button", name=f"{act} : Votre fichier", exact=True)).to_be_attached()
        expect(page.get_by_role("group", name="Votre fichier")).to_have_count(0)
        expect(page.get_by_text("add icon")).to_have_count(0)
        assert once(lambda page=page: misread(page)) == []


def test_a_slider_of_one_handle_is_named_once(shown: Shown) -> None:
    handle = '<input type="range" aria-label="{}">'
    slider = '<div data-testid="stSlider"><div role="presentation" aria-label="Année">{}</div></div>'
    page = shown(slider.format(handle.format("Année")))
    assert once(lambda: misread(page)) == []
    page = shown(slider.format(handle.format("Année, début") + handle.format("Année, fin")))
    expect(page.get_by_role("group", name="Année")).to_be_attached()


def test_an_icon_in_a_text_is_silent_and_a_key_is_said_in_french(shown: Shown) -> None:
    icon = '<span role="img" aria-label="database icon">database</span>'
    page = shown(
        f'<div class="stMarkdown">{icon} Vos données</div><button>Quitter <kbd aria-label="Shortcut Esc"></kbd>'
    )
    expect(page.locator("[aria-label*=icon]")).to_have_count(0)
    expect(page.get_by_role("img")).to_have_count(0)
    expect(page.get_by_role("button", name="Quitter raccourci : Esc")).to_be_attached()
    assert once(lambda: misread(page)) == []


def test_a_help_is_that_of_the_control_which_is_reached(shown: Shown) -> None:
    page = shown('<span data-testid="stTooltipHoverTarget"><button>Aide</button></span><p id="help">Dit tout.</p>')
    around, control = page.get_by_test_id("stTooltipHoverTarget"), page.get_by_role("button", name="Aide")
    around.evaluate("(target) => target.setAttribute('aria-describedby', 'help')")
    page.locator("p").evaluate("(help) => help.append('Et plus.')")  # what opens a help adds it to the document
    expect(control).to_have_accessible_description("Dit tout.Et plus.")
    around.evaluate("(target) => target.removeAttribute('aria-describedby')")
    page.locator("p").evaluate("(help) => help.append('.')")
    expect(control).to_have_accessible_description("")


@pytest.mark.parametrize("block", ["st-key-figure-tout", "st-key-pin-1", "st-key-compared-coverage"])
def test_what_a_figure_warns_of_interrupts_nobody_and_an_answer_does(shown: Shown, block: str) -> None:
    page = shown(f'<div class="{block}"><h2>Tout</h2><div role="alert">Mince.</div></div><div role="alert">Faux.</div>')
    expect(page.get_by_role("note")).to_have_text("Mince.")
    expect(page.get_by_role("alert")).to_have_text("Faux.")


def test_files_are_named_by_the_title_of_their_figure_which_its_page_may_not_write(shown: Shown) -> None:
    files = (
        '<div class="st-key-files-x"><button>CSV</button></div><button class="copy-link" data-title="{}">Lien</button>'
    )
    table = "<table><caption>Projets 1 à 25</caption></table>"
    page = shown(f'<div class="st-key-figure-x">{table}{files.format("Projets de la sélection")}</div>')
    expect(page.get_by_role("button", name="CSV : Projets de la sélection")).to_be_attached()


def test_the_view_that_is_presented_is_said_and_the_keys_of_others_are_not_met(shown: Shown) -> None:
    view = '<div class="presenter-note" data-place="Vue 1 sur 2" data-title="Un"></div>'
    page = shown(f'{view}<div class="st-key-presenting-more"><button>Espace</button></div>')
    expect(page.locator(".st-key-presenting-more")).to_have_js_property("inert", True)
    page.locator(".presenter-note").evaluate(
        "(note) => { Object.assign(note.dataset, {place: 'Vue 2 sur 2', title: 'Deux'}); note.append('.'); }"
    )
    expect(page.locator("#spoken")).to_have_text("Vue 2 sur 2. Deux")


def test_links_side_by_side_are_a_list_and_a_map_in_relief_a_figure(shown: Shown) -> None:
    links = '<div class="st-key-project-links"><div><a href="a">Un</a></div><div><a href="b">Deux</a></div></div>'
    relief = '<div class="st-key-figure-carte"><h2>Carte</h2><div role="application" aria-label="Relief"></div></div>'
    page = shown(links + relief)
    expect(page.get_by_role("list").get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("figure", name="Carte")).to_be_attached()


@pytest.mark.parametrize("box", ["<input aria-label='Membres'>", "<textarea aria-label='Membres'></textarea>"])
def test_what_is_wrong_with_a_field_is_told_with_it(shown: Shown, box: str) -> None:
    fault = '<div class="st-key-fault-x"><div role="alert">Aucune commune de ce nom.</div></div>'
    field = shown(f'<div class="st-key-field-x">{box}</div>{fault}').get_by_role("textbox", name="Membres")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Aucune commune de ce nom.")
