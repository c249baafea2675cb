"""« Mon périmètre » is written, opened, changed; what is not read is said."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.visit.visit import Visit
from data.editions import registry
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
    assert "Périmètre choisi – 2 communes" in shown
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


def test_many_members_are_opened_kept_compared_and_told_by_no_address(app_home: Path) -> None:
    """From a file: a thousand codes in an address would be cut by the first messenger."""
    communes = Visit(registry.current_id()).places().communes
    ain = communes[communes["code_departement"] == "01"]
    at = written(open_page("territoire"), "\n".join(f"{code} {nom}" for code, nom in ain["nom"].items()))
    told = str(at.query_params["lieu"])
    assert told.startswith("perimetre-fichier-") and len(told) < 40
    shown = texts(at)
    assert f"Périmètre choisi – {len(ain)} communes" in shown
    assert "demande d'ouvrir ce fichier" in shown
    assert not UNREADABLE.search(shown)
    (file,) = [each for each in at.get("download_button") if each.proto.label == "Garder ce périmètre dans un fichier"]
    assert file is not None
    compared = at.switch_page("pages/comparer.py")
    compared.query_params["lieu"] = [told, "departement-01"]
    compared.query_params["lien"] = str(at.session_state["selection_epoch"])
    assert "Bourg-en-Bresse, Oyonnax" in texts(compared.run())
    assert not compared.exception


def test_the_link_of_a_perimeter_of_a_file_says_to_open_the_file(app_home: Path) -> None:
    at = open_page("territoire")
    at.query_params["lieu"] = "perimetre-fichier-0123456789abcdef"
    at.query_params["lien"] = "0"
    shown = texts(at.run())
    assert "est dans un fichier" in shown and "ouvrir ce fichier" in shown
    assert "Mon périmètre" in shown and not at.exception
