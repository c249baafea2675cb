"""The catalogue of official files: every fault of a record is said in French, and the real one has none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.sources import catalogue, records
from data.sources.mapping import ProjectMapping
from geo.errors import DataError

RECORD = """
[essai]
titre = "Essai"
editeur = "INSEE"
licence = "Licence Ouverte 2.0"
adresse = "https://exemple.fr/page"
millesime = "2025"
compte = "tout"
non_compte = "rien"
[essai.officiel]
fichier = "essai.csv"
telechargement = "https://exemple.fr/essai.csv"
hotes = ["static.exemple.fr"]
format = "csv"
colonnes = ["code"]
lignes_min = 1
jointure = "code INSEE"
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "sources.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_record_is_read_with_the_hosts_that_its_address_may_lead_to(written: Callable[[str], Path]) -> None:
    found = catalogue.read(written(RECORD))["essai"]
    assert (found.source_id, found.file, found.columns) == ("essai", "essai.csv", ("code",))
    assert found.hosts == {"exemple.fr", "static.exemple.fr"}


def test_a_record_without_a_stable_address_has_no_host(written: Callable[[str], Path]) -> None:
    lines = RECORD.replace('"https://exemple.fr/essai.csv"', '""').replace('hotes = ["static.exemple.fr"]\n', "")
    found = catalogue.read(written(lines))["essai"]
    assert (found.address, found.hosts) == (None, frozenset())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('titre = "Essai"\n', "", r"\[essai\] il manque « titre »"),
        ('format = "csv"\n', "", r"\[essai\] il manque « format »"),
        ('format = "csv"', 'format = "shp"', "« shp » n'est pas un format lu : csv, geojson, xlsx, zip, table"),
        ('format = "csv"', 'format = "xlsx"', "« feuille » va avec le format xlsx"),
        ("lignes_min = 1", "lignes_min = 1\nligne_entete = 0", "« ligne_entete » n'est pas au moins 1"),
        ("lignes_min = 1", 'lignes_min = "1"', "« lignes_min » n'est pas du bon type"),
        ("lignes_min = 1", "lignes_min = 0", "« lignes_min » n'est pas au moins 1"),
        ('["code"]', '"code"', "« colonnes » n'est pas du bon type"),
        ('["code"]', '["code", 3]', "« colonnes » n'est pas du bon type"),
        ('["code"]', '["code", "code"]', "une colonne est citée deux fois"),
        ('"https://exemple.fr/essai.csv"', '"http://exemple.fr/essai.csv"', "n'est pas une adresse https"),
        ('"https://exemple.fr/essai.csv"', '"https://moi@exemple.fr/a"', "n'est pas une adresse https"),
        ('"essai.csv"', '"../essai.csv"', "« ../essai.csv » n'est pas un nom de fichier simple"),
        ('jointure = "code INSEE"', 'jointure = "x"\ncouleur = "bleu"', "« couleur » n'est pas une information connue"),
        (
            'jointure = "code INSEE"',
            'jointure = "x"\nintitules = {code = "Code"}',
            "« intitules » : « code » n'a pas une liste de textes",
        ),
    ],
)
def test_a_fault_of_a_record_is_named(written: Callable[[str], Path], old: str, new: str, message: str) -> None:
    assert old in RECORD
    with pytest.raises(DataError, match=message + r".*Remède : corriger sa fiche dans data/sources\.toml"):
        catalogue.read(written(RECORD.replace(old, new)))


PROJECTS = """
[essai.officiel.projets]
precision = "site"
annee = 2023
[essai.officiel.projets.colonnes]
projet = ["titre", "mesure"]
aide = ["montant"]
"""


def test_the_columns_of_projects_are_read_with_their_record(written: Callable[[str], Path]) -> None:
    found = catalogue.read(written(RECORD + PROJECTS))["essai"].projects
    assert found == ProjectMapping("site", {"projet": ("titre", "mesure"), "aide": ("montant",)}, 2023)
    assert catalogue.read(written(RECORD))["essai"].projects is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('precision = "site"\n', "", "il manque « precision » dans « projets »"),
        ('"site"', '"usine"', "« usine » n'est pas une précision : site, multi-sites, agglomération, publiee, siege"),
        ("annee = 2023", 'annee = "2023"', "« annee » n'est pas du bon type"),
        ("annee = 2023", "annee = 20233", "« annee » n'est pas entre 1990 et 2100"),
        ("annee = 2023", 'date = "juillet 2024"', "« juillet 2024 » n'est pas une date"),
        ("annee = 2023", 'industrie = ["usine neuve"]', "« industrie » n'est ni"),
        ("annee = 2023", 'decimale = ";"', "« ; » n'est pas un signe décimal"),
        ("annee = 2023", "pays = 1", "« pays » n'est pas une information connue de « projets »"),
        ('["titre", "mesure"]', '"titre"', "« projet » n'est pas une liste de colonnes du fichier"),
        ("aide =", "somme =", "« somme » n'est pas une colonne des projets : projet, entreprise, "),
        ("projet =", "resume =", "aucune colonne ne donne l'intitulé du projet"),
    ],
)
def test_a_fault_of_the_columns_of_projects_is_named(
    written: Callable[[str], Path], old: str, new: str, message: str
) -> None:
    assert old in PROJECTS
    with pytest.raises(DataError, match=rf"\[essai\] {message}.*Remède : corriger sa fiche"):
        catalogue.read(written(RECORD + PROJECTS.replace(old, new)))


def test_all_the_faults_of_all_the_records_are_said_at_once(written: Callable[[str], Path]) -> None:
    other = RECORD.replace("essai", "Autre-Essai").replace('licence = "Licence Ouverte 2.0"\n', "")
    with pytest.raises(DataError) as caught:
        catalogue.read(written(RECORD.replace('"csv"', '"shp"') + other))
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("text", ["[essai", 'officiel = "non"\nautre = 3', "[essai]\nofficiel = 3"])
def test_a_catalogue_that_is_no_list_of_records_is_refused(written: Callable[[str], Path], text: str) -> None:
    with pytest.raises(DataError, match=r"^sources\.toml : "):
        catalogue.read(written(text))


def test_an_absent_catalogue_is_a_french_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="catalogue illisible"):
        catalogue.read(tmp_path / "absent.toml")


def test_the_real_catalogue_has_every_dataset_and_none_of_the_embedded_sources() -> None:
    known = catalogue.read()
    assert known.keys() >= {
        *("densite", "anct_phase1", "anct_phase2", "anct_communes", "anct_groupements", "cdc_phase1"),
        *("france_relance", "fonds_vert_2023", "fonds_vert_2024", "scdl_subventions", "ademe_aides"),
    }
    assert not known.keys() & records.catalogue().keys()


def test_an_unknown_source_is_named_with_those_that_exist() -> None:
    known = catalogue.read()
    assert [source.source_id for source in catalogue.chosen(["densite", "densite"], known)] == ["densite"]
    with pytest.raises(DataError, match=r"source inconnue : « densites »\. Remède : choisir parmi densite, "):
        catalogue.chosen(["densites"], known)
