"""Small tables that were read wrong once, each for a whole kind of fault: where its rows are, and what counts.

A place is a code of commune, the key of a larger place, `?` for a question, `-` for a row that is refused with its
reason, `/` for one that is set aside. Euros are those of the column that counts.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.files import worker
from data.files.limits import LIMITS
from data.files.rows import LINE
from data.own import prepared, proposals, report
from data.own.findings import AMBIGUOUS, ASIDE
from data.own.ground import Ground
from data.own.report import Choices
from data.places.levels import Places

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Right:
    """What is right. places: of the rows, separated by spaces; aid, cost: their euros, None where no column is one;
    years: theirs; roles: some of the columns; never: roles that no column has; says: words of what is said.
    """

    places: str
    aid: float | None = None
    cost: float | None = None
    years: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A case as it is read."""

    choices: Choices
    rows: pd.DataFrame
    said: str


CASE_OF = {
    "01_annees_prises_pour_codes_insee.csv": Right("- - - - -", 92_470, years="2008 2009 2010 2011 2012"),
    "02_sigle_pris_pour_commune.csv": Right("- - -", never=("commune", "code_insee")),
    "03_garantie_prise_pour_aide.csv": Right(
        "72181 72181 72154 72154 72181", 40_550, says=("garantie", "illisible"), never=("investissement",)
    ),
    "04_scdl_camelcase.csv": Right(
        "- -", 27_501, years="2017 2018", roles={"siret": "idBeneficiaire", "entreprise": "nomBeneficiaire"}
    ),
    "05_centroide_d_epci_pris_pour_commune.csv": Right("departement-01 epci-242900314 59001", 450_000, 1_700_000),
    "06_sans_entete.csv": Right("01001 01002 01004 01005 01006", says=("Aucun en-tête n'est reconnu",)),
    "07_communes_deleguees_par_nom.csv": Right(
        "49023 49301 49373 49023 49007", 9_787.44, says=("ancienne commune, aujourd'hui Sèvremoine",)
    ),
    "08_total_des_subventions_pluriel.csv": Right("- -", 8_000, roles={"siret": "SIREN"}),
    "09_code_postal_seul.csv": Right("? ?", 50_000, says=("sans nom pour le confirmer", "code postal de 13 communes")),
    "10_siren_epci_pris_pour_siret.csv": Right("08008 08022", never=("siret",)),
    "11_ligne_fini_sans_retour_ademe.csv": Right("-", 5_000, years="2021", says=("n'est pas finie",)),
    "12_siret_arrondis_tableur.csv": Right("- -", 841_690, years="2022 2022", roles={"siret": "idBeneficiaire"}),
    "13_scdl_intitules_en_toutes_lettres.csv": Right(
        "-", 250, years="2014", roles={"siret": "Identification du bénéficiaire", "projet": "Objet de la subvention"}
    ),
    "14_polygones_avec_code.geojson": Right("08362 08105 08105", says=("Formes laissées de côté",)),
    "15_cout_et_subvention_dsil.csv": Right("59001 60001", 110_000, 300_000),
    "16_colonne_NOM_liste.csv": Right("24177 72382 01036 04018", roles={"commune": "liste_geo"}),
    "17_dep_ferme_par_decalage.csv": Right(
        "departement-80 departement-80 departement-80 departement-80", never=("siret",), says=("ligne 6",)
    ),
    "18_date_points.csv": Right("30189 30007 30334", 3_500, years="2018 2019 -", says=("hors de 1990-2100",)),
    "19_date_20180124.csv": Right("30189 30007", 3_000, years="2018 2019"),
    "20_annee_de_creation_prise_pour_code_malgre_la_commune.csv": Right("08362 08409 08190 08185", 42_000),
    "21_deux_annees.csv": Right("region-44 region-53 region-28", 35_000, years="2021 2022 2023", never=("code_insee",)),
    "22_effectif_pris_pour_code.csv": Right("08362 08409 08190 08185", 42_000, never=("code_insee",)),
    "c01_ligne_total.xlsx": Right("63430 01283 42187 /", 400_000, says=("total ou sous-total",)),
    "c02_notes_de_bas.xlsx": Right("63430 42187 / /", 150_000, says=("après les lignes",)),
    "c04_entete_deux_lignes.xlsx": Right("63430 42187", 300_000, 1_500_000, years="2023 2022", says=("réunies",)),
    "c05_lignes_masquees.xlsx": Right("63430 / 01283", 105, says=("que le classeur ne montre pas",)),
    "c08_codes_postaux_sous_insee.csv": Right("? ? ? ?", 10_000, says=("ressemble à un code postal",)),
    "c09_anciens_noms.csv": Right("63430 74010 85001 50129 91228 42187 01283", 1_045, says=("ancienne commune",)),
    "c11_collectivites_outre_mer.csv": Right("- - - -", 13, says=("hors de l'atlas : Nouvelle-Calédonie",)),
    "c14_dates.csv": Right("63003 03310 63300 03095", 22, years="2023 2023 2023 2022"),
    "c15_geo_point_2d.csv": Right("63430 42187", 150, says=("lue comme une latitude et une longitude",)),
    "c16_guillemets.csv": Right("63430 42187", 150, says=("lus comme le fait un tableur",)),
    "c18_maille_epci_ou_departement.csv": Right("epci-200070712 epci-200046977", 300),
    "c19_remboursements.csv": Right("63430 63430 63430", 100, says=("négatif, non compté",)),
    "c20_montants_annotes.csv": Right(
        "63430 63430 63430 63430 63430", 8_202_468, says=("approché, compté tel qu'il est écrit", "entre deux valeurs")
    ),
}


@pytest.fixture(scope="module")
def ground(edition: Edition, places: Places) -> Ground:
    return Ground.of_edition(edition, places)


def read(path: Path, ground: Ground) -> Found:
    parsed = worker.read(path.read_bytes(), path.name, LIMITS)
    ready = prepared.prepared(parsed.table.to_pandas().set_index(LINE))
    choices = Choices.proposed(proposals.propose(ready.frame, ground))
    checked = report.check(ready.frame, choices, ground, parsed.layout.hidden)
    damaged = [f"ligne {each.line}, {each.reason}" for each in parsed.layout.damaged]
    said = [*parsed.notes, *ready.notes, *damaged, *checked.rows["motif"], *checked.rows["remarques"]]
    said += [*(reason for reasons in checked.said.values() for reason in reasons), *proposals.set_apart(ready.frame)]
    return Found(choices, checked.rows, " ; ".join(said))


def places_of(rows: pd.DataFrame) -> str:
    found = rows["code_insee"].fillna(rows["lieu"])
    marks = rows["statut"].map({AMBIGUOUS: "?", ASIDE: "/"}).fillna("-")
    return " ".join(found.fillna(marks))


def euros(rows: pd.DataFrame, column: str) -> float | None:
    return int(report.kept(rows)[column].sum()) / 100 if column in rows else None


@pytest.mark.parametrize("name", sorted(CASE_OF))
def test_a_table_that_was_read_wrong_is_read_right(name: str, ground: Ground) -> None:
    right, found = CASE_OF[name], read(CASES / name, ground)
    assert places_of(found.rows) == right.places
    assert euros(found.rows, "aide_centimes") == right.aid
    assert euros(found.rows, "investissement_centimes") == right.cost
    if right.years:
        assert " ".join("-" if pd.isna(year) else str(year) for year in found.rows["annee"]) == right.years
    assert right.roles.items() <= found.choices.roles.items()
    assert not set(right.never) & found.choices.roles.keys()
    assert not [words for words in right.says if words not in found.said], found.said
    unplaced = found.rows[~report.is_placed(found.rows)]
    assert (unplaced["motif"] != "").all()


def test_every_case_is_told() -> None:
    assert {path.name for path in CASES.iterdir()} == set(CASE_OF)
