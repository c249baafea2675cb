"""What a sound file of a visitor becomes: text as it was written, and a sentence for each repair."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from data.files import worker
from data.files.limits import LIMITS, Limits
from data.files.rows import Parsed, shown
from geo.errors import DataError
from tests.unit.support import hostile_files as made


def parsed(content: bytes, name: str = "a.csv", limits: Limits = LIMITS) -> Parsed:
    return worker.read(content, name, limits)


def cells(table: Parsed) -> list[list[str | None]]:
    """The header, then every row, without its place."""
    return [table.table.column_names[1:], *[list(row.values())[1:] for row in table.table.to_pylist()]]


def lines(table: Parsed) -> list[int]:
    return table.table.column(0).to_pylist()


FRENCH = "code;nom\n01004;Ambérieu-en-Bugey\n2A004;Ajaccio, ville d'été\n35238;Rennes à côté\n"
ROWS = [["code", "nom"], ["01004", "Ambérieu-en-Bugey"], ["2A004", "Ajaccio, ville d'été"], ["35238", "Rennes à côté"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "mac_roman", "cp850", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end(encoding: str, end: str) -> None:
    table = parsed(FRENCH.replace("\n", end).encode(encoding))
    assert cells(table) == ROWS
    assert lines(table) == [2, 3, 4]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_usual_separator(delimiter: str) -> None:
    rows = [["code", "libellé"], *[[f"0100{rank}", 'une, "deux"; trois|quatre'] for rank in range(5)]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    table = parsed(buffer.getvalue().encode())
    assert (cells(table), table.delimiter) == (rows, delimiter)


@pytest.mark.parametrize(
    "value",
    [
        "01004", "2E004", "1E005", "NA", "NULL", "nan", "None", "N/A", "1 234,56 €", "1\u202f234,5", "1\xa0234",
        "(1 234)", "−5", "1e400", "inf", "=1+1", "@SUM(A1)", "+33 1", "-1", "@@=lon", "01/02/2025", "45000",
        "vrai", " x ", "É", "<script>", "2,10E+13", "00000000000000000012",
    ],
)  # fmt: skip
def test_a_cell_is_kept_as_it_is_written(value: str) -> None:
    assert cells(parsed(f"code;valeur\nx;{value}\n".encode())) == [["code", "valeur"], ["x", value]]
    assert cells(parsed(made.parquet({"v": [value]}), "a.parquet")) == [["v"], [value]]
    document = made.geojson(made.feature(made.point(1, 2), v=value))
    assert cells(parsed(document, "a.geojson")) == [["lon", "lat", "v"], ["1", "2", value]]


@pytest.mark.parametrize(
    ("text", "header", "rows", "note"),
    [
        ("a,a,a\n1,2,3\n", ["a", "a (2)", "a (3)"], [["1", "2", "3"]], "a (2), a (3)"),
        ("a,,b\n1,2,3\n", ["a", "colonne 2", "b"], [["1", "2", "3"]], "sans nom en ont reçu un : colonne 2"),
        ("a,b,,\n1,2,,\n", ["a", "b"], [["1", "2"]], "sans nom laissées de côté : 2"),
        ("a,b\n1,2,,\n", ["a", "b"], [["1", "2"]], "vides en trop ont été retirées : 1"),
        ("a,b,c\n1,2\n4,5,6\n", ["a", "b", "c"], [["1", "2", None], ["4", "5", "6"]], "complétées"),
        ("a,b\n\n1,2\n,\n3,4\n", ["a", "b"], [["1", "2"], ["3", "4"]], "Lignes vides laissées de côté : 2"),
        ("Titre\n\na,b,c\n1,2,3\n", ["a", "b", "c"], [["1", "2", "3"]], "l'en-tête (ligne 3)"),
        ("sep=|\na|b\n1|2\n", ["a", "b"], [["1", "2"]], "sep="),
        ("ligne,b\n1,2\n", ["ligne (2)", "b"], [["1", "2"]], "ligne (2)"),
    ],
)
def test_a_repair_is_always_said(text: str, header: list[str], rows: list[list[str]], note: str) -> None:
    table = parsed(text.encode())
    assert cells(table) == [header, *rows]
    assert note in " ".join(table.notes)


def test_a_clean_file_has_nothing_to_say() -> None:
    assert parsed(FRENCH.encode()).notes == ()


def test_every_fault_is_listed_with_its_line() -> None:
    text = "".join("1,2,3\n" if rank % 10 == 7 else "1,2\n" for rank in range(370))
    with pytest.raises(DataError) as caught:
        parsed(f"a,b\n{text}".encode())
    assert [problem.row for problem in caught.value.problems] == [rank + 2 for rank in range(7, 370, 10)]


def test_the_number_of_cells_is_bounded() -> None:
    with pytest.raises(DataError, match="plus de 10 cases"):
        parsed(b"a,b\n" + b"1,2\n" * 6, limits=Limits(cells=10))


def test_the_number_of_rows_is_bounded() -> None:
    with pytest.raises(DataError, match="plus de 5 lignes"):
        parsed(b"a,b\n" + b"1,2\n" * 6, limits=Limits(rows=5))


def test_lines_are_those_of_the_file_even_behind_a_cell_of_two_lines() -> None:
    assert lines(parsed(b'a,b\n"x\ny",2\n\n3,4\n')) == [2, 5]


def test_a_workbook_is_read_as_text() -> None:
    row = ["01004", 1004, 0.1, 21000000000013, 1e22, date(2024, 1, 31), datetime(2024, 1, 31, 12, 30), True, None]
    content = made.xlsx([[f"c{rank}" for rank in range(9)], row])
    exact = [
        "01004",
        "1004",
        "0.1",
        "21000000000013",
        "1" + "0" * 22,
        "2024-01-31",
        "2024-01-31T12:30:00",
        "VRAI",
        None,
    ]
    table = parsed(content, "a.xlsx")
    assert cells(table)[1:] == [exact]
    assert (table.format, table.sheet, table.sheets, lines(table)) == ("xlsx", "Sheet", ("Sheet",), [2])


def test_formulas_without_a_result_and_errors_are_said() -> None:
    notes = " ".join(parsed(made.xlsx([["a", "b", "c"], ["=1+1", "#N/A", "=2"], ["1", "2", "=3"]]), "a.xlsx").notes)
    assert "cases vides : 3" in notes
    assert "#REF!…), lues comme des cases vides : 1" in notes


def test_the_largest_sheet_is_read_unless_another_is_asked() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Lisez-moi"])
    book.create_sheet("Données").append(["a", "b"])
    book["Données"].append(["1", "2"])
    other = book.create_sheet("Autre")
    for row in (["x"], ["y"]):
        other.append(row)
    hidden = book.create_sheet("Cachée")
    hidden.sheet_state = "hidden"
    hidden.append(["z"] * 50)
    buffer = io.BytesIO()
    book.save(buffer)
    largest = parsed(buffer.getvalue(), "a.xlsx")
    assert (largest.sheet, largest.sheets) == ("Données", ("Sheet", "Données", "Autre"))
    assert "3 feuilles : « Données »" in " ".join(largest.notes)
    assert cells(worker.read(buffer.getvalue(), "a.xlsx", LIMITS, "Autre")) == [["x"], ["y"]]
    with pytest.raises(DataError, match="choisir parmi : Sheet, Données, Autre"):
        worker.read(buffer.getvalue(), "a.xlsx", LIMITS, "Cachée")


def test_what_only_looks_large_in_a_workbook_is_read() -> None:
    lying = f'{made.XML}<worksheet xmlns="{made.MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
    row = '<row r="{0}"><c r="A{0}" t="str"><v>{1}</v></c><c r="XFD{0}" s="0"/></row>'
    body = row.format(1, "a") + row.format(2, "x") + '<row r="1048576"/>'
    content = made.xlsx([["a"]], **{made.SHEET: f"{lying}{body}</sheetData></worksheet>"})
    assert cells(parsed(content, "a.xlsx")) == [["a"], ["x"]]
    void = '<table:table-cell table:number-columns-repeated="16384"/>'
    filler = f'<table:table-row table:number-rows-repeated="1048570">{void}'
    sheet = made.ods(made.ods_row("a", "b") + made.ods_row("01004", "NA", repeated=2) + f"{filler}</table:table-row>")
    table = parsed(sheet, "a.ods")
    assert cells(table) == [["a", "b"], ["01004", "NA"], ["01004", "NA"]]
    assert (table.format, table.sheet) == ("ods", "Feuille")


def test_codes_typed_as_numbers_merged_cells_and_the_other_calendar_are_read() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["code", "nom", "jour"], [1004, "Ambérieu", date(2024, 1, 31)], [2001, None, date(2024, 2, 1)]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    buffer = io.BytesIO()
    book.save(buffer)
    read = cells(parsed(buffer.getvalue(), "a.xlsx"))
    assert read[1:] == [["1004", "Ambérieu", "2024-01-31"], ["2001", None, "2024-02-01"]]


def test_macros_are_left_out_and_said() -> None:
    table = parsed(made.xlsx([["a"], ["1"]], **{"xl/vbaProject.bin": b"\xd0\xcf"}), "a.xlsm")
    assert (cells(table), table.notes) == ([["a"], ["1"]], ("Les macros du classeur sont ignorées.",))


def test_parquet_types_become_text() -> None:
    columns = {
        "entier": [2**60, None],
        "réel": [0.1, float("nan")],
        "grand": [1e16, 1e-7],
        "court": pa.array([0.1, 1.5], pa.float32()),
        "décimal": [Decimal("1.50"), None],
        "jour": [date(2024, 1, 31), None],
        "instant": [datetime(2024, 1, 31, 12, 30), datetime(2024, 1, 31, 12, 30, 0, 500_000)],
        "vrai": [True, False],
        "texte": pa.array(["01004", "01004"]).dictionary_encode(),
        "vide": pa.nulls(2),
        "géométrie": [made.nested_wkb(100_000), b""],
        "liste": [[1], [2]],
    }
    table = parsed(made.parquet(columns), "a.parquet")
    assert table.table.column_names[1:] == list(columns)[:10]
    first = [
        str(2**60),
        "0.1",
        "1" + "0" * 16,
        "0.1",
        "1.50",
        "2024-01-31",
        "2024-01-31T12:30:00",
        "VRAI",
        "01004",
        None,
    ]
    assert cells(table)[1] == first
    assert cells(table)[2][:3] == [None, None, "0.0000001"]
    assert table.notes == ("Colonnes imbriquées ou binaires laissées de côté : géométrie, liste.",)


def test_hostile_metadata_of_parquet_is_never_followed(tmp_path: Path) -> None:
    marker = tmp_path / "executed"
    attack = f"cposix\nsystem\n(S'touch {marker}'\ntR.".encode()
    geo = {"primary_column": "a", "columns": {"a": {"encoding": "WKB", "crs": {"id": {"code": 0}}}}}  # and no version
    for metadata in (
        {"pandas": "{not json"},
        {"pandas": json.dumps({"columns": 3})},
        {"pandas": json.dumps({"index_columns": ["absent"], "columns": []})},
        {"geo": '{"columns": 1}'},
        {"geo": json.dumps(geo)},
    ):
        schema = pa.schema([pa.field("a", pa.string(), metadata={
            "ARROW:extension:name": "arrow.py_extension_type", "ARROW:extension:metadata": attack,
        })], metadata=metadata)  # fmt: skip
        buffer = io.BytesIO()
        pq.write_table(pa.table({"a": ["1"]}, schema=schema), buffer)
        assert cells(parsed(buffer.getvalue(), "a.parquet")) == [["a"], ["1"]]
    assert not marker.exists()


def test_points_keep_their_digits_and_their_properties() -> None:
    document = """{"type": "FeatureCollection", "crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "features": [
        {"properties": {"code": "01004", "n": 1.50, "ok": true, "lon": "x", "o": {"a": 1}}, "geometry":
         {"type": "Point", "coordinates": [5.3500, 45.95, 12]}},
        {"properties": null, "geometry": null}]}"""
    table = parsed(document.encode(), "a.json")
    assert cells(table) == [
        ["lon", "lat", "code", "n", "ok", "lon (2)"],
        ["5.3500", "45.95", "01004", "1.50", "VRAI", "x"],
    ]
    assert "imbriquées laissées de côté : o" in " ".join(table.notes)
    assert "vides : 1" in " ".join(table.notes)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
COLUMNS = st.integers(2, 5)


@given(
    rows=COLUMNS.flatmap(
        lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    delimiter=st.sampled_from(";,\t|"),
)
@settings(max_examples=200)
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    header = [f"col{rank}" for rank in range(len(rows[0]))]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    kept = [[cell or None for cell in row] for row in rows if any(row)]
    if kept:
        assert cells(parsed(buffer.getvalue().encode())) == [header, *kept]


def test_a_shown_text_is_short_and_visible() -> None:
    assert shown("a\u202e\n\tb\0" + "c" * 100) == "a b " + "c" * 55 + "…"
