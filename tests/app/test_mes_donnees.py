"""A visitor's own table: brought, checked, corrected, mapped, taken away, deleted; seen by no other visitor."""

import io
from unittest.mock import Mock

import pandas as pd
import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from components.visit import navigation
from data.files.exports import XLSX_TYPE
from data.own.learnt import Learnt
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
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
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


def boxes(at: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in at.multiselect if spaced(each.label).startswith(label))


def first(at: AppTest) -> str:
    """The result, which is said first."""
    return spaced(at.header[0].value)


def test_a_deletion_has_the_server_forget_the_file(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    at, forgotten = brought(page), Mock()
    monkeypatch.setattr(MemoryUploadedFileManager, "remove_session_files", forgotten)
    checked(at.button(key="own-delete").click().run())
    forgotten.assert_called_once()


def test_the_page_says_what_it_needs_and_who_sees_it(page: AppTest) -> None:
    shown = texts(page)
    assert "code INSEE" in shown and "un SIRET seul, là où un fichier officiel le situe" in shown
    assert "personne d'autre ne le voit" in shown
    assert not page.error
    assert "Supprimer mes données" not in [button.label for button in page.button]


def test_a_file_is_read_its_columns_proposed_and_its_rows_accounted_for(page: AppTest) -> None:
    at = brought(page)
    assert box(at, "Commune (note").value == "Commune"
    assert boxes(at, "Aide publique (€) (note").value == ["Subvention"]
    assert first(at) == "2 lignes sur 5 placées, 13 234,50 € d'aide publique connue"
    assert box(at, "Année ou date (note").value == "Date"
    assert "5 lignes lues : 2 acceptées, 0 réparée, 2 ambiguës et 1 rejetée" in summary(at)
    shown = texts(at)
    assert "13 234,50" in shown  # the aid of the accepted rows
    assert "Nulle Part" in shown and "remplir le code INSEE" in shown
    assert "1 case, illisible" in shown
    assert "3 lignes sans commune" in shown
    # The text of a cell is shown letter for letter.
    assert "<b>" not in "".join(block.proto.body for block in at.get("html") if "Usine" in block.proto.body)


def test_every_group_has_its_file(page: AppTest) -> None:
    labels = [button.label for button in brought(page).get("download_button")]
    assert [label for label in labels if label.startswith("Lignes ")] == [
        "Lignes acceptées (Excel)",
        "Lignes réparées (Excel)",
        "Lignes ambiguës (Excel)",
        "Lignes rejetées (Excel)",
        "Lignes mises de côté (Excel)",
    ]


def test_an_answer_places_all_the_rows_of_a_name_and_can_be_taken_back(page: AppTest) -> None:
    at = brought(page)
    question = box(at, "Thierss")
    assert [option.partition(",")[0] for option in question.options] == ["Thiers (63430)", "Aucune de ces communes"]
    at = checked(question.select("63430").run())
    assert "2 acceptées, 2 réparées, 0 ambiguë et 1 rejetée" in summary(at)
    at = checked(at.button(key="own-take-back").click().run())
    assert "2 ambiguës" in summary(at)


def test_one_answer_settles_all_the_doubts_of_a_kind_and_can_be_taken_back(page: AppTest) -> None:
    rows = "01004;Thiers;1\n42218;Roanne;2\n63430;Thiers;4\n"
    at = brought(page, "Code INSEE;Commune;Aide\n" + rows)
    assert first(at) == "1 ligne sur 3 placée, 4,00 € d'aide publique connue"
    (control,) = [each for each in at.button_group if "deux communes (2 lignes)" in spaced(each.label)]
    assert [spaced(option) for option in control.options] == [
        "le code fait foi",
        "le nom fait foi",
        "ne pas les placer",
    ]
    at = checked(control.set_value("nom").run())
    assert first(at) == "3 lignes sur 3 placées, 7,00 € d'aide publique connue"
    assert "votre réponse pour toutes : le nom fait foi, Thiers" in texts(at)
    at = checked(at.button(key="own-take-back").click().run())
    assert first(at).startswith("1 ligne sur 3")


def test_the_visitor_has_the_last_word_on_columns(page: AppTest) -> None:
    at = checked(boxes(brought(page), "Aide publique").set_value([]).run())
    assert "13 234,50" not in texts(at)
    assert "Aucune colonne de montant reconnue" in spaced(at.error[0].value)
    at = checked(boxes(at, "Investissement").set_value(["Subvention"]).run())
    assert "13 234,50" in texts(at)
    assert not at.error
    at = checked(box(at, "Commune").select("").run())
    assert "5 acceptées" in summary(at)  # in their départements
    at = checked(box(at, "Département (code ou nom)").select("").run())
    assert "5 rejetées" in summary(at)
    assert "Aucune colonne de lieu reconnue" in spaced(at.error[0].value)


def test_the_columns_of_several_years_are_added(page: AppTest) -> None:
    at = brought(page, "Commune;Département;Aide 2022;Aide 2023\nThiers;63;1,50;2\nRoanne;42;;3\n")
    assert sorted(boxes(at, "Aide publique").value) == ["Aide 2022", "Aide 2023"]
    assert first(at) == "2 lignes sur 2 placées, 6,50 € d'aide publique connue"


def test_what_is_no_row_is_set_aside_said_and_kept_in_one_click(page: AppTest) -> None:
    text = "Commune;Département;Projet;Aide\nThiers;63;Four;1\nRoanne;42;Halle;2\nThiers;63;Banc;4\nTOTAL;;;7\n"
    at = brought(page, text + "(1) provisoire;;;\n")
    assert first(at) == "3 lignes sur 3 placées, 7,00 € d'aide publique connue"
    shown = texts(at)
    assert "1 ligne de total, mise de côté" in shown and "(ligne 5)" in shown
    assert "1 note sous la table, mise de côté" in shown
    at = checked(at.button(key="own-keep-total").click().run())
    assert first(at) == "3 lignes sur 4 placées, 7,00 € d'aide publique connue"
    assert "1 ligne sans lieu : 7,00 € d'aide publique connue" in texts(at)
    at = checked(at.button(key="own-keep-total").click().run())
    assert first(at).startswith("3 lignes sur 3")


def test_a_damaged_row_is_said_and_the_others_are_read(page: AppTest) -> None:
    at = brought(page, "Commune;Département;Aide\nThiers;63;1\nTrois;Rivières;80;2\nRoanne;42;3\n")
    assert first(at) == "2 lignes sur 2 placées, 4,00 € d'aide publique connue"
    assert "Ligne 3 : 4 cases trouvées pour 3 colonnes" in spaced(at.warning[0].value)


def test_guarantees_are_said_to_be_apart(page: AppTest) -> None:
    at = brought(page, "Commune;Département;Subvention;Montant de la garantie\nThiers;63;1;5000000\nRoanne;42;2;\n")
    assert first(at) == "2 lignes sur 2 placées, 3,00 € d'aide publique connue"
    assert "« Montant de la garantie » : une garantie" in texts(at)


def test_the_same_remark_is_said_once_with_its_count(page: AppTest) -> None:
    rows = "".join(f"Nulle Part {rank};63;P{rank};{rank}\n" for rank in range(40))
    at = brought(page, "Commune;Département;Projet;Aide\nThiers;63;P;1\n" + rows)
    assert texts(at).count("aucune commune de ce nom") <= 2
    assert "et 37 autres" in texts(at)


def test_another_header_is_read_when_it_is_chosen(page: AppTest) -> None:
    at = brought(page, "Titre;x;y\nCommune;Département;Aide\nThiers;63;1\nRoanne;42;2\n")
    at = checked(box(at, "Ligne de l'en-tête").select(2).run())
    assert first(at) == "2 lignes sur 2 placées, 3,00 € d'aide publique connue"
    at = checked(box(at, "Ligne de l'en-tête").select(0).run())
    assert "4 lignes" in texts(at)


def test_tables_side_by_side_are_offered_one_by_one(page: AppTest) -> None:
    text = "Commune;Département;Aide;;Commune;Département;Aide\nThiers;63;1;;Lyon;69;8\nRoanne;42;2;;;;\n"
    at = brought(page, text)
    assert "Des tables sont côte à côte" in texts(at)
    assert first(at) == "2 lignes sur 2 placées, 3,00 € d'aide publique connue"
    choice = box(at, "Table parmi celles qui sont côte à côte")
    assert [spaced(option) for option in choice.options] == [
        "table 1 : Commune, Département, Aide",
        "table 2 : Commune, Département, Aide",
        "toutes les colonnes ensemble",
    ]
    at = checked(choice.select(1).run())
    assert first(at) == "1 ligne sur 1 placée, 8,00 € d'aide publique connue"
    assert "Lyon" in texts(at) and "Roanne" not in texts(at)
    at = checked(box(at, "Table parmi").select(-1).run())
    assert "7 colonnes" not in texts(at) and "6 colonnes" in texts(at)


def test_what_was_learnt_of_a_table_serves_the_next_one(page: AppTest) -> None:
    at = brought(page)
    at = checked(box(at, "Thierss").select("63430").run())
    at = checked(boxes(at, "Aide publique").set_value([]).run())
    own = at.session_state["own-table"]
    kept = Learnt(own.choices, own.header).text().encode()
    at = checked(at.button(key="own-delete").click().run())
    at = checked(at.file_uploader[1].set_value(("réglages.json", kept, "application/json")).run())
    at = brought(at)
    assert boxes(at, "Aide publique").value == ["Subvention"]  # what was not said is proposed
    assert "2 acceptées, 2 réparées, 0 ambiguë et 1 rejetée" in summary(at)
    at = at.file_uploader[1].set_value(("autre.json", b"{}", "application/json")).run()
    assert "ce n'est pas un fichier de réglages" in spaced(at.error[0].value)


def test_postcodes_alone_are_one_question_that_says_its_risk(page: AppTest) -> None:
    at = brought(page, "code postal,aide\n63300,5\n13111,7\n")
    assert first(at).startswith("0 ligne sur 2 placée")
    shown = texts(at)
    assert "2 lignes attendent une réponse" in shown
    assert "près de quatre en ont d'autres pour La Poste" in shown


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
    other = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    other = checked(other.switch_page("pages/mes_donnees.py").run())
    assert "Choisir un fichier pour commencer" in texts(other)
    assert "Usine" not in texts(other)


def test_the_page_is_in_the_menu_of_data() -> None:
    (entry,) = [entry for entry in navigation.PAGES if entry.slug == "mes_donnees"]
    assert (entry.title, entry.door, entry.filtered) == ("Mes données", "Données", False)


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
