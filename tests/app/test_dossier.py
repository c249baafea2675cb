"""The dossier: pinned, renamed, annotated, put in order, saved, opened again on what was read since."""

import html
import io
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from components.levels import level_figure
from components.meeting import pins, presenter
from components.views import dossier as page
from data.documents import dossiers, paper, web
from data.documents.dossiers import Dossier, Pin
from data.documents.slides import powerpoint
from data.editions.registry import STATIC_FOLDER
from data.query.selection import Selection
from tests.app.test_pages import open_page, texts
from tests.unit.support import plates as samples

CARTE = Pin("carte", "mesure=investissement", "carte", "Où va l'investissement", "Dire ceci")
LORENZ = Pin("repartition", "", "annees", "Par année")


def pinned(at: AppTest) -> Dossier:
    return at.session_state["dossier"]


def opened(dossier: Dossier) -> AppTest:
    """A new visit that a link brings to a dossier."""
    at = open_page("accueil")
    at.switch_page("pages/dossier.py")
    at.query_params[pins.PARAMETER] = dossiers.link(dossier)
    at.run()
    assert not at.exception
    return at


def test_a_figure_is_pinned_from_its_menu_and_taken_back(app_home: Path) -> None:
    at = open_page("carte", Selection(measure="investissement"))
    at.session_state["table-carte"] = True
    at.run()
    at.button(key="pin-carte").click().run()
    (pin,) = pinned(at).pins
    assert pin.place == ("carte", "mesure=investissement", "carte")
    assert pin.title.startswith("Investissement") and len(pin.rows) > 100 and pin.edition
    at.session_state["table-carte"] = True
    at.run()
    at.button(key="unpin-carte").click().run()
    assert pinned(at).pins == ()


def test_a_link_draws_its_views_again_folded_ones_too(app_home: Path) -> None:
    at = opened(Dossier("Réunion", (CARTE, LORENZ)))
    assert [pin.title for pin in pinned(at).pins] == [CARTE.title, LORENZ.title]
    assert all(pin.rows and pin.edition and pin.day for pin in pinned(at).pins)
    plates = [at.session_state["dossier-plates"][pin.place] for pin in pinned(at).pins]
    assert [plate.pictures[0].kind for plate in plates] == ["map", "chart"]
    assert at.session_state["selection"] == Selection()  # the view of the visit is still its own
    assert at.text_area[0].value == "Dire ceci"


def test_a_view_that_was_renamed_still_says_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = samples.plate(title="Investissement – Régions")
    monkeypatch.setattr(pins, "_plates", lambda: {CARTE.place: drawn})
    said = [pins.plate_of(replace(CARTE, title=title)).counted for title in (CARTE.title, drawn.title)]
    assert said[0].startswith("Investissement – Régions. 326 des 875 projets") and said[1] == drawn.counted


def test_files_say_the_values_of_the_pages(app_home: Path) -> None:
    at = opened(Dossier("Réunion", (CARTE, LORENZ)))
    plates = [at.session_state["dossier-plates"][pin.place] for pin in pinned(at).pins]
    offline = html.unescape(web.page(plates, STATIC_FOLDER, title="Réunion").decode())
    slides = Presentation(io.BytesIO(powerpoint.deck(plates, STATIC_FOLDER))).slides
    for pin, plate, slide in zip(pinned(at).pins, plates, slides, strict=True):
        assert plate.table.rows[: len(pin.rows)] == pin.rows
        notes, paged = slide.notes_slide.notes_text_frame.text, paper._columns(plate.table)
        for rank, row in enumerate(pin.rows[:60]):
            assert "\t".join(row) in notes
            assert all(f">{cell}</t" in offline for cell in row)
            assert paged["rows"][rank] == list(row[: len(paged["headings"])])


def test_views_are_renamed_annotated_moved_and_taken_out(app_home: Path) -> None:
    at = opened(Dossier("Réunion", (CARTE, LORENZ)))
    at.text_input[2].set_value("Les euros").run()  # after the search and the title of the dossier
    at.text_area[1].set_value("Phrase").run()
    assert [(pin.title, pin.note) for pin in pinned(at).pins] == [("Les euros", "Dire ceci"), ("Par année", "Phrase")]
    at.button(key="pin-Descendre-0").click().run()
    assert [pin.page for pin in pinned(at).pins] == ["repartition", "carte"]
    at.button(key="pin-Retirer-0").click().run()
    assert [pin.page for pin in pinned(at).pins] == ["carte"]
    assert not at.exception


def test_what_changed_since_a_dossier_was_saved_is_said(app_home: Path) -> None:
    at = opened(Dossier("Réunion", (CARTE,)))
    (pin,) = pinned(at).pins
    first = (pin.rows[0][0], *("999" for _ in pin.rows[0][1:]))
    old = replace(pin, edition="edition-avant", day="2026-10-30", rows=(first, *pin.rows[2:]))
    again = dossiers.read(dossiers.written(Dossier("Réunion", (old,))), "reunion.json")
    at.session_state["dossier"] = again
    del at.session_state["dossier-plates"]
    at.run()
    assert "Depuis le 30 octobre 2026 (édition edition-avant) : 1 ligne changée et 1 nouvelle." in plain(texts(at))
    assert pinned(at).pins[0].rows == pin.rows


def test_a_view_that_is_no_more_is_kept_and_said(app_home: Path) -> None:
    at = opened(Dossier("Réunion", (replace(CARTE, figure="disparue"), replace(CARTE, page="inconnue"))))
    assert sum("n’est plus sur sa page" in warning.value for warning in at.warning) == 2


def test_a_view_that_stops_says_so_in_its_place_and_the_others_stay(
    app_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("=secret")

    monkeypatch.setattr(level_figure, "build", broken)
    unknown = replace(LORENZ, query="filiere=Disparue", title="Filière d'avant")
    at = opened(Dossier("Réunion", (CARTE, unknown, LORENZ)))
    first, second = (plain(warning.value) for warning in at.warning)
    assert "Cette vue n’a pas pu être affichée" in first and "Référence à communiquer" in first
    assert "« Disparue »" in second and "secret" not in plain(texts(at))
    assert [box.value for box in at.text_input][2:] == [CARTE.title, "Filière d'avant", LORENZ.title]
    assert list(at.session_state["dossier-plates"]) == [LORENZ.place]
    assert not at.button(key="dossier-present").disabled
    at.button(key="dossier-present").click().run()
    assert "Vue 1 sur 3" in texts(at) and not at.exception and not at.error


def test_a_dossier_is_presented_view_by_view_from_its_link(app_home: Path) -> None:
    at = open_page("accueil")
    at.switch_page("pages/dossier.py")
    at.query_params[pins.PARAMETER] = dossiers.link(Dossier("Réunion", (CARTE, LORENZ)))
    at.query_params["mode"] = presenter.MODE
    at.run()
    assert "Vue 1 sur 2" in texts(at) and not at.text_area
    assert at.button(key="presenting-Left").disabled and at.button(key="presenting-PageUp").disabled
    at.button(key="presenting-PageDown").click().run()
    assert "Vue 2 sur 2" in texts(at)
    at.button(key="presenting-stop").click().run()
    assert "Vue 2 sur 2" not in texts(at) and at.text_area[0].value == "Dire ceci"
    assert not at.exception


def test_a_broken_link_is_refused_in_french(app_home: Path) -> None:
    at = open_page("accueil")
    at.switch_page("pages/dossier.py")
    at.query_params[pins.PARAMETER] = "abîmé"
    at.run()
    assert "le lien est abîmé" in plain(texts(at)) and not at.exception


def test_changes_are_said_in_french() -> None:
    change = pins.Change("abc", "2026-10-30", 2, 1, 1)
    assert plain(page.told_change(change)) == (
        "Depuis le 30 octobre 2026 (édition abc) : 2 lignes changées, 1 nouvelle et 1 disparue."
    )
    assert "un autre ordre" in page.told_change(pins.Change("abc", "2026-10-30", 0, 0, 0))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "").replace("\\", "").replace("\u202f", " ")
