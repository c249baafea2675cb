"""From the form on the page of projects to the log on the page of method, through a build that applies the file."""

import csv
import html
import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.views.projets import correction, journal
from data.build import pipeline
from data.editions import registry
from data.editions.edition import Edition
from data.paths import FACTS, PROJECT
from data.query.address import encode
from data.query.selection import Selection
from data.sources import corrections
from data.tables.fact_files import CORRECTABLE
from tests.app.test_pages import open_sections
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts
from tests.inventory import LIVE, every_project, facts, french, held
from tests.kept_geography import keep_geography

PUBLISHED = {row["id_projet"]: row for row in every_project()}
CHECKED = {row["id_projet"] for row in facts("verifications")}
CORRECTED = {row["id_projet"] for row in facts("corrections")}
KNOWN = next(
    key
    for key, row in PUBLISHED.items()
    if row["investissement_eur"]
    and row["filiere"] == "Santé"
    and row["statut"] in LIVE
    and key not in CHECKED
    and key not in CORRECTED
)
PROOF = "https://exemple.fr/communique;v=2"
OPEN = "projects-correction"


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What each download button that was drawn would give, by the name of its file."""
    drawn: dict[str, bytes] = {}
    button = st.download_button

    def spied(label: str, data: Any, *, file_name: str, **options: Any) -> bool:
        if isinstance(data, bytes):
            drawn[file_name] = data
        return button(label, data, file_name=file_name, **options)

    monkeypatch.setattr(st, "download_button", spied)
    return drawn


def opened(selection: Selection | None = None) -> AppTest:
    """The page of projects, its form open."""
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(selection or Selection()).items():
        at.query_params[name] = values
    at.switch_page("pages/projets.py").run()
    at.session_state[OPEN] = True
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception
    assert not UNREADABLE.search(texts(at))
    assert not ENGLISH.search(texts(at))
    return at


def picked(at: AppTest, project: str, column: str = "investissement_eur") -> AppTest:
    next(box for box in at.selectbox if box.label == "Projet à corriger").select(project)
    at.selectbox(key="correction-column").select(column)
    return checked(at.run())


def written(at: AppTest, new: str, proof: str = PROOF, reason: str = "montant révisé") -> AppTest:
    for label, text in (("Nouvelle valeur", new), ("Preuve", proof), ("Raison", reason)):
        next(field for field in at.text_input if field.label.startswith(label)).set_value(text)
    return checked(at.button(key="correction-prepare").click().run())


def errors(at: AppTest) -> list[str]:
    return [spaced(error.value) for error in at.error]


def test_the_form_is_closed_until_it_is_asked_for(app_home: Path) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    at.switch_page("pages/projets.py").run()
    assert "Proposer une correction" in [expander.label for expander in at.expander]
    assert "Projet à corriger" not in [box.label for box in at.selectbox]


def test_the_projects_of_the_selection_can_be_corrected_and_no_other(app_home: Path) -> None:
    at = opened(Selection(filieres=("Santé",)))
    box = next(box for box in at.selectbox if box.label == "Projet à corriger")
    wanted = [row for row in PUBLISHED.values() if row["filiere"] == "Santé" and row["statut"] in LIVE]
    assert len(box.options) == len(set(box.options)) == len(wanted)
    assert any(option.startswith(PUBLISHED[KNOWN]["projet"]) for option in map(spaced, box.options))
    assert "Rien n'est envoyé ni gardé" in texts(at)


def test_the_published_value_is_shown_with_its_source(app_home: Path) -> None:
    at = picked(opened(), KNOWN)
    amount = f"{int(PUBLISHED[KNOWN]['investissement_eur']):,}".replace(",", " ")
    assert f"Valeur publiée : **{amount}**" in texts(at)
    (link,) = at.get("link_button")
    assert link.proto.url == PUBLISHED[KNOWN]["source_url"]
    assert PUBLISHED[KNOWN]["source_editeur"] in spaced(link.proto.label)


def test_an_unknown_value_is_said_so(app_home: Path) -> None:
    unknown = next(key for key, row in PUBLISHED.items() if not row["emplois"])
    assert "Aucune valeur publiée." in texts(picked(opened(), unknown, "emplois"))


def test_nothing_is_wrong_before_something_is_sent(app_home: Path, files: dict[str, bytes]) -> None:
    at = picked(opened(), KNOWN)
    assert not at.error and not files
    at = checked(at.button(key="correction-prepare").click().run())
    assert [error.split(" :")[0] for error in errors(at)] == ["Preuve", "Raison"]
    assert not files


def test_a_proof_kept_for_another_value_proposes_nothing_by_itself(app_home: Path, files: dict[str, bytes]) -> None:
    at = written(picked(opened(), KNOWN), "123456789")
    assert files.pop(f"correction-{KNOWN}.csv")
    at = picked(at, KNOWN, "aide_publique_eur")
    assert [field.value for field in at.text_input if field.label.startswith("Preuve")] == [PROOF]
    assert not at.error and not files


def test_what_is_wrong_is_said_in_french_and_gives_no_file(app_home: Path, files: dict[str, bytes]) -> None:
    at = written(picked(opened(), KNOWN), "12 M€", "http://exemple.fr", "=1+1")
    assert [error.split(". Remède : ")[0] for error in errors(at)] == [
        "Nouvelle valeur : « 12 M€ » n'est pas un montant en euros",
        "Preuve : « http://exemple.fr » n'est pas une adresse https",
        "Raison : un tableur lirait une formule : le texte, ou ce qui suit un « ; », commence par =, +, - ou @",
    ]
    assert not files


def test_a_commune_that_does_not_exist_is_refused_and_a_former_one_is_not(app_home: Path) -> None:
    at = picked(opened(), KNOWN, "code_insee")
    assert errors(written(at, "63999"))[0].startswith("Nouvelle valeur : commune inconnue : « 63999 »")
    assert not errors(written(at, "69381"))


def test_a_closed_list_is_chosen_from(app_home: Path, files: dict[str, bytes]) -> None:
    at = picked(opened(), KNOWN, "filiere")
    box = next(box for box in at.selectbox if box.label == "Nouvelle valeur")
    assert len(box.options) == 17
    box.select("Aéronautique")
    for label, text in (("Preuve", PROOF), ("Raison", "activité du site")):
        next(field for field in at.text_input if field.label.startswith(label)).set_value(text)
    at = checked(at.button(key="correction-prepare").click().run())
    assert not at.error
    (row,) = csv.DictReader(io.StringIO(files[f"correction-{KNOWN}.csv"].decode()))
    assert (row["ancienne_valeur"], row["nouvelle_valeur"]) == ("Santé", "Aéronautique")


def test_a_proposal_is_read_again_before_it_leaves(app_home: Path, files: dict[str, bytes]) -> None:
    at = written(picked(opened(), KNOWN), "123456789")
    (shown,) = [block.proto.body for block in at.get("html") if "Proposition de correction" in block.proto.body]
    shown = spaced(html.unescape(shown))
    assert (
        PUBLISHED[KNOWN]["projet"] in shown
        and "123 456 789" in shown
        and "montant révisé" in shown
        and f'href="{PROOF}"' in shown
    )
    assert "Télécharger la proposition (CSV)" in [button.label for button in at.get("download_button")]
    (row,) = csv.DictReader(io.StringIO(files[f"correction-{KNOWN}.csv"].decode()))
    assert row == {
        "id_projet": KNOWN,
        "colonne": "investissement_eur",
        "ancienne_valeur": PUBLISHED[KNOWN]["investissement_eur"],
        "nouvelle_valeur": "123456789",
        "preuve_url": PROOF,
        "date": date.today().isoformat(),
        "raison": "montant révisé",
    }


def test_projects_that_are_not_of_the_inventory_cannot_be_corrected() -> None:
    def script() -> None:
        import pandas as pd

        from components.views.projets import correction

        correction.draw(pd.DataFrame({"source_id": ["mes_donnees"], "id_projet": ["p00000001"]}))

    at = AppTest.from_function(script).run()
    assert not at.exception and not at.expander


def test_two_projects_of_one_name_are_told_apart() -> None:
    one = {"projet": "Usine", "entreprise": "A", "commune": "Lyon"}
    rows = pd.DataFrame(
        [one | {"id_projet": "p2"}, one | {"id_projet": "p1"}, one | {"id_projet": "p3", "projet": "É"}]
    )
    assert correction.names(rows) == {
        "p3": "É – A, Lyon",
        "p1": "Usine – A, Lyon (p1)",
        "p2": "Usine – A, Lyon (p2)",
    }


def test_every_cell_of_the_inventory_is_read_back_as_it_is_in_its_file(edition: Edition) -> None:
    for _, project in edition.table("projets").iterrows():
        row = PUBLISHED[project["id_projet"]]
        assert {name: corrections.published(column, project) for name, column in CORRECTABLE.items()} == {
            name: row[name] for name in CORRECTABLE
        }


@pytest.fixture(scope="module")
def corrected_home(home: Path, edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an edition built with two made corrections of one amount, and one of a commune."""
    root = tmp_path_factory.mktemp("corrected")
    folder = Path(shutil.copytree(FACTS, root / "facts"))
    first = PUBLISHED[KNOWN]["investissement_eur"]
    rows = (
        (KNOWN, "investissement_eur", first, "123456789", PROOF, "2026-12-20", "montant révisé"),
        (KNOWN, "investissement_eur", "123456789", "", PROOF, "2026-12-21", "*annonce* <b>retirée</b>"),
        (KNOWN, "code_insee", PUBLISHED[KNOWN]["code_insee"], "69381", PROOF, "2026-12-21", "site déplacé"),
    )
    with (folder / "corrections.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.MonkeyPatch.context() as patch:
        keep_geography(patch, edition)
        pipeline.build(lambda _: None, facts_folder=folder, root=root, static_dir=root / "static")
    return root


@pytest.fixture
def corrected(corrected_home: Path, scanned_once: None) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(registry.HOME_VARIABLE, str(corrected_home))
        yield corrected_home


def test_a_build_applies_the_corrections_before_all_that_it_derives(corrected_home: Path, edition: Edition) -> None:
    found = registry.current(corrected_home).table("projets").set_index("id_projet")
    before = edition.table("projets").set_index("id_projet")
    changed = found.loc[KNOWN]
    assert pd.isna(changed["investissement_centimes"])
    assert (changed["code_insee_publie"], changed["code_insee"], changed["commune"]) == ("69381", "69123", "Lyon")
    assert (changed["code_departement"], changed["taille"]) == ("69", "t5")
    pd.testing.assert_frame_equal(found.drop(KNOWN), before.drop(KNOWN))


def test_the_page_of_method_logs_every_correction(corrected: Path) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    at = checked(open_sections(at).switch_page("pages/methode.py").run())
    (log,) = [block.proto.body for block in at.get("html") if "<caption>Journal des corrections" in block.proto.body]
    rows = [re.sub(r"<[^>]+>", "|", row) for row in spaced(html.unescape(log)).split("<tr>")[2:5]]
    amount = f"{int(PUBLISHED[KNOWN]['investissement_eur']):,}".replace(",", " ")
    for row, expected in zip(
        rows,
        (
            ("21 décembre 2026", "Code INSEE publié", PUBLISHED[KNOWN]["code_insee"], "69381", "site déplacé"),
            ("21 décembre 2026", "Investissement (€)", "123 456 789", "—", "*annonce*"),
            ("20 décembre 2026", "Investissement (€)", amount, "123 456 789", "montant révisé"),
        ),
        strict=True,
    ):
        assert PUBLISHED[KNOWN]["projet"] in row
        assert all(text in row for text in expected), row
    assert log.count(f'href="{PROOF}"') == 3
    assert "<b>" not in log
    assert f"sur les {held()} de l'inventaire" in texts(at)
    assert journal.NO_CORRECTION not in texts(at)


def test_a_corrected_value_leads_to_its_proof(corrected: Path) -> None:
    at = picked(opened(), KNOWN)
    (link,) = at.get("link_button")
    assert (link.proto.url, spaced(link.proto.label)) == (PROOF, "Corrigée le 21 décembre 2026")
    assert "Aucune valeur publiée." in texts(at)


def test_the_page_of_method_counts_the_corrections_of_the_inventory(app_home: Path) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    shown = texts(open_sections(at).switch_page("pages/methode.py").run())
    assert f"{french(len(facts('corrections')))} corrections de " in shown
    assert "Ce que les corrections ont changé" in " ".join(spaced(header.value) for header in at.header)
