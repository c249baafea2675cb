"""Which column is proposed for what: files that people bring, reduced to a few made rows with the same oddities."""

from random import Random

import pandas as pd
import pytest

from data.own.proposals import Proposal, propose, set_apart
from tests.unit.data.own.ground import GROUND, table


def columns(text: str) -> dict[str, str]:
    return {role: each.column for role, each in propose(table(text), GROUND).items()}


def proposed(text: str, role: str) -> Proposal:
    return propose(table(text), GROUND)[role]


def test_columns_are_proposed_from_headers_and_content() -> None:
    found = columns(
        "Ville;CP;Bénéficiaire;Montant (€);Date de convention;Remarque\n"
        "Thiers;63300;A;1 234,5;12/05/2023;x\nLe Creusot;71200;B;NC;2022;y"
    )
    assert found == {
        "commune": "Ville",
        "code_postal": "CP",
        "entreprise": "Bénéficiaire",
        "annee": "Date de convention",
        "aide": "Montant (€)",
    }


@pytest.mark.parametrize(
    "text",
    [
        # Two columns of years that are all codes of Aisne with their zero lost.
        "Attribuant;Année;Bénéficiaire;Montant;Versement\n"
        + "\n".join(f"D;{year};B{year};10;{year}" for year in (2008, 2009, 2010, 2011, 2012)),
        "Projet;Année;Mise en service;Aide\nP1;2021;2022;1\nP2;2022;2023;2\nP3;2023;2024;3",
        "Entreprise;Année de création;Aide\nA;2008;1\nB;2009;2\nC;2010;3\nD;2011;4\nE;2012;5",
        # Head counts, some of which are codes.
        "Entreprise;Salariés;Aide\nA;1001;1\nB;1002;2\nC;1005;3\nD;10034;4\nE;1006;5",
        # Numbers of files in a row, all of them codes.
        "Dossier;Aide\n" + "\n".join(f"{code};1" for code in ("16015", "16019", "16026", "16055", "16061")),
        "Zone;Aide\n" + "\n".join(f"{code};1" for code in ("16015", "16019", "16026", "16055", "16061")),
        "zone\n1004\n63430\n2021\n2022\n2023",
        # Postcodes under a header that says nothing.
        "lieu\n63300\n71200\n63000\n42300\n01500\n16000",
    ],
)
def test_numbers_are_never_codes_by_their_content_alone(text: str) -> None:
    assert "code_insee" not in columns(text)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("colonne 1\n01001\n01002\n01004\n01005\n01006", "colonne 1"),
        ("lieu;nom\n16015;Angoulême\n16019;Asnières-sur-Nouère\n16026;Balzac\n16055;Bouëx\n16061;Brie", "lieu"),
        ("Code INSEE;x\n1004;1\n63430;2", "Code INSEE"),
        ("CODGEO;x\n63430;2", "CODGEO"),
        ("comm_insee;x\n2A004;2", "comm_insee"),
        ("codeCommune;x\n1004;2", "codeCommune"),
        ("Codes Insee;x\n1004;2", "Codes Insee"),
    ],
)
def test_codes_are_known_by_their_header_or_by_what_no_number_has(text: str, column: str) -> None:
    assert columns(text)["code_insee"] == column


def test_one_short_word_is_no_commune_without_its_header() -> None:
    text = "clé;{};Date\n" + "\n".join(f"S{rank};PAU;28/06/23" for rank in range(6))
    assert "commune" not in columns(text.format("Type"))
    assert "commune" not in columns(text.format("Périmètre"))
    assert columns(text.format("Commune"))["commune"] == "Commune"


def test_an_exact_header_wins_over_names_that_no_present_commune_has() -> None:
    found = columns("Année;Raison Sociale;Commune;Mandaté\n2010;A;JALLAIS;8048.00\n2011;B;VIHIERS;540.40")
    assert found == {"annee": "Année", "entreprise": "Raison Sociale", "commune": "Commune", "aide": "Mandaté"}


def test_a_commune_with_its_code_in_brackets_is_known_under_any_header() -> None:
    assert columns("id;liste_geo\nva-24;Faux (24177)\nva-72;Volnay (72382)")["commune"] == "liste_geo"


def test_guarantees_loans_and_percentages_are_no_aid_and_are_said() -> None:
    text = (
        "Ville;Montant de la subvention de fonctionnement (1);Montant de la subvention d'investissement (1);"
        "Montant de la garantie (2);Montant du prêt (3);Taux\nThiers;250,00;;;;\nPau;;39 800,00;;;\nBrie;;;5 126,31;2;3"
    )
    aid = proposed(text, "aide")
    assert {aid.column, *aid.also} == {
        "Montant de la subvention de fonctionnement (1)",
        "Montant de la subvention d'investissement (1)",
    }
    assert "investissement" not in columns(text)
    assert set_apart(table(text)) == {
        "Montant de la garantie (2)": "garantie",
        "Montant du prêt (3)": "pret",
        "Taux": "pourcentage",
    }


@pytest.mark.parametrize(
    ("header", "aid", "investment"),
    [
        ("COUT;SUBVENTION", "SUBVENTION", "COUT"),
        ("cout_total;montant_sub", "montant_sub", "cout_total"),
        ("Montant demandé;Montant accordé", "Montant accordé", None),
        ("Montant versé;Montant engagé", "Montant engagé", None),
        ("Détail des subventions;Total des subventions", "Total des subventions", None),
        ("Coût TTC;Coût HT", None, "Coût HT"),
        ("Montant;Aide", "Aide", None),
    ],
)
def test_the_better_of_two_columns_of_money_is_proposed(header: str, aid: str | None, investment: str | None) -> None:
    found = columns(f"{header}\n100000;30000\n200000;80000")
    assert (found.get("aide"), found.get("investissement")) == (aid, investment)


def test_the_columns_of_several_years_are_proposed_together() -> None:
    named = proposed("Commune;Subvention 2022;Subvention 2023;Autre\nThiers;1;2;3\nPau;4;5;6", "aide")
    assert {named.column, *named.also} == {"Subvention 2022", "Subvention 2023"}
    bare = proposed("Commune;2022;2023;2024\nThiers;1;2;3\nPau;4;5;6", "aide")
    assert {bare.column, *bare.also} == {"2022", "2023", "2024"}
    assert bare.score < 0.6


def test_the_other_columns_of_aid_are_named() -> None:
    assert proposed("Aide;Subvention région\n1;2\n3;4", "aide").others == ("Subvention région",)


def test_a_siren_of_an_epci_or_of_the_payer_is_not_that_of_the_company() -> None:
    assert "siret" not in columns("comm_insee;epci_siren\n63430;200070712\n64445;200070712")
    assert "siret" not in columns("SIREN;NOM\n200070712;x\n200070712;y")
    found = columns("idAttribuant;idBeneficiaire;montant\n23350001600040;81223113200026;1\n23350001600040;7,17E+13;2")
    assert found["siret"] == "idBeneficiaire"


@pytest.mark.parametrize(
    "header",
    [
        "nomAttribuant;idAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant",
        "NOMATTRIBUANT;ID_ATTRIBUANT;DATE_CONVENTION;NOM_BENEFICIAIRE;ID_BENEFICIAIRE;OBJECT;MONTANT",
        "Nom de l'attribuant;Identification de l'attribuant;Date de la convention de subvention;Nom du bénéficiaire;"
        "Identification du bénéficiaire;Objet de la subvention;Montant total de la subvention",
    ],
)
def test_the_schema_of_grants_is_known_in_its_real_spellings(header: str) -> None:
    names = header.split(";")
    found = columns(f"{header}\nRégion;23350001600040;2017-06-27;SOCIETE UN;81223113200026;Étude;22000.80")
    assert found == dict(
        zip(("annee", "entreprise", "siret", "projet", "aide"), (names[rank] for rank in (2, 3, 4, 5, 6)), strict=True)
    )


def test_the_year_is_that_of_the_convention_or_else_of_the_payment() -> None:
    text = "dateConvention;datesPeriodeVersement;montant\n{};06/12/2022;1\n{};24/05/2022;2"
    assert columns(text.format("2021", "2021"))["annee"] == "dateConvention"
    assert columns(text.format("", ""))["annee"] == "datesPeriodeVersement"


def test_a_column_that_cannot_be_amounts_is_none() -> None:
    assert "aide" not in columns("Aide;Dotation\nTREMPLIN;DSIL\nFONDS;DETR")


def test_negative_amounts_are_amounts() -> None:
    assert columns("commune;aide\nThiers;100\nThiers;-20\nThiers;(30)")["aide"] == "aide"


def test_a_latitude_goes_with_a_longitude() -> None:
    assert "lat" not in columns("lat;x2\n45.5;1\n45.6;2")
    assert columns("lat;long\n45.5;1.5\n45.6;2.5")["lon"] == "long"


def test_a_sample_is_taken_from_the_whole_of_a_sorted_column() -> None:
    cells = [f"sans objet {rank}" for rank in range(900)] + [f"{rank},50" for rank in range(3_000)]
    assert propose(pd.DataFrame({"Subvention": cells}, dtype="str"), GROUND)["aide"].column == "Subvention"


@pytest.mark.parametrize("seed", range(40))
def test_no_drawn_column_of_numbers_places_a_row(seed: int) -> None:
    """Years, head counts, populations, file numbers and postcodes under headers that say nothing of a place."""
    drawn = Random(seed)
    header = drawn.choice(["Année", "Effectif", "Valeur", "N°", "Référence", "Lot", "Zone", "Total", "P1", "colonne 3"])
    low, high = drawn.choice([(1990, 2026), (1000, 9999), (10_000, 95_999), (16_000, 16_100), (1, 99_999)])
    cells = [str(drawn.randint(low, high)) for _ in range(drawn.randint(1, 60))]
    found = propose(pd.DataFrame({"Nom": [f"S{cell}" for cell in cells], header: cells}, dtype="str"), GROUND)
    assert not {"code_insee", "commune", "departement", "code_postal"} & found.keys()
