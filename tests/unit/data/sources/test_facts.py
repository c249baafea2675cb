"""Facts: every real row loads, and each fault of a file gives one French message with its place and its remedy."""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from data.paths import FACTS
from data.sources import facts
from data.tables.declarations import TABLES
from data.tables.fact_files import FILES
from geo.errors import DataError, Problem

HEADER = (FACTS / "projets.csv").read_text(encoding="utf-8").splitlines()[0]
WIDTH = len(HEADER.split(","))
ROW = {
    "id_projet": "p75d9f97f",
    "projet": "Doublement de l'usine",
    "entreprise": "Slicom",
    "code_insee": "63019",
    "commune": "Aulnat",
    "filiere": "Aéronautique",
    "programme": "France Relance",
    "annee": "2012",
    "annee_fin": "",
    "investissement_eur": "12000000",
    "aide_publique_eur": "",
    "nature_aide": "",
    "emplois": "30",
    "statut": "Annoncé",
    "precision": "site",
    "resume": "Le sous-traitant double son unité.",
    "source_editeur": "L'Usine Nouvelle",
    "nature_source": "presse",
    "source_date": "2012",
    "source_url": "https://www.usinenouvelle.com/article/a.N178582",
}


def line(**changes: str) -> str:
    cells = ((ROW | changes).get(name, "") for name in HEADER.split(","))
    return ",".join(f'"{value}"' if "," in value else value for value in cells)


def written(folder: Path, *lines: str, name: str = "projets") -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def problems(path: Path, name: str = "projets") -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        facts.read_table(name, path)
    return caught.value.problems


def only_problem(path: Path) -> Problem:
    (found,) = problems(path)
    return found


# The real files


def test_every_row_of_every_file_loads() -> None:
    frames = facts.read_facts(FACTS)
    assert frames.keys() == FILES.keys()
    for name, frame in frames.items():
        with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(frame) == sum(1 for _ in csv.DictReader(file))


def test_amounts_agree_with_the_files_to_the_centime() -> None:
    projets = facts.read_table("projets", FACTS / "projets.csv")
    with (FACTS / "projets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column, target in (("investissement_eur", "investissement_centimes"), ("aide_publique_eur", "aide_centimes")):
        known = [Decimal(row[column]) for row in rows if row[column]]
        assert projets[target].sum() == sum(known) * 100
        assert projets[target].count() == len(known)
        assert projets[target].dtype == "Int64"


def test_every_csv_of_the_folder_is_declared() -> None:
    assert {path.stem for path in FACTS.glob("*.csv")} == set(FILES)


@pytest.mark.parametrize(
    "name", ["programmes", "indicateurs", "accelerateurs", "accompagnes", "series", "unites", "objectifs", "desaccords"]
)
def test_facts_have_the_types_of_the_tables_they_become(name: str) -> None:
    frame = facts.read_table(name, FACTS / f"{name}.csv")
    # The build alone puts a figure in its series and in the place that it speaks of.
    fields = [field for field in TABLES[name].fields if not (name == "indicateurs" and field.name in {"serie", "lieu"})]
    assert list(frame.columns) == [field.name for field in fields]
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == {
        field.name: field.dtype for field in fields
    }


# What must pass


def test_the_index_is_the_line_of_the_original_file(tmp_path: Path) -> None:
    several = line(resume='"Deux\r\nlignes"'.replace("\r\n", " "))
    path = written(tmp_path, several, line(id_projet="p00000001"))
    frame = facts.read_table("projets", path)
    assert list(frame.index) == [2, 3]
    assert frame.index.name == facts.LINE


def test_an_empty_cell_is_unknown_and_never_zero(tmp_path: Path) -> None:
    frame = facts.read_table("projets", written(tmp_path, line(investissement_eur="", emplois="0")))
    assert frame["investissement_centimes"].isna().all()
    assert frame["emplois"].iloc[0] == 0


@pytest.mark.parametrize("name", ["NA", "NULL", "None", "nan", "N/A", "-"])
def test_words_that_pandas_takes_for_missing_stay_text(tmp_path: Path, name: str) -> None:
    frame = facts.read_table("projets", written(tmp_path, line(entreprise=name)))
    assert frame["entreprise"].tolist() == [name]


def test_a_leading_zero_and_a_corsican_letter_survive(tmp_path: Path) -> None:
    path = written(tmp_path, line(code_insee="01004"), line(id_projet="p00000001", code_insee="2A004"))
    assert facts.read_table("projets", path)["code_insee"].tolist() == ["01004", "2A004"]


def test_text_is_composed_and_trimmed(tmp_path: Path) -> None:
    frame = facts.read_table("projets", written(tmp_path, line(entreprise=" Cémoi\xa0")))
    assert frame["entreprise"].tolist() == ["Cémoi"]


def test_a_byte_order_mark_and_windows_line_ends_are_harmless(tmp_path: Path) -> None:
    path = written(tmp_path, line())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert facts.read_table("projets", path)["id_projet"].tolist() == ["p75d9f97f"]


def test_a_file_cut_inside_its_last_cell_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, line())
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(DataError, match=r"projets\.csv, ligne 2, colonne source_url : .*tronqué\. Remède"):
        facts.read_table("projets", path)


def test_columns_may_come_in_another_order(tmp_path: Path) -> None:
    path = tmp_path / "territoires_phase1.csv"
    path.write_text("nom,id_ti\nCap Excellence,ti-0101\n", encoding="utf-8")
    assert facts.read_table("territoires_phase1", path)["id_ti"].tolist() == ["ti-0101"]


# The shape of the file


def test_a_missing_column_is_named_with_the_expected_ones(tmp_path: Path) -> None:
    path = written(tmp_path, line())
    path.write_text(path.read_text().replace("annee,", "an,"), encoding="utf-8")
    found = problems(path)
    assert [(problem.row, problem.column, problem.message) for problem in found] == [
        (1, "annee", "colonne absente"),
        (1, "an", "colonne inconnue"),
    ]
    assert "id_projet, projet" in found[0].remedy


def test_a_removed_column_gives_one_message(tmp_path: Path) -> None:
    source = written(tmp_path, line())
    frame = pd.read_csv(source, dtype=str, keep_default_na=False).drop(columns="statut")
    frame.to_csv(source, index=False)
    assert str(only_problem(source)).startswith("projets.csv, ligne 1, colonne statut : colonne absente. Remède : ")


def test_a_doubled_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "territoires_phase1.csv"
    path.write_text("id_ti,nom,nom\nti-0101,a,b\n", encoding="utf-8")
    assert problems(path, "territoires_phase1")[0].message == "colonne en double"


def test_semicolons_are_said_rather_than_eighteen_missing_columns(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(HEADER.replace(",", ";") + "\n" + line().replace(",", ";") + "\n", encoding="utf-8")
    assert only_problem(path).remedy == "les séparer par des virgules"


def test_a_row_longer_than_the_header_is_refused_not_shifted(tmp_path: Path) -> None:
    found = only_problem(written(tmp_path, line(), line(id_projet="p00000001") + ",encore"))
    assert (found.row, found.message) == (3, f"{WIDTH + 1} cases trouvées pour {WIDTH} colonnes")


def test_a_shorter_row_names_the_last_cell_found(tmp_path: Path) -> None:
    found = only_problem(written(tmp_path, "p75d9f97f,Doublement", line(id_projet="p00000001")))
    assert (found.row, found.column, found.message) == (2, "projet", f"2 cases trouvées pour {WIDTH} colonnes")


def test_an_empty_line_is_located(tmp_path: Path) -> None:
    found = only_problem(written(tmp_path, "", line()))
    assert (found.row, found.message) == (2, "ligne vide")


def test_a_file_cut_inside_a_row_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, line(), line(id_projet="p00000001"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex(",presse")], encoding="utf-8")
    found = only_problem(path)
    assert (found.row, found.column) == (3, "source_editeur")
    assert found.message == f"dernière ligne tronquée : {WIDTH - 3} cases sur {WIDTH}"
    assert found.remedy == "reprendre une copie complète du fichier"


def test_a_file_cut_inside_quotes_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, line(), line(id_projet="p00000001", projet="Usine, bureaux"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index(", bureaux") + 4], encoding="utf-8")
    found = only_problem(path)
    assert (found.row, found.column, found.message) == (3, "projet", "un guillemet ouvert n'est jamais fermé")


def test_a_file_cut_inside_a_character_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, line())
    content = path.read_bytes()
    path.write_bytes(content[: content.index("Aéro".encode()) + 2])
    found = only_problem(path)
    assert (found.row, found.column, found.message) == (2, "filiere", "fichier tronqué au milieu d'un caractère")


def test_a_quote_inside_a_cell_is_located(tmp_path: Path) -> None:
    found = only_problem(written(tmp_path, line(), line(id_projet="p00000001", projet='"Usine" pilote')))
    assert (found.row, found.message) == (3, "guillemet mal placé")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_another_encoding_is_located(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path)
    plain = line(filiere="Chimie", statut="En service", resume="Le site double.")
    path.write_bytes("\n".join((HEADER, plain, line())).encode(encoding))
    found = only_problem(path)
    assert (found.row, found.column) == (3, "filiere")
    assert found.message == "l'octet 0xE9 n'est pas de l'UTF-8"
    assert found.remedy.startswith("enregistrer le fichier en UTF-8")


def test_utf16_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, line())
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert only_problem(path).message == "l'octet 0xFF n'est pas de l'UTF-8"


def test_a_null_byte_is_located(tmp_path: Path) -> None:
    found = only_problem(written(tmp_path, line(), line(id_projet="p00000001", commune="Aul\0nat")))
    assert (found.row, found.column, found.message) == (3, "commune", "octet nul dans le texte")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "projets.csv"
    path.write_bytes(content)
    assert only_problem(path).message == "fichier vide"


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    assert only_problem(written(tmp_path)).message == "l'en-tête n'est suivi d'aucune ligne"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "projets.csv").message == "fichier absent"


def test_a_file_cut_anywhere_is_read_whole_or_refused_in_french(tmp_path: Path) -> None:
    path = written(tmp_path, line(), line(id_projet="p00000001", projet="Usine, bureaux"))
    content = path.read_bytes()
    for size in range(0, len(content), 3):
        path.write_bytes(content[:size])
        try:
            frame = facts.read_table("projets", path)
        except DataError as error:
            assert str(error).startswith("projets.csv, ligne "), size
            assert "Remède" in str(error)
        else:
            assert len(frame) == content[:size].count(b"\np")


# The cells
