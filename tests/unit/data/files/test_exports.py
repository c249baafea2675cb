"""Files to take away: exact, French, and without a live formula whatever the data holds."""

import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from data.files import exports
from data.files.exports import About
from data.words.typography import typeset

ABOUT = About("Titre", "Source", ("Filière : Santé",), "0123456789ab")


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_opens_in_a_french_excel() -> None:
    content = exports.csv(pd.DataFrame({"code": ["01004"], "valeur": [1234.5], "projets": [3]}))
    assert content == "\ufeffcode;valeur;projets\r\n01004;1234,5;3\r\n".encode()


def test_a_workbook_keeps_codes_numbers_and_says_what_it_holds() -> None:
    table = pd.DataFrame({"code": ["01004", "2A004"], "investissement_eur": pd.array([12, None], dtype="Int64")})
    book = load_workbook(io.BytesIO(exports.xlsx(table, ABOUT)))
    assert [[cell.value for cell in row] for row in book["Données"].rows] == [
        ["code", "investissement_eur"],
        ["01004", 12],
        ["2A004", None],
    ]
    readme = {row[0].value: row[1].value for row in book["Lisez-moi"].rows}
    assert readme["Lignes"] == "2" and readme["Filtres"] == "Filière\u00a0: Santé"
    assert "l’inventaire" in readme["Licence"] and readme["Licence"] == typeset(readme["Licence"])
    assert readme["Édition des données"] == "0123456789ab"


@given(st.lists(st.text(min_size=1, max_size=40).filter(lambda t: "\x00" not in t), min_size=1, max_size=20))
def test_every_text_comes_back_but_for_the_guard(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() or "x" for text in texts]
    content = exports.csv(pd.DataFrame({"nom": texts, "n": range(len(texts))}))
    found = [row[0] for row in read_csv(content)[1:]]
    assert [text.replace("'", "") for text in found] == [text.replace("'", "") for text in texts]


def test_file_names_are_ascii() -> None:
    assert (
        exports.file_name("Investissement – Régions & Départements", "csv") == "investissement-regions-departements.csv"
    )
    assert exports.file_name("../../x=?\u202e", "xlsx") == "x.xlsx"
