"""« Mon périmètre » is written, opened, changed; what is not read is said."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from data.query.selection import Selection
from data.words.place_keys import perimeter_key
from tests.app.test_pages import open_page
from tests.app.test_sheets import UNREADABLE, spaced, texts


def written(at: AppTest, text: str) -> AppTest:
    (box,) = at.text_area
    box.set_value(text)
    (button,) = [button for button in at.button if button.label == "Ouvrir ce périmètre"]
    button.click().run()
    assert not at.exception
    return at


def test_members_that_are_written_open_a_sheet(app_home: Path) -> None:
    at = written(open_page("territoire"), "Riom (63)\nPuy-Guillaume")
    assert at.query_params["lieu"] == perimeter_key(["63300", "63291"])
    shown = texts(at)
    assert "Riom et Puy-Guillaume" in shown
    assert "› Périmètre choisi – 2 communes" in shown
    assert "Ici :" in shown
    assert not UNREADABLE.search(shown)


def test_what_is_not_read_is_said_and_the_rest_is_offered(app_home: Path) -> None:
    at = written(open_page("territoire"), "Saint-Aubin\nRiom (63)\nXqzt")
    shown = texts(at)
    assert "2 lignes ne sont pas lues" in shown
    assert "« Xqzt » : aucune commune" in shown and "« Saint-Aubin » :" in shown
    assert any("1 membre lu" in spaced(link.proto.label) for link in at.get("page_link"))


def test_nothing_written_is_said(app_home: Path) -> None:
    assert "Écrire au moins une commune" in texts(written(open_page("territoire"), " "))


def test_a_perimeter_is_compared_with_a_commune(app_home: Path) -> None:
    at = open_page("comparer", Selection(places=(perimeter_key(["63300", "63430"]), "commune-63113")))
    shown = texts(at)
    assert "Riom et Thiers" in shown
    assert "Médiane des périmètres" not in shown
    assert not UNREADABLE.search(shown)
