"""No file to take away holds a formula, wherever a spreadsheet cuts it: one list of payloads through every way out."""

import ast
import csv
import io
import re
import unicodedata
import zipfile
from itertools import product

import pandas as pd
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from data.files import exports
from data.files.exports import About
from data.paths import PROJECT
from data.sources.proposals import Proposal

ABOUT = About("Titre", "Source", (), "0123456789ab")
LEADS = (
    *("", " ", "\t", "\r", "\n", "\r\n", "\v", "\x1f", "\x85", "\u00a0", "\u3000", "\u2003", "\u2028", "\u200b"),
    *("\u2060", "\ufeff", "\u00ad", "\u202e", "\u2800", "\u3164", '"', "'", ";", ",", "|", "a,", "a\n", "a\t \u200b"),
)
BODIES = ("=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "+1+A1", "-2+A1", "@SUM(A1)", "＝1+A1", "﹣A1", "\u2212A1")
PAYLOADS = [lead + body for lead, body in product(LEADS, BODIES)]
CUT = re.compile(r"[;,|\t\r\n]")
# Who offers a file of cells; the others are texts, pictures and documents, which no spreadsheet opens.
WAYS_OUT = {
    "components/figures/figure.py",
    "components/views/mes_donnees/quality_report.py",
    "components/views/projets/correction.py",  # refuses what is a formula
}
OF_CELLS = re.compile(r"CSV_TYPE|XLSX_TYPE|ODS_TYPE|figure\.KINDS|text/csv|spreadsheet")


def runs(cell: str) -> bool:
    """Whether any spreadsheet could run a cell: blind to the code of the project."""
    unseen = {"Z", "C"}
    seen = cell.lstrip('"\u2800\u3164')
    while seen and (unicodedata.category(seen[0])[0] in unseen or seen[0] in '"\u2800\u3164'):
        seen = seen[1:]
    return seen != "" and unicodedata.normalize("NFKC", seen[0])[0] in "=+-@\u2212"


def cells(content: bytes) -> list[str]:
    """All that a reader may take for a cell, whatever its separator, whether it knows of quotes or not."""
    text = content.decode("utf-8-sig")
    known = [row for mark in ";,|\t" for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    return [cell for row in known for cell in row] + CUT.split(text)


def test_the_payloads_are_many_and_would_run() -> None:
    assert len(PAYLOADS) >= 200
    assert all(any(map(runs, CUT.split(payload))) or runs(payload.lstrip("'")) for payload in PAYLOADS)


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_no_text_of_a_csv_runs(kind: str) -> None:
    table = pd.DataFrame({"a": PAYLOADS, "b": [f"Usine {payload}" for payload in PAYLOADS]}).astype(kind)
    assert not [cell for cell in cells(exports.csv(table)) if runs(cell)]


def test_no_text_of_a_workbook_runs() -> None:
    content = exports.xlsx(pd.DataFrame({"a": PAYLOADS}), About(PAYLOADS[0], PAYLOADS[1], PAYLOADS[:20], PAYLOADS[2]))
    book = load_workbook(io.BytesIO(content))
    found = [cell for sheet in book for row in sheet.rows for cell in row]
    assert not [cell.value for cell in found if cell.data_type == "f" or runs(str(cell.value))]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)
    assert b"<f>" not in sheets and b"hyperlink" not in sheets


def test_no_text_of_an_open_document_runs() -> None:
    content = exports.made("ods", pd.DataFrame({payload: [payload] for payload in PAYLOADS}), ABOUT)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = [cell for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python() for cell in row]
    assert len(found) > 2 * len(PAYLOADS)
    assert not [cell for cell in found if runs(str(cell))]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"table:formula" not in archive.read("content.xml")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_header_of_a_csv_runs(payload: str) -> None:
    assert not [cell for cell in cells(exports.csv(pd.DataFrame([[1]], columns=[payload]))) if runs(cell)]


def test_no_header_of_a_workbook_runs() -> None:
    content = exports.xlsx(pd.DataFrame([range(len(PAYLOADS))], columns=PAYLOADS), ABOUT)
    headers = load_workbook(io.BytesIO(content))["Données"][1]
    assert len(headers) == len(PAYLOADS)
    assert not [cell.value for cell in headers if cell.data_type != "s" or runs(str(cell.value))]


def test_columns_of_one_name_are_guarded_one_by_one_and_told_apart() -> None:
    table = pd.DataFrame([["=1+A1", "=2+A1", "a", "b"]], columns=["motif", "motif", "=x", "'=x"])
    header, row = csv.reader(io.StringIO(exports.csv(table).decode("utf-8-sig")), delimiter=";")
    assert header == ["motif", "motif (2)", "'=x", "''=x"]
    assert row == ["'=1+A1", "'=2+A1", "a", "b"]


def test_a_negative_amount_stays_a_number_and_a_workbook_keeps_the_middle_of_texts() -> None:
    table = pd.DataFrame({"n": [-5], "projet": ["Lyon, +200 emplois"]})
    assert exports.csv(table).decode("utf-8-sig").splitlines()[1] == "-5;Lyon, '+200 emplois"
    row = load_workbook(io.BytesIO(exports.xlsx(table, ABOUT)))["Données"][2]
    assert [cell.value for cell in row] == [-5, "Lyon, +200 emplois"]


def test_a_cell_of_blanks_takes_the_time_of_its_length() -> None:
    long = "\t" * 32_000 + "a" + ", " * 16_000
    assert len(exports.csv(pd.DataFrame({"a": [long] * 100}))) > 100 * 32_000


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_proposal_that_would_run_is_refused(payload: str) -> None:
    told = Proposal("p1", "projet", "Usine", "Atelier", "https://exemple.fr/a", "2026-01-01", payload)
    assert "raison" in told.faults([]) or not any(map(runs, payload.split(";")))


def test_files_of_cells_leave_by_these_ways_alone() -> None:
    found = set()
    for path in [*(PROJECT / "components").rglob("*.py"), *(PROJECT / "pages").glob("*.py")]:
        text = path.read_text("utf-8")
        called = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
        if "download_button" in called and OF_CELLS.search(text):
            found.add(str(path.relative_to(PROJECT)))
        assert not called & {"to_csv", "to_excel"}, path
    assert found == WAYS_OUT
