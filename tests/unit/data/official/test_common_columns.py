"""The columns that official files share, and the level that each of their rows is placed at, source by source."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.official import readers
from data.official.ground import Ground
from data.official.readers import Officials
from data.places.belonging import PLACE_COLUMNS
from data.sources import raw_files
from data.sources.raw_files import RawSet
from data.tables.official import ABOVE, COUNTED
from tests.unit.support import official_files as made

Read = Callable[[str, str | bytes], Officials]
Row = Mapping[str, str]
EPCI, SIREN, SIRET, OTHER_SIRET = "200069193", "200018653", "20001865300010", "20001865300028"


def ground() -> Ground:
    """Four communes in two départements, two of them of one name; an intercommunalité; a région."""
    rows = [
        ("01001", "L'Abergement-Clémenciat", "01", "84", EPCI),
        ("75056", "Paris", "75", "11", None),
        ("01002", "Saint-Martin", "01", "84", EPCI),
        ("2A004", "Saint-Martin", "2A", "94", None),
    ]
    communes = pd.DataFrame(rows, columns=["code_insee", "nom", "code_departement", "code_region", "code_epci"])
    communes = communes.reindex(columns=["code_insee", "nom", *PLACE_COLUMNS])
    above = {
        "epci": pd.Series({EPCI: "CC de la Dombes"}),
        "departement": pd.Series({"01": "Ain", "75": "Paris", "2A": "Corse-du-Sud"}),
        "region": pd.Series({"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France", "94": "Corse"}),
    }
    former = pd.DataFrame({"nom": ["Bellecombe"], "nature": ["déléguée"], "code_insee": ["01001"]})
    base = made.ground()
    facts = dict(base.facts)
    facts["correspondance_programmes"] = pd.concat(
        [
            facts["correspondance_programmes"],
            pd.DataFrame({"source_id": ["i_nov"], "valeur_publiee": ["*"], "programme": ["i-Nov"]}),
        ]
    )
    return replace(base, communes=communes, above=above, former=former, facts=facts)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(source_id: str, content: str | bytes) -> Officials:
        path = tmp_path / source_id
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        kept = {source_id: raw_files.adopt(path, tmp_path / "home", source_id, 10**6)}
        return readers.load(RawSet(tmp_path / "home", kept), ground(), made.known())

    return run


def table_of(rows: Sequence[Row], delimiter: str = ",") -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def said(found: Officials, *columns: str) -> list[list[object]]:
    table = found.tables["projets_officiels"]
    return table[list(columns)].astype("object").where(table[list(columns)].notna(), None).values.tolist()


def reasons(found: Officials) -> list[tuple[int, str, str]]:
    return list(found.tables["mises_de_cote"][["ligne", "effet", "motif"]].itertuples(index=False, name=None))


DOTATIONS = (
    *("id_projet", "id_dep", "id_terr", "nom_terr", "pop19", "dotation", "echelon", "categorie", "description"),
    *("cout_total", "montant_sub", "pct_sub", "lat", "long"),
)


def dotations(*rows: tuple[str, str, str, float | str, float]) -> bytes:
    """A workbook as the DGCL publishes it. rows: id_dep, id_terr, echelon, cout_total, montant_sub."""
    book = openpyxl.Workbook()
    book.active.title = "infos"
    book.active.append(["Source des données : DGCL"])
    sheet = book.create_sheet("Projets_dotations_investissement_2019")
    sheet.append(DOTATIONS)
    for rank, (departement, place, echelon, cost, grant) in enumerate(rows, start=1):
        head = (f"di19_{rank}", departement, place, "Bénéficiaire", 100.0, "DETR", echelon, "4 - Education", "École")
        sheet.append([*head, cost, grant, 0.5, "48.9", "2.3"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_place_is_of_the_kind_that_its_echelon_says(read: Read) -> None:
    found = read(
        "dotations_investissement_2019",
        dotations(
            ("01", "01001", "commune", 1000.0, 500.255),
            ("01", EPCI, "epci", 2000.0, 250.5),
            ("01", "01", "conseil_departemental", "", 100.0),
            # An intercommunalité that has merged since: its département is named, and counts.
            ("75", "200000000", "epci", 10.0, 5.0),
            ("99", "200000000", "epci", 10.0, 5.0),
        ),
    )
    columns = ("code_insee", "code_epci", "code_departement", "localisation")
    assert said(found, *columns) == [
        ["01001", EPCI, "01", "commune"],
        [None, EPCI, "01", "intercommunalité"],
        [None, None, "01", "département"],
        [None, None, "75", "département"],
        [None, None, None, "non localisé"],
    ]
    assert [effect for _, effect, _ in reasons(found)] == [ABOVE, ABOVE, ABOVE, COUNTED]
    # Half-even to the cent; the point of the file, in Paris, is not looked at.
    assert said(found, "aide_centimes", "cout_total_centimes")[:3] == [[50026, 100000], [25050, 200000], [10000, None]]
    assert said(found, "numero_decision", "programme", "investissement_centimes")[0] == ["di19_1", "DETR", None]


def test_a_cost_that_cannot_be_read_is_left_out_and_said(read: Read) -> None:
    found = read("dotations_investissement_2019", dotations(("01", "01001", "commune", "à préciser", 500.0)))
    assert said(found, "aide_centimes", "cout_total_centimes") == [[50000, None]]
    assert any("coûts totaux illisibles, laissés vides : 1" in finding for _, finding in found.notes)


def fund(**cells: str) -> Row:
    """A row of the Fonds vert of 2025."""
    usual = {
        "nom_du_projet": "Friche",
        "resume_du_projet": "Dépollution d'une friche",
        "montant_engage": "1200.50",
        "numero_dossier_ds": "123",
        "numero_ej": "2104",
        "numero_operateur": "",
        "operateur": "DDT 01",
        "demarche": "Recyclage foncier",
        "nom_region": "Auvergne-Rhône-Alpes",
        "nom_departement": "Ain",
        "code_departement": "01",
        "siret_beneficiaire": SIRET,
        "raison_sociale_beneficiaire": "CC DE LA DOMBES",
        "forme_juridique_beneficiaire": "EPCI",
        "code_commune": "01001",
        "nom_commune": "L'Abergement-Clémenciat",
    }
    return usual | cells


def test_the_fonds_vert_of_2025_gives_its_operator_and_its_number(read: Read) -> None:
    rows = [fund(), fund(numero_ej="", siret_beneficiaire=SIREN, code_commune="NULL")]
    found = read("fonds_vert_2025", table_of(rows))
    assert said(found, "annee", "siren", "siret", "operateur", "numero_decision", "localisation", "programme") == [
        [2025, SIREN, SIRET, "DDT 01", "2104", "commune", "Recyclage foncier"],
        [2025, SIREN, None, "DDT 01", "123", "département", "Recyclage foncier"],
    ]


def test_the_file_apart_of_2024_is_read_by_the_columns_of_2024_and_none_of_it_is_of_industry(read: Read) -> None:
    row = {name: fund()[name] for name in ("nom_du_projet", "montant_engage", "demarche", "code_commune")}
    found = read("fonds_vert_2024_p113", table_of([row | {"raison_sociale_beneficiaire": "PARC NATUREL"}]))
    assert said(found, "annee", "entreprise", "localisation") == [[2024, "PARC NATUREL", "commune"]]
    assert found.tables["projets_officiels"]["industriel"].tolist() == ["non"]


def aid(**cells: str) -> Row:
    """A row of the aids of the ADEME, as its interface gives it."""
    usual = {
        "Nom_de_l_attribuant": "ADEME",
        "dateConvention": "2021-05-05",
        "referenceDecision": "21BRD0090",
        "nomBeneficiaire": "USINE",
        "idBeneficiaire": SIRET,
        "objet": "Chaudière biomasse",
        "montant": "150000.5",
        "nature": "aide en numéraire",
        "conditionsVersement": "Echelonné",
        "datesPeriodeVersement": "2021-05-11_2023-01-05",
        "dispositifAide": "Fonds chaleur",
        "_siret_infos._infos_commune.code_departement": "01",
    }
    return usual | cells


def test_an_aid_of_the_ademe_is_placed_by_what_its_interface_adds(read: Read) -> None:
    commune = "_siret_infos._infos_commune.nom_commune"
    rows = [
        aid(**{commune: "L'ABERGEMENT CLEMENCIAT"}),
        aid(**{commune: "", "idBeneficiaire": OTHER_SIRET}),
        # Its name is that of a commune of another département: the département is not believed either.
        aid(**{commune: "Paris"}),
    ]
    found = read("ademe_aides", table_of(rows))
    assert said(found, "code_insee", "code_departement", "localisation") == [
        ["01001", "01", "commune"],
        [None, "01", "département"],
        [None, None, "non localisé"],
    ]
    columns = ("instrument", "numero_decision", "periode_versement", "siret", "aide_centimes", "precision")
    assert said(found, *columns)[0] == [
        *("aide en numéraire", "21BRD0090", "2021-05-11_2023-01-05", SIRET, 15_000_050, "siege")
    ]
    # The raw file of the portal has no such column: nothing is placed.
    raw = {name: cell for name, cell in aid().items() if not name.startswith("_siret")}
    assert said(read("ademe_aides", table_of([raw])), "localisation") == [["non localisé"]]


def test_a_project_of_a_programme_of_the_state_has_its_amount_and_no_place(read: Read) -> None:
    row = {
        "dossier_code": "2382D0001",
        "nom_du_projet": "HYDRO",
        "dossier_objet": "Électrolyseur",
        "pia_france_2030_reporting": "France 2030",
        "axe_strategique": "Hydrogène",
        "aap_objet": "Briques technologiques",
        "date_contractualisation": "2023-06-01",
        "tiers_coordinateur": "USINE",
        "montant_dpm": "4500000",
    }
    found = read("ademe_programmes_etat", table_of([row]))
    columns = ("projet", "programme", "demarche", "annee", "aide_centimes", "numero_decision", "localisation")
    assert said(found, *columns) == [
        ["HYDRO", "France 2030", "Briques technologiques", 2023, 450_000_000, "2382D0001", "non localisé"]
    ]
    assert reasons(found) == [(2, COUNTED, "aucune commune dans le fichier publié")]


def test_laureates_count_in_their_region_and_in_no_commune(read: Read) -> None:
    inov = {
        "datepublication": "2024-03-01",
        "entreprise": "USINE",
        "siren": SIREN,
        "projet": "PILE",
        "moto": "Une pile sans lithium",
        "subvention": "900000.0",
        "montantprojet": "2000000.0",
        "thematique": "Énergie",
        "reg_nom": "Auvergne-Rhône-Alpes",
        "vague": "12",
    }
    found = read("i_nov", table_of([inov], ";"))
    columns = (
        "programme",
        "annee",
        "aide_centimes",
        "cout_total_centimes",
        "code_region",
        "localisation",
        "code_insee",
    )
    assert said(found, *columns) == [["i-Nov", 2024, 90_000_000, 200_000_000, "84", "région", None]]
    ilab = {
        "annee_de_concours": "2003",
        "libelle_entreprise": "",
        "ndeg_siren": "",
        "projet": "",
        "moto": "",
        "domaine_technologique": "Matériaux",
        "region": "Rhône-Alpes",
    }
    found = read("i_lab", table_of([ilab], ";"))
    assert said(found, "projet", "annee", "localisation") == [["Matériaux", 2003, "non localisé"]]


def minimis(commune: str) -> Row:
    """A row of the register of de minimis aid, the name of whose beneficiary is hidden."""
    return {
        "autorite": "Région",
        "commune_beneficiaire": commune,
        "date_declaration": "2026-02-01",
        "date_octroi": "2026-01-15",
        "date_publication": "2026-02-02",
        "identifiant_beneficiaire": SIRET,
        "instrument_aide": "Subvention",
        "montant_esb": "3000.0",
        "nom_beneficiaire": "-",
        "operateur": "-",
        "pays_beneficiaire": "FR",
        "regime": "Minimis général",
        "secteur_aide": "C10",
    }


def test_without_a_departement_a_name_places_a_row_when_one_commune_has_it(read: Read) -> None:
    names = ["PARIS", "Bellecombe", "Saint-Martin", "Nulle-Part", "75056", ""]
    found = read("aides_minimis", table_of([minimis(name) for name in names], ";"))
    assert said(found, "code_insee") == [["75056"], ["01001"], [None], [None], [None], [None]]
    assert [motif for _, _, motif in reasons(found)] == [
        "plusieurs communes de ce nom, et rien d'autre n'est publié du lieu : Saint-Martin",
        "aucune commune de ce nom : Nulle-Part",
        "aucune commune dans le fichier publié",
        "aucune commune dans le fichier publié",
    ]
    columns = ("entreprise", "source_editeur", "source_date", "instrument", "operateur", "aide_centimes", "annee")
    assert said(found, *columns)[0] == [None, "Région", "2026-02-02", "Subvention", None, 300_000, 2026]
