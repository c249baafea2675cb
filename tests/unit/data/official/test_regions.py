"""Grants of three régions, and the commune that another file gives to the SIRET of their beneficiaries."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.official import readers
from data.official.readers import Officials
from data.sources import raw_files
from data.sources.raw_files import RawSet
from data.tables.official import COUNTED
from tests.unit.data.official.test_common_columns import (
    OTHER_SIRET,
    SIRET,
    Read,
    Row,
    aid,
    ground,
    read,
    reasons,
    said,
    table_of,
)
from tests.unit.support import official_files as made

__all__ = ["read"]
COMMUNE = "_siret_infos._infos_commune.nom_commune"
HERE = {COMMUNE: "L'ABERGEMENT CLEMENCIAT"}
Together = Callable[[dict[str, list[Row]]], Officials]


@pytest.fixture
def together(tmp_path: Path) -> Together:
    """Several files of one edition."""

    def run(files: dict[str, list[Row]]) -> Officials:
        kept = {}
        for source_id, rows in files.items():
            path = tmp_path / source_id
            path.write_text(table_of(rows), "utf-8")
            kept[source_id] = raw_files.adopt(path, tmp_path / "home", source_id, 10**6)
        return readers.load(RawSet(tmp_path / "home", kept), ground(), made.known())

    return run


def test_grants_of_bretagne_are_in_the_commune_of_their_file(read: Read) -> None:
    """As the portal writes them: names in lower case, « Non disponible » for an unknown commune."""
    usual = {
        "nomattribuant": "Région Bretagne",
        "dateconvention": "2025-03-10",
        "referencedecision": "25_0203",
        "nombeneficiaire": "ATELIERS",
        "idbeneficiaire": SIRET,
        "objet": "Ligne de découpe",
        "montant": "10000.5",
        "nature": "aide en numéraire",
        "conditionsversement": "échelonné",
        "datesperiodeversement": "2025-03-10/2026-03-10",
        "dossier_commune_insee": "01001",
        "programme_libl": "Soutenir les entreprises industrielles",
    }
    other = {**usual, "dossier_commune_insee": "Non disponible", "programme_libl": "Sport"}
    found = read("region_bretagne", table_of([usual, other], ";"))
    columns = ("projet", "entreprise", "siret", "annee", "aide_centimes", "code_insee", "localisation", "industriel")
    assert said(found, *columns) == [
        ["Ligne de découpe", "ATELIERS", SIRET, 2025, 1_000_050, "01001", "commune", "oui"],
        ["Ligne de découpe", "ATELIERS", SIRET, 2025, 1_000_050, None, "non localisé", "non"],
    ]
    assert reasons(found) == [(3, COUNTED, "commune inconnue de la géographie de référence : Non disponible")]


def test_grants_of_normandie_are_where_the_project_is(read: Read) -> None:
    row = {
        "nomAttribuant": "Région Normandie",
        "dateConvention": "2022-06-01",
        "nomBeneficiaire": "ATELIERS",
        "idBeneficiaire": SIRET,
        "objet": "Four",
        "montant": "23000",
        "nombreVersements": "2",
        "localisationCodeINSEE": "75056",
        "localisationprojetCommune": "PARIS",
        "TypeTiers": "SAS",
        "dateDecision": "2022-04-01",
    }
    found = read("region_normandie", table_of([row]))
    columns = ("projet", "annee", "aide_centimes", "code_insee", "precision", "source_editeur", "industriel")
    assert said(found, *columns) == [["Four", 2022, 2_300_000, "75056", "site", "Région Normandie", "non"]]


def test_grants_of_centre_val_de_loire_have_no_place_of_their_own(read: Read) -> None:
    row = {
        "nomattribuant": "Région Centre-Val de Loire",
        "idattribuant": "23450002300028",
        "dateconvention": "2022-05-13",
        "referencedecision": "22.05.31",
        "idbeneficiaire": SIRET,
        "nombeneficiaire": "ATELIERS",
        "objet": "Presse",
        "montant": "40000",
    }
    found = read("region_centre_val_de_loire", table_of([row], ";"))
    assert said(found, "projet", "siret", "annee", "aide_centimes", "localisation") == [
        ["Presse", SIRET, 2022, 4_000_000, "non localisé"]
    ]


def grant(siret: str) -> Row:
    return {
        "nomAttribuant": "Région",
        "dateConvention": "2022-06-27",
        "nomBeneficiaire": "ATELIERS",
        "idBeneficiaire": siret,
        "objet": "Four",
        "montant": "12000",
    }


def test_a_grant_that_has_only_a_siret_is_where_the_ademe_places_it(together: Together) -> None:
    found = together({"ademe_aides": [aid(**HERE)], "scdl_subventions": [grant(SIRET), grant(OTHER_SIRET), grant("")]})
    columns = ("source_id", "code_insee", "commune", "code_epci", "localisation", "precision")
    commune = ["01001", "L'Abergement-Clémenciat", "200069193", "commune", "siege"]
    nowhere = [None, None, None, "non localisé", None]
    assert sorted(said(found, *columns), key=str) == sorted(
        [["ademe_aides", *commune], ["scdl_subventions", *commune], *[["scdl_subventions", *nowhere]] * 2], key=str
    )
    assert [line for line, _, _ in reasons(found)] == [3, 4]
    assert ("communes trouvées par le SIRET du bénéficiaire, qu'un autre fichier situe : 1") in [
        note for _, note in found.notes
    ]
    assert found.tables["etablissements"].values.tolist() == [[SIRET, "01001", "ademe_aides"]]


def test_an_establishment_that_moved_places_nothing(together: Together) -> None:
    elsewhere = {COMMUNE: "PARIS", "_siret_infos._infos_commune.code_departement": "75"}
    found = together({"ademe_aides": [aid(**HERE), aid(**elsewhere)], "scdl_subventions": [grant(SIRET)]})
    assert found.tables["etablissements"].empty
    assert ["scdl_subventions", None] in said(found, "source_id", "code_insee")


def test_a_row_that_names_a_place_is_not_moved_by_its_siret(together: Together) -> None:
    """Neither one of another département, nor one whose commune is not found there."""
    other = {COMMUNE: "", "_siret_infos._infos_commune.code_departement": "75"}
    contrary = {COMMUNE: "Paris"}
    same = {COMMUNE: ""}
    found = together({"ademe_aides": [aid(**HERE), aid(**other), aid(**contrary), aid(**same)]})
    assert said(found, "code_insee", "localisation") == [
        ["01001", "commune"],
        [None, "département"],
        [None, "non localisé"],
        ["01001", "commune"],
    ]
