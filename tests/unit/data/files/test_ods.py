"""Workbooks in OpenDocument come back as they were, hold nothing live, and tell what they are."""

import io
import time
import zipfile
from xml.parsers import expat

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from data.files import exports, ods
from data.files.exports import About

ABOUT = About("Titre", "Source", ("Filière : Santé",), "0123456789ab")


def rows(content: bytes, sheet: str = "Données") -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(sheet).to_python()


def test_codes_stay_texts_numbers_numbers_and_the_workbook_says_what_it_holds() -> None:
    table = pd.DataFrame(
        {
            "code": ["01004", "2A004"],
            "investissement_eur": pd.array([5_200_000_000, None], dtype="Int64"),
            "part": [0.25, -1.5],
        }
    )
    content = exports.made("ods", table, ABOUT)
    assert rows(content) == [
        ["code", "investissement_eur", "part"],
        ["01004", 5_200_000_000.0, 0.25],
        ["2A004", "", -1.5],
    ]
    assert dict(rows(content, "Lisez-moi")[1:])["Filtres"] == "Filière\u00a0: Santé"


def test_the_file_tells_its_kind_first_and_is_sound_xml() -> None:
    with zipfile.ZipFile(io.BytesIO(exports.made("ods", pd.DataFrame({"a": ["x & <y>"]}), ABOUT))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").decode() == ods.TYPE
        for name in ("content.xml", "META-INF/manifest.xml"):
            expat.ParserCreate().Parse(archive.read(name), True)


def test_no_text_becomes_a_formula() -> None:
    content = exports.made("ods", pd.DataFrame({"=1": ["=HYPERLINK(1)"], "montant": [-5]}), ABOUT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"formula" not in archive.read("content.xml")
    assert rows(content) == [["'=1", "montant"], ["'=HYPERLINK(1)", -5.0]]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30), min_size=1))
def test_every_text_comes_back(texts: list[str]) -> None:
    content = ods.book({"Données": pd.DataFrame({"nom": texts, "n": range(len(texts))})})
    assert [row[0] for row in rows(content)[1:]] == [ods._FORBIDDEN.sub("", text) for text in texts]


def test_two_thousand_rows_are_written_at_once() -> None:
    """A library for the format took 75 s of them."""
    table = pd.DataFrame({f"c{at}": [f"{at} {row}" if at % 2 else row for row in range(2000)] for at in range(25)})
    start = time.process_time()
    ods.book({"Données": table})
    assert time.process_time() - start < 5
