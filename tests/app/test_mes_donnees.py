"""A visitor's own table: brought, checked, corrected, mapped, taken away, deleted; seen by no other visitor."""

import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.figures.exports import XLSX_TYPE
from components.visit import navigation
from data.paths import PROJECT
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts

FILE = """Commune;Département;Projet;Subvention;Date
Thiers;63;Usine <b>*x*</b>;1 234,5;2023
ST ETIENNE;42;Atelier;12 k€;05/06/2022
Thierss;63;Faute;NC;2021
Thierss;63;Faute;10;2021
Nulle Part;63;Rien;abc;2020
"""


@pytest.fixture
def page(app_home: object) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
    return checked(at.switch_page("pages/mes_donnees.py").run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception
    shown = texts(at)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    return at


def brought(at: AppTest, content: str = FILE, name: str = "aides.csv") -> AppTest:
    return checked(at.file_uploader[0].set_value((name, content.encode(), "text/csv")).run())


def summary(at: AppTest) -> str:
    return next(line for line in map(spaced, (c.value for c in at.caption)) if "lues :" in line or "lue :" in line)


def box(at: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in at.selectbox if spaced(each.label).startswith(label))


def test_the_page_says_what_it_needs_and_who_sees_it(page: AppTest) -> None:
    shown = texts(page)
    assert "code INSEE" in shown and "base SIRENE" in shown
    assert "personne d'autre ne le voit" in shown
    assert not page.error
    assert "Supprimer mes données" not in [button.label for button in page.button]


def test_a_file_is_read_its_columns_proposed_and_its_rows_accounted_for(page: AppTest) -> None:
    at = brought(page)
    assert box(at, "Commune (note").value == "Commune"
    assert box(at, "Aide publique (€) (note").value == "Subvention"
    assert box(at, "Année ou date (note").value == "Date"
    assert "5 lignes lues : 2 acceptées, 0 réparée, 2 ambiguës et 1 rejetée" in summary(at)
    shown = texts(at)
    assert "13 234,50" in shown  # the aid of the accepted rows
    assert "Nulle Part" in shown and "remplir le code INSEE" in shown
    assert "1 case illisible" in shown
    assert "3 lignes sans commune" in shown
    # The text of a cell is shown letter for letter.
    assert "<b>" not in "".join(block.proto.body for block in at.get("html") if "Usine" in block.proto.body)


def test_every_group_has_its_file(page: AppTest) -> None:
    labels = [button.label for button in brought(page).get("download_button")]
    assert [label for label in labels if label.startswith("Lignes ")] == [
        "Lignes acceptées (CSV)",
        "Lignes réparées (CSV)",
        "Lignes ambiguës (CSV)",
        "Lignes rejetées (CSV)",
    ]


def test_an_answer_places_all_the_rows_of_a_name_and_can_be_taken_back(page: AppTest) -> None:
    at = brought(page)
    question = box(at, "Thierss")
    assert [option.partition(",")[0] for option in question.options] == ["Thiers (63430)", "Aucune de ces communes"]
    at = checked(question.select("63430").run())
    assert "2 acceptées, 2 réparées, 0 ambiguë et 1 rejetée" in summary(at)
    at = checked(at.button(key="own-take-back").click().run())
    assert "2 ambiguës" in summary(at)


def test_the_visitor_has_the_last_word_on_columns(page: AppTest) -> None:
    at = checked(box(brought(page), "Aide publique").select("").run())
    assert "13 234,50" not in texts(at)
    at = checked(box(at, "Investissement").select("Subvention").run())
    assert "13 234,50" in texts(at)
    at = checked(box(at, "Commune").select("").run())
    assert "5 acceptées" in summary(at)  # in their départements
    at = checked(box(at, "Département (code ou nom)").select("").run())
    assert "5 rejetées" in summary(at)
    assert "Aucune colonne ne permet" in texts(at)


def test_an_amount_that_reads_in_two_ways_is_asked(page: AppTest) -> None:
    at = brought(page, 'code insee,montant\n63430,"1,234"\n42218,"5"\n')
    (choice,) = at.radio
    assert "« 1,234 »" in spaced(choice.label)
    assert [spaced(option) for option in choice.options] == ["1,23", "1 234,00"]
    assert "1 239,00" not in texts(at)
    at = checked(choice.set_value(".").run())
    assert "1 239,00" in texts(at)


def test_a_file_that_cannot_be_read_says_so_and_the_next_one_is_read(page: AppTest) -> None:
    at = page.file_uploader[0].set_value(("vide.csv", b"", "text/csv")).run()
    assert not at.exception
    assert at.error
    assert "Remède" in spaced(at.error[0].value)
    assert not ENGLISH.search(spaced(at.error[0].value))
    at = brought(at)
    assert not at.error
    assert "5 lignes lues" in summary(at)


def test_the_table_outlives_a_visit_to_another_page_and_ends_with_its_button(page: AppTest) -> None:
    at = brought(page)
    at.switch_page("pages/projets.py").run()
    at = checked(at.switch_page("pages/mes_donnees.py").run())
    assert "5 lignes lues" in summary(at)
    at = checked(at.button(key="own-delete").click().run())
    assert "Nulle Part" not in texts(at)
    assert "Choisir un fichier pour commencer" in texts(at)
    assert not [key for key in ("own-table", "own-fault") if key in at.session_state]


def test_another_visitor_sees_nothing_of_it(page: AppTest) -> None:
    brought(page)
    other = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
    other = checked(other.switch_page("pages/mes_donnees.py").run())
    assert "Choisir un fichier pour commencer" in texts(other)
    assert "Usine" not in texts(other)


def test_the_page_is_in_the_menu_of_data() -> None:
    (entry,) = [entry for entry in navigation.PAGES if entry.slug == "mes_donnees"]
    assert (entry.title, entry.section, entry.filtered) == ("Mes données", "Données", False)


def test_another_sheet_of_a_workbook_is_read_when_it_is_chosen(page: AppTest) -> None:
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter") as writer:
        aids = pd.DataFrame({"code insee": ["63430", "42187", "69123"], "aide": [1, 2, 3]})
        aids.to_excel(writer, sheet_name="Aides", index=False)
        aids.head(1).to_excel(writer, sheet_name="Une seule", index=False)
    at = checked(page.file_uploader[0].set_value(("aides.xlsx", buffer.getvalue(), XLSX_TYPE)).run())
    assert "3 lignes lues" in summary(at)
    at = checked(box(at, "Feuille du classeur").select("Une seule").run())
    assert "1 ligne lue" in summary(at)
    assert "feuille « Une seule »" in texts(at)
    at = checked(at.switch_page("pages/projets.py").run())
    at = checked(at.switch_page("pages/mes_donnees.py").run())
    at = checked(box(at, "Feuille du classeur").select("Aides").run())
    assert "3 lignes lues" in summary(at)
