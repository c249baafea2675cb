"""Corrections: applied in order, refused by name when they no longer fit, and proposed in a file that a build takes."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.paths import FACTS
from data.sources import corrections, facts
from data.sources.proposals import Proposal
from data.tables.fact_files import CORRECTABLE
from data.words.vocabulary import STATUTS
from geo.errors import DataError
from tests.unit.data.sources.test_facts import line, written

HEADER = "id_projet,colonne,ancienne_valeur,nouvelle_valeur,preuve_url,date,raison\n"
PROOF = "https://exemple.fr/preuve"
KNOWN = ("63019", "01004", "2A004")
PROPOSAL = Proposal("p75d9f97f", "investissement_eur", "12000000", "13000000", PROOF, "2026-11-22", "montant révisé")


@pytest.fixture
def projets(tmp_path: Path) -> pd.DataFrame:
    """Two projects: 12 000 000 € and 30 jobs on line 2, the same with nothing known of them on line 3."""
    unknown = line(id_projet="p00000001", investissement_eur="", emplois="", source_date="")
    return facts.read_table("projets", written(tmp_path, line(), unknown))


def table(folder: Path, *rows: str) -> pd.DataFrame:
    """The facts of corrections with these rows: « id,colonne,ancienne,nouvelle,date »."""
    lines = []
    for row in rows:
        *cells, date = row.split(",")
        lines.append(",".join((*cells, PROOF, date, "relecture")) + "\n")
    path = folder / "corrections.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return facts.read_table("corrections", path)


def refusal(projets: pd.DataFrame, found: pd.DataFrame) -> str:
    with pytest.raises(DataError) as caught:
        corrections.applied(projets, found)
    (problem,) = caught.value.problems
    return str(problem)


def unreadable(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        facts.read_table("corrections", path)
    (problem,) = caught.value.problems
    return str(problem)


# The file


def test_the_real_file_has_the_declared_header() -> None:
    path = FACTS / "corrections.csv"
    assert path.read_text(encoding="utf-8").startswith(HEADER)


def test_a_header_alone_is_an_empty_table_of_the_right_types(tmp_path: Path) -> None:
    found = table(tmp_path)
    assert len(found) == 0
    assert list(found.columns) == HEADER.strip().split(",")
    assert set(map(str, found.dtypes)) == {"str"}


def test_a_header_that_was_cut_is_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(HEADER.rstrip("\n"), encoding="utf-8")
    assert unreadable(path).startswith("corrections.csv, ligne 1, colonne raison : la dernière ligne")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("p75d9f97f", "12", "colonne id_projet : « 12 » n'a pas la forme attendue. Remède : écrire un identifiant"),
        ("emplois", "id_projet", "colonne colonne : « id_projet » n'est pas une valeur admise. Remède : écrire projet"),
        ("emplois", "commune", "colonne colonne : « commune » n'est pas une valeur admise. Remède : écrire projet ou"),
        ("https:", "http:", "colonne preuve_url : « http://exemple.fr/preuve » n'est pas une adresse https. Remède"),
        ("2026-11-22", "2026-11", "colonne date : « 2026-11 » n'est pas un jour. Remède : écrire AAAA-MM-JJ"),
        ("2026-11-22", "2026-02-30", "colonne date : « 2026-02-30 » n'est pas une date. Remède : écrire AAAA"),
        ("faute", "", "colonne raison : case vide. Remède : renseigner cette case"),
    ],
)
def test_a_wrong_cell_of_the_file_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "corrections.csv"
    row = f"p75d9f97f,emplois,30,31,{PROOF},2026-11-22,faute\n"
    path.write_text(HEADER + row.replace(old, new), encoding="utf-8")
    assert unreadable(path).startswith(f"corrections.csv, ligne 2, {message}")


def test_two_corrections_of_a_cell_on_one_day_have_no_order(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"ligne 3, colonne id_projet \+ colonne \+ date : .* est déjà à la ligne 2"):
        table(tmp_path, "p75d9f97f,emplois,30,31,2026-11-22", "p75d9f97f,emplois,31,32,2026-11-22")


# Applied


def test_a_correction_changes_its_cell_and_nothing_else(tmp_path: Path, projets: pd.DataFrame) -> None:
    before = projets.copy()
    found = corrections.applied(projets, table(tmp_path, "p75d9f97f,investissement_eur,12000000,13000000,2026-11-22"))
    assert found.at[2, "investissement_centimes"] == 1_300_000_000
    pd.testing.assert_frame_equal(projets, before)
    pd.testing.assert_frame_equal(found.assign(investissement_centimes=before["investissement_centimes"]), before)


@pytest.mark.parametrize(
    ("column", "old", "new", "target", "value"),
    [
        ("annee", "2012", "2013", "annee", 2013),
        ("aide_publique_eur", "", "5000", "aide_centimes", 500_000),
        ("emplois", "30", "", "emplois", None),
        ("source_date", "2012", "", "source_date", None),
        ("statut", "Annoncé", "En service", "statut", "En service"),
        ("code_insee", "63019", "2A004", "code_insee", "2A004"),
        ("source_url", "https://www.usinenouvelle.com/article/a.N178582", PROOF, "source_url", PROOF),
    ],
)
def test_a_column_of_each_kind_keeps_its_type(
    tmp_path: Path, projets: pd.DataFrame, column: str, old: str, new: str, target: str, value: object
) -> None:
    found = corrections.applied(projets, table(tmp_path, f"p75d9f97f,{column},{old},{new},2026-11-22"))
    assert found.dtypes.equals(projets.dtypes)
    assert pd.isna(found.at[2, target]) if value is None else found.at[2, target] == value


def test_corrections_of_a_cell_follow_their_dates_and_not_their_lines(tmp_path: Path, projets: pd.DataFrame) -> None:
    found = table(tmp_path, "p75d9f97f,emplois,31,32,2026-11-23", "p75d9f97f,emplois,30,31,2026-11-22")
    assert corrections.applied(projets, found).at[2, "emplois"] == 32


def test_no_correction_changes_nothing(tmp_path: Path, projets: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(corrections.applied(projets, table(tmp_path)), projets)


def test_the_log_begins_with_the_last_correction(tmp_path: Path) -> None:
    found = table(tmp_path, "p75d9f97f,emplois,30,31,2026-11-22", "p00000001,emplois,,5,2026-11-23")
    assert corrections.log(found)["date"].tolist() == ["2026-11-23", "2026-11-22"]


# Refused


def test_a_correction_that_no_longer_fits_says_what_is_there(tmp_path: Path, projets: pd.DataFrame) -> None:
    assert refusal(projets, table(tmp_path, "p75d9f97f,emplois,29,31,2026-11-22")) == (
        "corrections.csv, ligne 2, colonne ancienne_valeur : la correction ne s'applique plus : emplois de p75d9f97f "
        "vaut « 30 », non « 29 ». Remède : retirer cette ligne si projets.csv est déjà corrigé ; sinon y écrire la "
        "valeur actuelle, après relecture."
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("p75d9f97f,emplois,30,trente,", "« trente » n'est pas un nombre entier positif. Remède : écrire un nombre"),
        ("p75d9f97f,annee,2012,,", "case vide. Remède : renseigner cette case"),
        ("p75d9f97f,statut,Annoncé,annoncé,", "« annoncé » n'est pas une valeur admise. Remède : écrire Annoncé ou"),
        ("p75d9f97f,emplois,30,30,", "la nouvelle valeur est la valeur actuelle. Remède : écrire une autre valeur"),
        ("p00000001,emplois,,,", "la nouvelle valeur est la valeur actuelle. Remède : écrire une autre valeur"),
    ],
)
def test_a_new_value_that_its_column_cannot_hold_is_refused(
    tmp_path: Path, projets: pd.DataFrame, row: str, message: str
) -> None:
    found = refusal(projets, table(tmp_path, f"{row}2026-11-22"))
    assert found.startswith(f"corrections.csv, ligne 2, colonne nouvelle_valeur : {message}")


def test_every_correction_that_does_not_fit_is_said(tmp_path: Path, projets: pd.DataFrame) -> None:
    found = table(tmp_path, "p75d9f97f,emplois,1,2,2026-11-22", "p00000001,annee,2012,x,2026-11-22")
    with pytest.raises(DataError) as caught:
        corrections.applied(projets, found)
    assert [problem.row for problem in caught.value.problems] == [2, 3]


def test_a_project_that_does_not_exist_is_found(tmp_path: Path) -> None:
    for path in FACTS.glob("*.csv"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "corrections.csv").unlink()
    table(tmp_path, "p00000001,emplois,,5,2026-11-22")
    with pytest.raises(DataError, match=r"corrections\.csv, ligne 2, colonne id_projet : « p00000001 » n'est pas dans"):
        facts.read_facts(tmp_path)


# Proposed


def test_a_proposal_is_a_file_of_two_lines_whose_second_can_be_added_as_it_is() -> None:
    assert PROPOSAL.faults(KNOWN) == {}
    assert PROPOSAL.file().decode() == (
        f"{HEADER}p75d9f97f,investissement_eur,12000000,13000000,{PROOF},2026-11-22,montant révisé\n"
    )


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({"nouvelle_valeur": "12 M€"}, "nouvelle_valeur", "« 12 M€ » n'est pas un montant en euros"),
        ({"nouvelle_valeur": " 12000000 "}, "nouvelle_valeur", "la nouvelle valeur est la valeur actuelle"),
        ({"preuve_url": ""}, "preuve_url", "case vide"),
        ({"preuve_url": "javascript:alert(1)"}, "preuve_url", "« javascript:alert(1) » n'est pas une adresse https"),
        ({"preuve_url": "https://"}, "preuve_url", "« https:// » n'est pas une adresse http"),
        ({"raison": " "}, "raison", "case vide"),
        ({"raison": "x" * 301}, "raison", "301 caractères"),
        ({"raison": "deux\nlignes"}, "raison", "caractère illisible (U+000A)"),
        ({"raison": "=1+1"}, "raison", "un tableur lirait une formule"),
        ({"raison": "vu ; @SUM(A1)"}, "raison", "un tableur lirait une formule"),
        ({"preuve_url": "https://exemple.fr/a;=cmd"}, "preuve_url", "un tableur lirait une formule"),
        (
            {"colonne": "code_insee", "ancienne_valeur": "63019", "nouvelle_valeur": "63999"},
            "nouvelle_valeur",
            "commune inconnue : « 63999 »",
        ),
        (
            {"colonne": "projet", "ancienne_valeur": "Usine", "nouvelle_valeur": "-5 % d'eau"},
            "nouvelle_valeur",
            "un tableur lirait une formule",
        ),
        (
            {"colonne": "projet", "ancienne_valeur": "+ d'usines", "nouvelle_valeur": "Usine"},
            "ancienne_valeur",
            "un tableur lirait une formule",
        ),
    ],
)
def test_a_wrong_proposal_says_why_and_is_never_altered(changes: dict[str, str], column: str, message: str) -> None:
    (found,) = replace(PROPOSAL, **changes).faults(KNOWN).items()
    assert found[0] == column
    assert found[1].message.startswith(message)


TEXT = st.text(max_size=60) | st.sampled_from(
    ["Usine, « bureaux »", 'dit "usine"', "l'usine", " e\u0301té ", "a\u00a0;b"]
)
NUMBERS = st.integers(0, 10**9).map(str) | st.just("")
VALUES = {
    **dict.fromkeys(CORRECTABLE, TEXT),
    **dict.fromkeys(("investissement_eur", "aide_publique_eur", "emplois"), NUMBERS),
    "annee": st.integers(1985, 2105).map(str),
    "code_insee": st.sampled_from([*KNOWN, "99999"]),
    "statut": st.sampled_from([*STATUTS, "annoncé"]),
    "source_date": st.sampled_from(["", "2024", "2024-02", "2024-02-29", "2023-02-29"]),
    "source_url": TEXT.map(lambda text: f"https://exemple.fr/{text}"),
}


@given(data=st.data(), column=st.sampled_from(list(CORRECTABLE)), reason=TEXT.filter(str.strip))
def test_whatever_the_form_accepts_is_what_the_build_puts_in_the_table(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, column: str, reason: str
) -> None:
    folder = tmp_path_factory.mktemp("proposal")
    projets = facts.read_table("projets", written(folder, line()))
    declared = CORRECTABLE[column]
    target = declared.target or column
    new = data.draw(VALUES[column])
    old = corrections.written(declared, projets.at[2, target])
    proposal = Proposal("p75d9f97f", column, old, new, PROOF, "2026-11-22", reason)
    if not proposal.faults(KNOWN):
        (folder / "corrections.csv").write_bytes(proposal.file())
        found = corrections.applied(projets, facts.read_table("corrections", folder / "corrections.csv"))
        expected = declared.read(new)
        assert pd.isna(found.at[2, target]) if expected is None else found.at[2, target] == expected
        untouched = projets.columns.drop(target)
        pd.testing.assert_frame_equal(found[untouched], projets[untouched])
