"""Headers in words, and the money that they name."""

import pytest

from data.own.headers import is_paid, likeness, money, words, years_of


@pytest.mark.parametrize(
    "header",
    ["codesINSEE", "Codes Insee", "code_insee (1)", "CODE INSEE", "Code de l'INSEE", "Codé Insée"],
)
def test_the_ways_to_write_a_header_are_one(header: str) -> None:
    assert words(header) == ("code", "insee")


def test_a_header_is_split_at_capitals_and_put_in_the_singular() -> None:
    assert words("datesPeriodeVersement") == ("date", "periode", "versement")
    assert words("IDBeneficiaire") == ("id", "beneficiaire")
    assert words("Total des subventions") == ("total", "subvention")
    assert words("") == ()


def test_a_name_among_other_words_is_worth_less_the_more_there_are() -> None:
    names = (words("commune"), words("nom commune"), words("x"))
    assert likeness(words("Communes"), names) == 1
    assert (
        0.5 < likeness(words("commune du siège du bénéficiaire"), names) < likeness(words("commune siège"), names) < 1
    )
    assert likeness(words("communauté"), names) == likeness(words("taux x"), names) == 0


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Subvention (€)", "aide"),
        ("Montant de la subvention d'investissement", "aide"),
        ("Aide à l'investissement", "aide"),
        ("montant_engage", "aide"),
        ("Mandaté", "aide"),
        ("Montants versés", "aide"),
        ("montant", "aide"),
        ("COUT", "investissement"),
        ("Coût total HT", "investissement"),
        ("Investissement aidé", "investissement"),
        ("Dépense subventionnable", "investissement"),
        ("Montant du projet", "investissement"),
        ("Montant de la garantie (2)", "garantie"),
        ("montantPret", "pret"),
        ("Avance remboursable", "pret"),
        ("Montant demandé", "demande"),
        ("Subvention sollicitée", "demande"),
        ("pourcentageSubvention", "pourcentage"),
        ("Taux d'aide", "pourcentage"),
        ("Subvention (%)", "pourcentage"),
        ("Estimation des avantages en nature", "avantage en nature"),
        ("Nature de la subvention", None),
        ("Date de la convention de subvention", None),
        ("Nombre d'emplois aidés", None),
        ("Aide d'Etat notifiée", None),
        ("Salariés", None),
        ("Commune", None),
    ],
)
def test_kinds_of_money_are_told_apart(header: str, kind: str | None) -> None:
    found = money(header)
    assert (found.kind if found else None) == kind


def test_what_was_paid_is_a_part_of_what_was_granted() -> None:
    assert is_paid("Montant versé") and is_paid("mandatée")
    assert not is_paid("Montant engagé")


def test_the_year_of_a_header_is_apart_from_its_words() -> None:
    assert years_of("Subvention 2022") == (("subvention",), 2022)
    assert years_of("2023") == ((), 2023)
    assert years_of("2022-2023") == ((), None)
