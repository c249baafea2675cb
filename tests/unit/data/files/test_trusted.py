"""A workbook is read as text, or refused before it costs more than its size says."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.files import trusted
from geo.errors import DataError

SHEET = "xl/worksheets/sheet1.xml"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Write = Callable[..., Path]


def parts() -> dict[str, bytes]:
    """The parts of a sound workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Feuille"
    sheet.append(["code", "valeur", "date"])
    sheet.append(["01004", 200029999.0, date(2024, 1, 31)])
    sheet.append(["2A004", 1.5, None])
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def run(changed: dict[str, bytes]) -> Path:
        path = tmp_path / "classeur.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {**parts(), **changed}.items():
                archive.writestr(name, content)
        return path

    return run


def sheet(*places: str, declaration: str = XML) -> bytes:
    """A sheet with one cell at each place, each in its row."""
    rows = "".join(f'<row r="{p.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{p}"><v>1</v></c></row>' for p in places)
    return f'{declaration}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def refused(path: Path, message: str) -> None:
    """Refused in French, in less than three seconds and fifty megabytes."""
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(DataError, match=rf"^classeur\.xlsx : .*{message}.*Remède : "):
        trusted.rows(path, "classeur.xlsx", "Feuille")
    assert time.monotonic() - started < 3
    assert tracemalloc.get_traced_memory()[1] < 50e6
    tracemalloc.stop()


def test_cells_come_as_the_text_that_they_mean(write: Write) -> None:
    assert trusted.rows(write({}), "classeur.xlsx", "Feuille") == [
        ["code", "valeur", "date"],
        ["01004", "200029999", "2024-01-31"],
        ["2A004", "1.5", ""],
    ]


def test_a_lying_dimension_costs_nothing(write: Write) -> None:
    lying = parts()[SHEET].replace(b'ref="A1:C3"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in lying
    assert len(trusted.rows(write({SHEET: lying}), "classeur.xlsx", "Feuille")) == 3


@pytest.mark.parametrize(
    "content",
    [
        sheet("A1", "XFD1048576"),
        sheet("A1", "A1048576"),
        sheet("A1", "XFD1"),
        sheet("A1", "GR199999"),
        sheet(*(f"{column}{row}" for row in range(1, 3000) for column in ("A", "XFD"))),
        sheet("A1", "&#88;FD1048576"),
        sheet("A1", "XFD1048576", declaration='<?xml version="1.0" encoding="UTF-8"?>').decode().encode("utf-16"),
        sheet("A1", "XFD1048576").replace(b"<c ", b"<x:c ").replace(b"<worksheet ", b'<worksheet xmlns:x="m" '),
    ],
)
def test_a_far_cell_is_refused_before_it_is_read(write: Write, content: bytes) -> None:
    refused(write({SHEET: content}), "une feuille va jusqu'à |abîmé")


def test_a_far_cell_of_another_part_is_refused_too(write: Write) -> None:
    refused(
        write({"xl/autre.bin": sheet("A1", "XFD1048576")}), "une feuille va jusqu'à la ligne 1048576, colonne 16384"
    )


def test_many_rows_without_a_number_are_counted(write: Write) -> None:
    content = sheet("A1").replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * 200_001 + b"<row><c><v>1</v></c></row>")
    refused(write({SHEET: content}), "plus de 200000 lignes")


def test_a_bomb_is_refused_before_it_inflates(write: Write) -> None:
    refused(write({"xl/bombe.xml": b" " * 150_000_000}), "Mo une fois décompressé")


def test_too_many_parts_are_refused(write: Write) -> None:
    refused(write({f"xl/p{n}": b"" for n in range(2_001)}), "parties")


def test_a_part_longer_than_it_says_is_refused(write: Write) -> None:
    path = write({SHEET: sheet("A1") + b" " * 5_000_000})
    content = bytearray(path.read_bytes())
    size = len(sheet("A1") + b" " * 5_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    refused(path, "abîmé")


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;">']
)
def test_declared_entities_are_refused(write: Write, entity: str) -> None:
    refused(write({SHEET: sheet("A1", declaration=f"{XML}<!DOCTYPE x [{entity}]>")}), "abîmé")


@pytest.mark.parametrize("share", [0, 0.05, 0.3, 0.6, 0.95])
def test_a_cut_workbook_is_refused(write: Write, share: float) -> None:
    path = write({})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    refused(path, "abîmé")


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_workbook_with_a_broken_part_is_refused(write: Write, name: str) -> None:
    refused(write({name: b"<worksheet"}), "abîmé|illisible")


def test_a_web_page_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_text("<html><table><tr><td>1")
    refused(path, "ce n'est pas un classeur")


def test_an_absent_sheet_is_named_with_those_that_exist(write: Write) -> None:
    with pytest.raises(DataError, match=r"feuille absente : Autre\. Remède : choisir parmi Feuille"):
        trusted.rows(write({}), "classeur.xlsx", "Autre")
