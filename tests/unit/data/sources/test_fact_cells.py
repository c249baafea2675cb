"""The cells of the facts: what is refused, how it is said, and the properties of what is read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from data.cells import kinds
from data.cells.kinds import CellError
from data.paths import FACTS
from data.sources import facts
from geo.errors import DataError
from tests.unit.data.sources.test_facts import line, only_problem, problems, written


@pytest.mark.parametrize(
    ("column", "cell", "message", "remedy"),
    [
        (
            "investissement_eur",
            "12,5 k",
            "« 12,5 k » n'est pas un montant en euros",
            "écrire un nombre entier, sans unité ni espace",
        ),
        ("investissement_eur", "-5000", "« -5000 » est un montant négatif", "écrire un nombre positif, ou laisser"),
        ("investissement_eur", "1.5", "« 1.5 » n'est pas un montant en euros", "écrire un nombre entier"),
        ("investissement_eur", "1E+07", "« 1E+07 » n'est pas un montant en euros", "écrire un nombre entier"),
        ("investissement_eur", "1 000", "« 1 000 » n'est pas un montant en euros", "écrire un nombre entier"),
        ("investissement_eur", "١٢", "« ١٢ » n'est pas un montant en euros", "écrire un nombre entier"),
        ("aide_publique_eur", "100000000001", "« 100000000001 » dépasse 100 milliards d'euros", "vérifier l'unité"),
        ("emplois", "-3", "« -3 » n'est pas un nombre entier positif", "écrire un nombre entier sans signe"),
        ("annee", "1989", "« 1989 » n'est pas une année entre 1990 et 2100", "écrire l'année en quatre chiffres"),
        ("annee", "", "case vide", "renseigner cette case"),
        ("code_insee", "1004", "« 1004 » n'a pas la forme d'un code INSEE de commune", "le zéro initial a été perdu"),
        ("code_insee", "2a004", "« 2a004 » n'a pas la forme d'un code INSEE de commune", "écrire « 2A004 »"),
        ("code_insee", "20004", "« 20004 » est un code corse d'avant 1976", "écrire le code actuel"),
        ("code_insee", "2,10E+13", "« 2,10E+13 » n'a pas la forme d'un code INSEE", "écrire les cinq caractères"),
        ("statut", "annoncé", "« annoncé » n'est pas une valeur admise", "écrire Annoncé ou En construction"),
        ("precision", "Site", "« Site » n'est pas une valeur admise", "écrire site ou multi-sites"),
        ("nature_source", "blog", "« blog » n'est pas une valeur admise", "écrire officielle ou presse ou reprise"),
        ("source_date", "2023-13", "« 2023-13 » n'est pas une date", "écrire AAAA, AAAA-MM ou AAAA-MM-JJ"),
        ("source_date", "2023-02-30", "« 2023-02-30 » n'est pas une date", "écrire AAAA"),
        ("source_date", "01/02/2023", "« 01/02/2023 » n'est pas une date", "écrire AAAA"),
        ("source_date", "1789", "« 1789 » n'est pas une année entre 1990 et 2100", "écrire l'année"),
        ("source_url", "javascript:alert(1)", "« javascript:alert(1) » n'est pas une adresse http", "écrire l'adresse"),
        ("source_url", "https://", "« https:// » n'est pas une adresse http ou https", "écrire l'adresse entière"),
        ("source_url", "http://[a", "« http://[a » n'est pas une adresse http ou https", "écrire l'adresse entière"),
        ("id_projet", "12", "« 12 » n'a pas la forme attendue", "écrire un identifiant comme p75d9f97f"),
        ("resume", "\x8cuvre", "caractère illisible (U+008C) dans le texte", "retaper le texte"),
        ("resume", "d�j�", "caractère illisible (U+FFFD) dans le texte", "retaper le texte"),
    ],
)
def test_a_cell_that_is_refused(tmp_path: Path, column: str, cell: str, message: str, remedy: str) -> None:
    found = only_problem(written(tmp_path, line(id_projet="p00000001"), line(**{column: cell})))
    assert (found.file, found.row, found.column) == ("projets.csv", 3, column)
    assert found.message.startswith(message)
    assert found.remedy.startswith(remedy)


def test_the_sentence_reads_as_promised(tmp_path: Path) -> None:
    path = written(tmp_path, line(investissement_eur="12,5 k"))
    with pytest.raises(DataError) as caught:
        facts.read_table("projets", path)
    assert str(caught.value) == (
        "projets.csv, ligne 2, colonne investissement_eur : « 12,5 k » n'est pas un montant en euros. "
        "Remède : écrire un nombre entier, sans unité ni espace."
    )


def test_a_duplicate_identifier_names_both_lines(tmp_path: Path) -> None:
    found = only_problem(written(tmp_path, line(), line(id_projet="p00000001"), line()))
    assert (found.row, found.column) == (4, "id_projet")
    assert found.message == "« p75d9f97f » est déjà à la ligne 2"


def test_every_fault_is_reported_in_the_order_of_the_lines(tmp_path: Path) -> None:
    rows = [line(id_projet=f"p{rank:08x}", annee="20", emplois="x") for rank in range(18)] + [line(statut="?")]
    found = problems(written(tmp_path, *rows))
    assert len(found) == 37
    assert [problem.row for problem in found] == sorted([*range(2, 20), *range(2, 20), 20])


def test_faults_are_capped(tmp_path: Path) -> None:
    path = written(tmp_path, *(line(id_projet="?") for _ in range(facts.MAX_PROBLEMS + 5)))
    assert len(problems(path)) == facts.MAX_PROBLEMS


def test_the_first_fault_is_shown_with_the_number_of_others(tmp_path: Path) -> None:
    path = written(tmp_path, line(annee="x", emplois="x", statut="x"))
    with pytest.raises(DataError, match=r"colonne annee : .*Remède : .* \(et 2 autres\)$"):
        facts.read_table("projets", path)


def altered(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    copy = folder / "facts"
    shutil.copytree(FACTS, copy)
    path = copy / f"{name}.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def test_faults_of_all_the_files_are_gathered(tmp_path: Path) -> None:
    folder = altered(tmp_path, "projets", lambda text: text.replace("Annoncé,site", "Promis,site", 2))
    (folder / "programmes.csv").unlink()
    with pytest.raises(DataError) as caught:
        facts.read_facts(folder)
    assert [problem.file for problem in caught.value.problems] == ["projets.csv", "projets.csv", "programmes.csv"]


def test_a_member_of_an_undeclared_territory_is_found(tmp_path: Path) -> None:
    folder = altered(tmp_path, "membres_phase2", lambda text: text.replace("ti-0101,249710062", "ti-9999,249710062"))
    with pytest.raises(DataError, match=r"ligne 2, colonne id_ti : « ti-9999 » n'est pas dans territoires_phase2\.csv"):
        facts.read_facts(folder)


def test_a_wrong_digit_in_a_siren_is_found(tmp_path: Path) -> None:
    folder = altered(tmp_path, "membres_phase2", lambda text: text.replace("249710062", "249710063"))
    with pytest.raises(DataError, match="« 249710063 » n'est pas un numéro SIREN"):
        facts.read_facts(folder)


def test_an_unknown_commune_is_located(tmp_path: Path) -> None:
    path = written(tmp_path, line(id_projet="p00000001"), line(code_insee="63999"))
    (found,) = facts.unknown_communes("projets", facts.read_table("projets", path), {"63019"})
    assert str(found) == (
        "projets.csv, ligne 3, colonne code_insee : commune inconnue : « 63999 ». Remède : écrire le code de la "
        "commune dans le code officiel géographique (ce n'est pas le code postal)."
    )


def test_a_row_without_a_commune_is_not_an_unknown_commune() -> None:
    accelerateurs = facts.read_table("accelerateurs", FACTS / "accelerateurs.csv")
    known = set(accelerateurs["code_insee"].dropna())
    assert facts.unknown_communes("accelerateurs", accelerateurs, known) == ()


# Properties


@given(st.integers(min_value=0, max_value=kinds.MAX_AMOUNT_EUR))
def test_any_whole_amount_becomes_its_centimes(euros: int) -> None:
    assert kinds.AMOUNT.parse(str(euros)) == euros * 100


@given(st.integers(min_value=0, max_value=10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_any_single_wrong_digit_of_a_siren_is_refused(body: int, place: int, shift: int) -> None:
    digits = f"{body:08d}"
    valid = digits + luhn.calc_check_digit(digits)
    assert kinds.SIREN.parse(valid) == valid
    wrong = valid[:place] + str((int(valid[place]) + shift) % 10) + valid[place + 1 :]
    with pytest.raises(CellError):
        kinds.SIREN.parse(wrong)


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_french_refusal(text: str) -> None:
    for kind in (kinds.TEXT, kinds.AMOUNT, kinds.COUNT, kinds.DECIMAL_NUMBER, kinds.DATE_TEXT, kinds.PERIOD_TEXT):
        refused_or_read(kind, text)
    for kind in (kinds.URL, kinds.COMMUNE_CODE, kinds.SIREN, kinds.year(), kinds.one_of(["site"])):
        refused_or_read(kind, text)


def refused_or_read(kind: kinds.Kind, text: str) -> None:
    try:
        kind.parse(text)
    except CellError as error:
        assert error.message
        assert error.remedy
