"""The page of method says what became of the rows of the official files that an edition uses."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.look import palette
from components.views.territoire import official_files
from data.editions import registry
from data.editions.edition import Edition
from data.official import readers
from data.official.ground import Ground
from data.paths import FACTS, PROJECT
from data.query import duplicates
from data.query.address import encode
from data.query.selection import Selection
from data.sources import catalogue, facts, raw_files
from data.sources.raw_files import RawSet
from data.tables.fields import GEOMETRY
from tests.app.test_pages import open_sections
from tests.app.test_sheets import ENGLISH, UNREADABLE, texts
from tests.inventory import every_project
from tests.shown_maps import shown_maps
from tests.unit.support.official_files import FUND_HEADER, fund_row, geojson

HOSTILE = '"<img src=x onerror=alert(1)>"'
FUND = FUND_HEADER + fund_row() + fund_row("NULL") * 3 + fund_row("98999", title=HOSTILE)
MEASURED = (
    "code_commune;demarche;nom_du_projet;raison_sociale_beneficiaire;montant_engage\n"
    "01001;Territoires d'industrie en transition écologique;Four électrique;FOURS DE L'AIN;100000\n"
    "01001;Renaturation;Mare;COMMUNE;50000\n"
    "01004;Territoires d'industrie en transition écologique;Presse;PRESSES;2000\n"
)
COLUMNS = catalogue.read()["france_relance"].columns
RELANCE = (
    ";".join(COLUMNS)
    + "\n"
    + ";".join(
        {"entreprise": "DUPONT", "description_projet": "Presse", "nom_commune": "L ABERGEMENT CLEMENCIAT"}.get(
            name, "1.0" if name == "code_departement" else ""
        )
        for name in COLUMNS
    )
    + "\n"
)
PERIMETERS = [{"id_territoire": "ti-0101", "lib_territoire": "[Autre](x)", "liste_geo": "CA (249710062)"}]


@pytest.fixture(scope="module")
def with_files(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the edition of this run, with small official files."""
    root = tmp_path_factory.mktemp("official")
    inventory = edition.table("projets")
    same = inventory[(inventory["annee"] == 2023) & ~inventory["projet"].str.contains('[,"]')].iloc[0]
    grant = fund_row(same["code_insee"], title=same["projet"]).replace("SYNDICAT", f'"{same["entreprise"].upper()}"')
    known = {key: replace(record, min_rows=1) for key, record in catalogue.read().items()}
    kept = {}
    files = {"fonds_vert_2023": FUND + grant, "fonds_vert_2024": MEASURED, "anct_phase2": geojson(PERIMETERS)}
    files["france_relance"] = RELANCE
    for key, content in files.items():
        (root / key).write_text(content, "utf-8")
        kept[key] = raw_files.adopt(root / key, root, key, 10**6)
    successions = edition.table("successions").set_index("code_ancien")["code_insee"]
    above = {"departement": edition.table("departements").set_index("code_departement")["nom"]}
    ground = Ground(edition.table("communes"), successions, facts.read_facts(FACTS), above)
    brought = readers.load(RawSet(root, kept), ground, known)
    spatial = {"communes", "epci", "departements", "regions", "territoires"}
    tables = {name: edition.geotable(name) if name in spatial else edition.table(name) for name in edition.tables}
    assert all(GEOMETRY not in table for name, table in tables.items() if name not in spatial)
    sources = pd.concat([tables["sources"], pd.DataFrame(brought.sources)], ignore_index=True)
    tables |= {**brought.tables, "sources": sources}
    every_project = pd.concat([inventory, tables["projets_officiels"]], ignore_index=True)
    tables["doublons"] = duplicates.groups(every_project)
    registry.publish(tables, edition.folder / "contours", root=root)
    return root


@pytest.fixture
def page(with_files: Path, scanned_once: None) -> Iterator[AppTest]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(registry.HOME_VARIABLE, str(with_files))
        at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        yield open_sections(at).switch_page("pages/methode.py").run()


def test_the_rows_set_aside_are_counted_by_reason(page: AppTest) -> None:
    assert not page.exception
    shown = re.sub(r"<[^>]+>|\s", " ", texts(page))
    assert "Lignes mises de côté dans les fichiers officiels" in shown
    counted = r"{} +comptée au niveau qu.elle nomme +{}"
    assert re.search(counted.format("aucun code de commune dans le fichier publié", 3), shown)
    assert re.search(counted.format("commune inconnue de la géographie de référence", 1), shown)
    assert "4 lignes comptées sans lieu et 0 écartées, sur 11 lues" in shown
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)


def test_each_source_of_projects_says_what_its_commune_is(page: AppTest) -> None:
    shown = re.sub(r"<[^>]+>|\s", " ", texts(page))
    row = r"Fonds vert, projets subventionnés en 2023 +Commune du projet ou du bénéficiaire +6 +2 +6 +6 "
    assert re.search(row, shown)
    assert "10 projets, dont 6 dans une commune" in shown


def test_the_projects_of_two_sources_are_side_by_side_and_never_merged(page: AppTest) -> None:
    shown = re.sub(r"<[^>]+>|\s", " ", texts(page))
    assert "Projets que deux sources semblent compter" in shown
    assert re.search(r"1 groupe, 2 projets", shown)
    assert len(re.findall(r"entreprise, commune et année +100", shown)) == 2
    assert "jamais fusionnés" in shown
    assert "L'inventaire n'a pas de SIREN" in shown.replace("’", "'")


def test_the_differences_of_perimeters_are_listed(page: AppTest) -> None:
    shown = texts(page)
    assert "Écarts entre les périmètres officiels et ceux de l'atlas" in shown.replace("’", "'")
    assert "territoire absent du fichier officiel" in shown
    assert "[Autre](x) (fichier officiel), Basse-Terre (atlas)" in shown


def test_the_sheet_of_a_place_says_what_each_file_counts_there(page: AppTest) -> None:
    page.query_params["lieu"] = "commune-01001"
    page.session_state["selection"] = Selection(places=("commune-01001",))
    at = page.switch_page("pages/territoire.py").run()
    assert not at.exception
    assert "Fichiers officiels" in [tab.label for tab in at.tabs]
    at.session_state["sheet-commune-01001"] = "Fichiers officiels"
    shown = re.sub(r"<[^>]+>|\s", " ", texts(at.run()))
    assert "Ce que comptent les fichiers officiels" in shown
    assert re.search(r"Fonds vert, projets subventionnés en 2024 +2 +1 +2 +0,15 +0 ", shown)
    assert "ils ne s'additionnent ni entre eux, ni à l'inventaire" in shown.replace("’", "'")


def dots(at: AppTest) -> list[str]:
    """The colours of the dots of the first map of the page, from the ground up."""
    return [colour for _, colour, *_ in shown_maps(at)[0]["dots"]]


def opened(page: AppTest, name: str, selection: Selection) -> AppTest:
    page.session_state["selection"] = selection
    for key, values in encode(selection).items():
        page.query_params[key] = values
    at = page.switch_page(f"pages/{name}.py").run()
    assert not at.exception
    return at


def test_a_sheet_shows_official_rows_of_industry_in_their_colour_and_adds_them_to_nothing(page: AppTest) -> None:
    at = opened(page, "territoire", Selection(places=("commune-01001",)))
    shown = re.sub(r"\s", " ", texts(at)).replace("’", "'")
    assert palette.OFFICIAL_MARK in dots(at)
    assert "Fichiers officiels : 2 lignes de l'industrie dans cette commune." in shown
    assert "Les points violets ne s'ajoutent pas à l'inventaire" in shown
    assert "fichiers officiels, industrie" in shown
    assert "Aucun projet relevé dans cette commune" in shown


def test_what_both_seem_to_hold_is_counted() -> None:
    """A group of two official files is no double of the inventory."""
    held = [(1, "a", "fonds"), (1, "p1", "inventaire"), (2, "b", "fonds"), (2, "c", "relance")]
    groups = pd.DataFrame(held, columns=["groupe", "id_projet", "source_id"])
    assert official_files.doubled(pd.DataFrame({"id_projet": ["a", "b"]}), groups).to_list() == [True, False]


def test_the_method_says_by_region_what_is_held_of_an_official_list(page: AppTest) -> None:
    shown = re.sub(r"<[^>]+>|\s", " ", texts(page)).replace("’", "'")
    held = sum(row["programme"] == "France Relance" for row in every_project())
    assert "France Relance : ce que l'inventaire tient, par région" in shown
    assert "Lignes de la liste placées dans une région : 1 sur 1" in shown
    found = re.findall(r"(Auvergne-Rhône-Alpes|Bretagne) +([01]) +(\d+) +(\S+)", shown)
    assert [row[:2] for row in found] == [("Auvergne-Rhône-Alpes", "1"), ("Bretagne", "0")]
    assert all(0 < int(row[2]) < held for row in found) and found[1][3] == "—"


def test_the_map_shows_both_colours_when_asked(page: AppTest) -> None:
    at = opened(page, "carte", Selection(marks="officiels"))
    assert dots(at) == [palette.OFFICIAL_MARK] and shown_maps(at)[0]["projects"]["codes"].strip("0")
    shown = re.sub(r"\s", " ", texts(at)).replace("’", "'")
    assert "un point par commune, à la couleur de son plus grand projet" in shown
    assert "commune d'une ligne des fichiers officiels" in shown
    assert palette.OFFICIAL_MARK not in dots(opened(page, "carte", Selection(marks="oui")))


def test_without_official_files_no_map_offers_them(app_home: Path) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
    at = opened(at, "carte", Selection(marks="officiels"))
    assert palette.OFFICIAL_MARK not in dots(at)
    (control,) = [group for group in at.get("button_group") if "points sur la carte" in group.label]
    assert [option.content for option in control.proto.options] == ["Masqués", "Visibles"]


def test_without_official_files_the_page_says_so(app_home: Path) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    shown = texts(open_sections(at).switch_page("pages/methode.py").run())
    assert "aucun fichier officiel apporté par" in shown
    assert "Lignes mises de côté" not in shown
