"""Workbooks, Parquet, points: read as text, within bounds, and what is left out said."""

import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from data.files import worker
from data.files.limits import LIMITS
from geo.errors import DataError
from tests.unit.data.files.test_formats import cells, lines, parsed
from tests.unit.support import hostile_files as made


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
    assert read[1:] == [["1004", "Ambérieu", "2024-01-31"], ["2001", "Ambérieu", "2024-02-01"]]


def test_the_text_of_merged_cells_is_carried_down_and_their_amounts_are_not() -> None:
    book = openpyxl.Workbook()
    rows = [["Commune", "Aides", None], [None, "Projet", "Montant"], ["Thiers", "A", 1000], [None, "B", None]]
    for row in [*rows, ["Riom", "C", 5], [None, "D", 6]]:
        book.active.append(row)
    for area in ("A1:A2", "B1:C1", "A3:A4", "C3:C4"):
        book.active.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    table = parsed(buffer.getvalue(), "a.xlsx")
    assert [row[0] for row in cells(table)][1:] == ["Thiers", "Thiers", "Riom", None]
    assert [row[-1] for row in cells(table)][1:] == ["1000", None, "5", "6"]
    assert any("cases fusionnées" in note for note in table.notes)


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
