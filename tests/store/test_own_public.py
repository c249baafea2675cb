"""Real public files as visitors bring them: rows in their own commune, sums to the cent.

The truth of each file is its own column of codes, or a sum in plain Python of the right column.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.files import reading
from data.own import prepared, proposals, report
from data.own.doubtful import POSTCODE, POSTCODE_ALONE
from data.own.findings import AMBIGUOUS, REJECTED
from data.own.ground import Ground
from data.own.report import Checked, Choices
from data.places.levels import Places
from tests.conftest import PublicFile


@dataclass(frozen=True)
class Brought:
    """A file as the page reads it."""

    frame: pd.DataFrame
    choices: Choices
    checked: Checked


Bring = Callable[[str], Brought]


@pytest.fixture(scope="module")
def ground(edition: Edition, places: Places) -> Ground:
    return Ground.of_edition(edition, places)


@pytest.fixture
def bring(ground: Ground, public_file: PublicFile) -> Bring:
    def run(name: str) -> Brought:
        content = public_file(f"publics/{name}").read_bytes()
        table = reading.read_table(content, name)
        frame = prepared.prepared(table.frame).frame
        choices = Choices.proposed(proposals.propose(frame, ground))
        checked = report.check(frame, choices, ground, table.layout.hidden)
        return Brought(frame, choices, checked)

    return run


def wrong(found: Brought, truth: pd.Series, ground: Ground) -> pd.Series:
    """The rows placed in another commune than that of their own code."""
    expected = truth.str.strip().str.zfill(5).map(ground.present)
    placed = found.checked.rows["code_insee"]
    return placed[placed.notna() & expected.notna() & (placed != expected)]


@pytest.mark.parametrize(
    ("name", "column", "least"),
    [
        ("dotations_invest_2019.xlsx", "id_terr", 0.99),
        ("fondsvert2024_paca_reconstruit.csv", "code_commune", 0.99),
        ("anct_acv.geojson", "insee_com", 0.99),
        ("anct_fs_geom.geojson", "id_geo", 0.99),
        ("cerema_tauxvacance_2021.csv", "comm_insee", 0.99),
        ("codes_postaux_communes.csv", "codeCommune", 0.99),
        ("communes_anciennes_noms.csv", "code", 0.99),
        ("at_city_codes.csv", "colonne 1", 0.99),
        ("grand_angouleme_insee.xlsx", "colonne 2", 1.0),
    ],
)
def test_every_row_is_in_the_commune_of_its_own_code(
    bring: Bring, ground: Ground, name: str, column: str, least: float
) -> None:
    found = bring(name)
    rows = found.checked.rows
    codes = found.frame[column].where(found.frame[column].str.strip().str.fullmatch("[0-9]{4,5}|2[AB][0-9]{3}"))
    assert wrong(found, codes, ground).empty
    assert report.is_placed(rows).mean() >= least
    assert (rows.loc[~report.is_placed(rows), "motif"] != "").all()


def test_names_with_their_codes_in_brackets_are_in_the_communes_of_these_codes(bring: Bring, ground: Ground) -> None:
    found = bring("anct_pvd_geom.geojson")
    codes = found.frame["liste_geo"].str.extract(r"^[^()]*\(([0-9AB]{5})\)$")[0]
    assert codes.notna().mean() > 0.8
    assert wrong(found, codes, ground).empty
    assert report.is_placed(found.checked.rows).mean() >= 0.99


def test_a_point_of_an_intercommunality_places_nothing_in_a_commune(bring: Bring) -> None:
    found = bring("dotations_invest_2019.xlsx")
    above = found.frame["echelon"].isin(["epci", "conseil_departemental"])
    assert above.sum() > 2_500
    assert found.checked.rows.loc[above, "code_insee"].isna().all()


def test_names_without_their_code_go_to_the_same_communes(ground: Ground, public_file: PublicFile) -> None:
    """Without its codes, a file is placed by names and départements: asked or refused, never elsewhere."""
    content = public_file("publics/fondsvert2024_paca_reconstruit.csv").read_bytes()
    frame = reading.read_table(content, "a.csv").frame
    blind = frame.drop(columns="code_commune")
    rows = report.check(blind, Choices.proposed(proposals.propose(blind, ground)), ground).rows
    truth = frame["code_commune"].map(ground.present)
    settled = rows["code_insee"].notna()
    assert (rows.loc[settled, "code_insee"] == truth[settled]).all()
    assert set(rows.loc[~report.is_placed(rows), "statut"]) <= {AMBIGUOUS, REJECTED}
    assert report.is_placed(rows).mean() > 0.95


@pytest.mark.parametrize(
    ("name", "euros"),
    [
        ("cd44_associations.csv", "506914236.63"),
        ("cd49_conventions.csv", "8327364.88"),
        ("toulouse_2022.csv", "88789356.48"),
        ("fondsvert2024_paca_reconstruit.csv", "138083433.03"),
        ("ademe_extrait_dataetat.csv", "15000"),
    ],
)
def test_sums_are_those_of_the_right_column_to_the_cent(bring: Bring, name: str, euros: str) -> None:
    rows = report.kept(bring(name).checked.rows)
    assert Decimal(int(rows["aide_centimes"].sum())) / 100 == Decimal(euros)


def test_grants_are_summed_and_guarantees_are_not(bring: Bring, public_file: PublicFile) -> None:
    text = public_file("publics/cd72_2018.csv").read_bytes().decode("cp1252")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    grants = [rank for rank, name in enumerate(header) if "subvention" in name]
    cells = [row[rank] for row in rows for rank in grants if rank < len(row)]
    plain = [cell.replace("\xa0", "").replace("\u202f", "").replace(" ", "").replace(",", ".") for cell in cells]
    expected = sum(Decimal(cell) for cell in plain if cell and cell[0].isdigit())
    for name in ("cd72_2018.csv", "cd72_2018.xlsx"):
        found = bring(name)
        assert len(found.choices.columns("aide")) == 2
        assert Decimal(int(report.kept(found.checked.rows)["aide_centimes"].sum())) / 100 == expected
        assert sum(found.checked.said["aide"].values()) == 1  # one damaged cell


def test_names_and_postcodes_place_nearly_all_rows(bring: Bring) -> None:
    """Names in capitals, cut, with their CEDEX, of before: 99 % are placed, the others are asked."""
    for name in ("cd72_2018.csv", "cd72_2018.xlsx"):
        rows = bring(name).checked.rows
        assert report.is_placed(rows).mean() > 0.99
        assert (rows["statut"] == REJECTED).sum() == 1


def test_years_never_place_the_grants_of_a_departement_elsewhere(bring: Bring) -> None:
    found = bring("cd44_associations.csv")
    assert not report.is_placed(found.checked.rows).any()
    assert found.checked.rows["annee"].dropna().between(2008, 2018).all()
    assert found.checked.rows["annee"].notna().mean() > 0.99


def test_totals_of_a_column_are_not_added_to_their_details(bring: Bring) -> None:
    found = bring("jaune_2012_extrait.csv")
    assert found.choices.columns("aide") == ("Total des subventions",)


def test_a_formula_without_result_and_two_rows_of_nothing(bring: Bring) -> None:
    found = bring("cd53_2018.xlsx")
    assert (found.checked.rows["genre"] == "note").sum() == 2
    assert found.choices.roles["siret"] == "idBeneficiaire"


def test_two_encodings_in_one_file_are_read(bring: Bring) -> None:
    found = bring("pdl_agregees_encodages_meles.csv")
    assert "Ã" not in "".join(found.frame.fillna("").sum(axis=1))
    assert found.choices.roles["aide"] == "montant"


def test_postcodes_of_the_post_alone_place_nothing_without_a_question(
    bring: Bring, ground: Ground, public_file: PublicFile
) -> None:
    """The reference of postcodes of the atlas is older than that of La Poste: 3 % of its answers are others."""
    frame = bring("codes_postaux_communes.csv").frame
    digits = frame[["codePostal"]]
    rows = report.check(digits, Choices({"code_postal": "codePostal"}), ground).rows
    assert not report.is_placed(rows).any()
    assert (rows["statut"] == AMBIGUOUS).mean() > 0.99
    believed = report.check(
        digits, Choices({"code_postal": "codePostal"}, believed={POSTCODE_ALONE: POSTCODE}), ground
    ).rows
    assert 0.05 < report.is_placed(believed).mean() < 0.1
    truth = frame["codeCommune"].map(ground.present)
    settled = report.is_placed(believed)
    # What is told before that answer: « près de quatre sur cent ».
    assert 0.03 < (believed.loc[settled, "code_insee"] != truth[settled]).mean() < 0.04
    assert believed.loc[report.is_placed(believed), "motif"].str.contains("votre réponse pour toutes").all()
