"""The projects of official files: one table out of columns that no two publishers write in the same way."""

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from shapely import box

from data.official import project_rows, readers
from data.official.ground import Ground
from data.official.readers import Officials
from data.paths import FACTS
from data.places.belonging import PLACE_COLUMNS
from data.refresh import refresh
from data.sources import catalogue, correspondences, raw_files
from data.sources.raw_files import RawSet
from data.tables.official import ABOVE, COUNTED
from tests.unit.support import hostile_files
from tests.unit.support import official_files as made

TITLES = ("projet", "entreprise", "siren", "filiere", "programme", "demarche", "resume")
Read = Callable[..., Officials]
Row = Mapping[str, str]


def ground() -> Ground:
    """Five communes side by side, one degree wide, two of which have one name and one département."""
    rows = [
        ("01001", "L'Abergement-Clémenciat", "01"),
        ("75056", "Paris", "75"),
        ("2A004", "Ajaccio", "2A"),
        ("01002", "Saint-Martin", "01"),
        ("01003", "Saint Martin", "01"),
    ]
    communes = pd.DataFrame(rows, columns=["code_insee", "nom", "code_departement"])
    communes = communes.reindex(columns=["code_insee", "nom", *PLACE_COLUMNS])
    return replace(made.ground(), communes=communes.assign(geometry=[box(x, 45, x + 1, 46) for x in range(5)]))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(source_id: str, rows: list[Row], separator: str = ",") -> Officials:
        path = tmp_path / source_id
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
            writer.writeheader()
            writer.writerows(rows)
        kept = {source_id: raw_files.adopt(path, tmp_path / "home", source_id, 10**6)}
        return readers.load(RawSet(tmp_path / "home", kept), ground(), made.known())

    return run


def relance(**cells: str) -> Row:
    """A row of France Relance, with the oddities that it is known for."""
    usual = {
        "entreprise": "DUPONT &amp; FILS",
        "type_entreprise": "TPE / PME",
        "siren": "20001865300016.0",
        "volet_relance": "Verdissement",
        "mesure": "Modernisation de la filière aéronautique",
        "nom_departement": "AIN",
        "nom_commune": "L ABERGEMENT CLEMENCIAT",
        "code_postal": "01400",
        "coordonnees_gps": "",
        "description_projet": "Ligne d&#39;assemblage\n de l&eacute;g&egrave;res structures",
        "mesure_light": "Aéronautique",
        "mise_a_jour": "2022-03-21",
        "filiere": "SANTE",
        "tonnes_equivalent_co2_pour_les_projets_decarbonation": "",
        "code_departement": "1.0",
        "nom_region": "Hauts-de-France",
    }
    return usual | cells


def reasons(found: Officials) -> list[tuple[int, str]]:
    aside = found.tables["mises_de_cote"]
    assert set(aside["effet"]) <= {ABOVE, COUNTED}
    return list(aside[["ligne", "motif"]].itertuples(index=False, name=None))


def test_a_project_of_france_relance_has_what_its_row_says_and_nothing_else(read: Read) -> None:
    project = read("france_relance", [relance()], ";").tables["projets_officiels"].iloc[0]
    assert project[list(TITLES)].to_dict() == {
        "projet": "Ligne d'assemblage de légères structures",
        "entreprise": "DUPONT & FILS",
        "siren": "200018653",
        "filiere": "Santé",
        "programme": "France Relance",
        "demarche": "Modernisation de la filière aéronautique",
        "resume": "Ligne d'assemblage de légères structures",
    }
    assert (project["id_projet"], project["source_date"]) == ("france_relance-000002", "2022-03-21")
    assert (project["code_insee"], project["precision"]) == ("01001", "publiee")
    # No amount, no year, no state: none is made up.
    empty = ["annee", "investissement_centimes", "aide_centimes", "emplois", "statut", "code_insee_publie"]
    assert project[empty].isna().all()
    assert json.loads(project["contenu"]) == {name: cell.strip() for name, cell in relance().items()}


def test_a_site_is_placed_by_its_name_then_by_its_point(read: Read) -> None:
    cells_and_codes: list[tuple[Row, str]] = [
        ({"code_departement": "01"}, "01001"),
        ({"code_departement": "", "nom_departement": "Ain"}, "01001"),
        ({"nom_commune": "PARIS 08", "code_departement": "75.0"}, "75056"),
        ({"nom_commune": "Hameau", "coordonnees_gps": "45.5, 0.5"}, "01001"),
        ({"nom_commune": "", "coordonnees_gps": "45.5, 0.5"}, "01001"),
        ({"nom_commune": "ST MARTIN", "coordonnees_gps": "45.5,4.5"}, "01003"),
        # The name wins over a point elsewhere, which is often that of a postcode.
        ({"coordonnees_gps": "45.5, 3.5"}, "01001"),
    ]
    found = read("france_relance", [relance(**cells) for cells, _ in cells_and_codes], ";")
    assert found.tables["projets_officiels"]["code_insee"].to_list() == [code for _, code in cells_and_codes]
    assert reasons(found) == []


NO_POINT = "aucune commune de ce nom dans le département, et aucun point utilisable : Hameau"
SEVERAL = "plusieurs communes de ce nom dans le département, et aucun point utilisable : Saint-Martin"
UNSURE: list[tuple[Row, str]] = [
    ({"nom_commune": "", "coordonnees_gps": ""}, "aucune commune dans le fichier publié"),
    ({"code_departement": "99"}, "département inconnu de la géographie de référence : 99"),
    ({"code_departement": "988.0"}, "collectivité d'outre-mer hors de l'atlas : Nouvelle-Calédonie"),
    (
        {"nom_commune": "Ajaccio", "coordonnees_gps": "45.5, 0.5"},
        "commune de ce nom dans un autre département que celui qui est publié : Ajaccio",
    ),
    ({"nom_commune": "Saint-Martin"}, SEVERAL),
    ({"nom_commune": "Saint-Martin", "coordonnees_gps": "45.5, 0.5"}, SEVERAL),
    *(
        ({"nom_commune": "Hameau", "coordonnees_gps": point}, NO_POINT)
        for point in ("", "0.5, 45.5", "quelque part", "45.5", "999, 999")
    ),
    (
        {"nom_commune": "Hameau", "coordonnees_gps": "45.5, 1.5"},
        "aucune commune de ce nom dans le département, et un point dans un autre : Hameau",
    ),
]


def test_a_site_that_is_not_sure_is_counted_and_its_reason_said(read: Read) -> None:
    found = read("france_relance", [relance(**cells) for cells, _ in UNSURE], ";")
    projects = found.tables["projets_officiels"]
    assert reasons(found) == [(2 * rank, reason) for rank, (_, reason) in enumerate(UNSURE, start=1)]  # of two lines
    assert projects[["code_insee", "commune"]].isna().all(axis=None)
    for (_, project), (_, reason) in zip(projects.iterrows(), UNSURE, strict=True):
        named = not any(doubt in reason for doubt in ("autre", "inconnu", "outre-mer"))
        assert project["localisation"] == ("département" if named else "non localisé")
        assert project["code_departement"] == "01" if named else pd.isna(project["code_departement"])


def test_words_without_a_correspondence_stay_as_they_are_and_are_listed(read: Read) -> None:
    rows = [relance(filiere=word) for word in ("Santé", "Robotique", "banque", "", "Robotique")]
    found = read("france_relance", rows, ";")
    filieres = found.tables["projets_officiels"]["filiere"].fillna("").to_list()
    assert filieres == ["Santé", "Robotique", "", "", "Robotique"]
    findings = [finding for _, finding in found.notes]
    assert "filières : 1 sans correspondance, telles que publiées : Robotique" in findings
    assert not [finding for finding in findings if finding.startswith("programme")]
    assert "lignes sans année lisible, laissée vide : 5" in findings


def test_a_long_description_is_cut_in_the_title_alone(read: Read) -> None:
    description = "Un projet " * 40
    project = read("france_relance", [relance(description_projet=description)], ";").tables["projets_officiels"].iloc[0]
    assert project["projet"] == "Un projet " * 15 + "Un…"
    assert project["resume"] == description.strip()
    measure = read("france_relance", [relance(description_projet="")], ";").tables["projets_officiels"].iloc[0]
    assert (measure["projet"], measure.isna()["resume"]) == ("Modernisation de la filière aéronautique", True)


def test_a_row_without_any_title_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.official.ground.MAX_REJECTED_SHARE", 0.9)
    found = read("france_relance", [relance(description_projet="", mesure=""), relance()], ";")
    assert found.tables["mises_de_cote"]["motif"].to_list() == ["aucun intitulé"]
    assert found.tables["projets_officiels"]["ligne"].to_list() == [3]


def fund(measure: str) -> Row:
    """A row of the Fonds vert from 2024 on."""
    return {
        "nom_du_projet": "Friche",
        "montant_engage": "1234.5",
        "demarche": measure,
        "raison_sociale_beneficiaire": "DUPONT",
        "code_commune": "75101",
    }


def test_the_renamed_columns_of_the_fonds_vert_make_the_same_projects(read: Read) -> None:
    grant = {
        "nom_du_projet": "Friche",
        "resume_du_projet": "NULL",
        "montant_engage": "1234.5",
        "demarche": "Territoires d'Industrie en transition écologique",
        "siret_beneficiaire": "20001865300016",
        "raison_sociale_beneficiaire": "DUPONT",
        "code_commune": "75101",
    }
    project = read("fonds_vert_2024", [grant]).tables["projets_officiels"].iloc[0]
    measure = grant["demarche"]
    assert project[list(TITLES)].fillna("").to_list() == [
        *("Friche", "DUPONT", "200018653", "", "Fonds vert", measure, measure)
    ]
    assert (project["annee"], project["aide_centimes"], project["code_insee"]) == (2024, 123_450, "75056")


@pytest.mark.parametrize(
    ("source", "rows", "said"),
    [
        ("france_relance", [relance(mesure="Numérique")], ["oui"]),  # a list of projects of industry
        (
            "fonds_vert_2024",
            [
                fund(measure)
                for measure in ("Territoires d'INDUSTRIE…", "Recyclage foncier", "Post-industriel", "", "Indus")
            ],
            ["oui", "non", "oui", "non", "non"],
        ),
    ],
)
def test_rows_of_industry_are_those_of_its_files_and_of_its_measures(
    read: Read, source: str, rows: list[Row], said: list[str]
) -> None:
    found = read(source, rows, ";").tables["projets_officiels"]
    assert found["industriel"].to_list() == said


def grant(**cells: str) -> Row:
    """A row of the schema of grants."""
    usual = {
        "nomAttribuant": "Région Bretagne",
        "dateConvention": "2022-06-27",
        "nomBeneficiaire": "DUPONT",
        "idBeneficiaire": "20001865300016",
        "objet": "Atelier",
        "montant": "12 000.50",
    }
    return usual | cells


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_grants_of_any_publisher_count_without_a_place(read: Read, separator: str) -> None:
    rows = [grant(), grant(dateConvention="27/06/2021", montant="", nomAttribuant="Métropole"), grant(objet="")]
    found = read("scdl_subventions", rows, separator)
    table = found.tables["projets_officiels"]
    assert table["aide_centimes"].fillna(-1).to_list() == [1_200_050, -1, 1_200_050]
    assert table["annee"].to_list() == [2022, 2021, 2022]
    assert table["source_editeur"].to_list() == ["Région Bretagne", "Métropole", "Région Bretagne"]
    assert table["projet"].to_list() == ["Atelier", "Atelier", "DUPONT"]
    assert table["precision"].isna().all()  # no commune: nothing to be precise about
    assert reasons(found) == [(line, "aucune commune dans le fichier publié") for line in (2, 3, 4)]


SPELT = {
    "nomAttribuant": "Nom de l'attribuant",
    "dateConvention": "Date de la convention de subvention",
    "nomBeneficiaire": "Nom du bénéficiaire",
    "idBeneficiaire": "Identification du bénéficiaire",
    "objet": "Objet de la subvention",
    "montant": "Montant total de la subvention",
}


@pytest.mark.parametrize(
    "spelt",
    [
        SPELT,
        {name: name.upper() for name in SPELT},
        {name: re.sub("[A-Z]", lambda capital: "_" + capital[0].lower(), name) for name in SPELT},
        {name: name for name in SPELT} | {"objet": "object"},
    ],
)
def test_the_schema_of_grants_is_known_however_its_columns_are_spelt(read: Read, spelt: Mapping[str, str]) -> None:
    rows = [{spelt.get(name, name): cell for name, cell in grant(datesPeriodeVersement="").items()}]
    table = read("scdl_subventions", rows, ";").tables["projets_officiels"]
    assert table[["projet", "entreprise", "siren", "source_editeur"]].iloc[0].to_list() == [
        *("Atelier", "DUPONT", "200018653", "Région Bretagne")
    ]
    assert (table["aide_centimes"].to_list(), table["annee"].to_list()) == ([1_200_050], [2022])


def test_a_rounded_siret_is_said_and_the_year_may_be_that_of_the_payment(read: Read) -> None:
    row = grant(dateConvention="", datesPeriodeVersement="06/12/2022", idBeneficiaire="7,17E+13")
    found = read("scdl_subventions", [row], ";")
    table = found.tables["projets_officiels"]
    assert table["annee"].to_list() == [2022]
    assert table["siren"].isna().all()
    assert any("arrondis par un tableur" in finding and finding.endswith(": 1") for _, finding in found.notes)


def test_grants_in_a_workbook_are_read_as_in_a_text(tmp_path: Path) -> None:
    path = tmp_path / "scdl_subventions.xlsx"
    row = grant(dateConvention="2022-06-27")
    path.write_bytes(hostile_files.xlsx([["Subventions 2022"], [], list(row), list(row.values())]))
    home = tmp_path / "home"
    source = made.known()["scdl_subventions"]
    kept = refresh.from_folder(tmp_path, home)(source, None)
    table = readers.load(RawSet(home, {source.source_id: kept}), ground(), made.known()).tables["projets_officiels"]
    assert (table["ligne"].to_list(), table["aide_centimes"].to_list()) == ([4], [1_200_050])


def test_the_scheme_of_a_grant_is_its_programme_as_published(read: Read) -> None:
    table = read("ademe_aides", [grant(dispositifAide="Fonds chaleur")]).tables["projets_officiels"]
    assert table[["programme", "demarche"]].iloc[0].to_list() == ["Fonds chaleur", "Fonds chaleur"]


def test_an_identifier_is_that_of_a_line_for_ever(read: Read) -> None:
    rows = [grant(), grant(), grant()]
    table = read("scdl_subventions", rows).tables["projets_officiels"]
    assert table["id_projet"].to_list() == [f"scdl_subventions-{line:06d}" for line in (2, 3, 4)]


def correspondence(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source_id", "valeur_publiee", "programme"])


def test_the_word_of_a_source_wins_over_that_of_all_and_a_named_one_over_the_others() -> None:
    table = correspondence(("a", "X", "de a"), ("*", "x", "de tous"), ("a", "*", "autre"), ("b", "y", "de b"))
    found = correspondences.translate(pd.Series(["x", "É", "y", None]), "a", table, "programme")
    assert (found.values.to_list(), found.unknown) == (["de a", "autre", "autre", "autre"], ())
    found = correspondences.translate(pd.Series(["x", "É", "y", None]), "b", table, "programme")
    assert (found.values.fillna("").to_list(), found.unknown) == (["de tous", "É", "de b", ""], ("É",))


def test_the_tables_of_correspondence_name_known_sources_filieres_and_programmes() -> None:
    def column(name: str, of: str) -> set[str]:
        with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return {row[of] for row in csv.DictReader(lines)}

    known = {key for key, record in catalogue.read().items() if record.projects} | {correspondences.EVERY}
    assert column("correspondance_filieres", "source_id") <= known
    assert column("correspondance_programmes", "source_id") <= known
    assert column("correspondance_filieres", "filiere") == column("projets", "filiere")
    with (FACTS / "correspondance_programmes.csv").open(encoding="utf-8", newline="") as lines:
        # The file of a single programme may be of one that the inventory does not have.
        named = {row["programme"] for row in csv.DictReader(lines) if row["valeur_publiee"] != correspondences.EVERY}
    assert named <= column("projets", "programme")


def test_every_file_of_projects_that_is_described_is_read() -> None:
    described = {key for key, record in catalogue.read().items() if record.projects}
    read = {key for key, record in catalogue.read().items() if readers.loader_of(record) is project_rows.load}
    assert described == read
