"""PDF pages: tagged, of as many pages as said, whose texts are data."""

import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import typst

from data.documents import paper
from data.documents.plates import Plate, Table
from tests.unit.data.documents.test_sheets import GRID
from tests.unit.support.plates import PAYLOADS, absent, areas, bars, contours, plate

NAMES = tuple(f"Projet {rank} à Lezoux" for rank in range(300))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return contours(tmp_path)


def long(table: Plate) -> Plate:
    """With more rows, and more columns, than a page holds."""
    headings = tuple(f"Colonne numéro {rank}" for rank in range(14))
    rows = tuple((name, *("12,50" for _ in headings[1:])) for name in NAMES)
    return replace(table, table=Table(headings, (False, *(True for _ in headings[1:])), rows, len(rows)))


def written(content: bytes) -> bytes:
    """A PDF with its streams in clear."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    clear = [zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x"]
    return content + b"".join(clear)


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", written(content)))


def test_a_dossier_has_a_tagged_page_per_view(folder: Path) -> None:
    views = [plate(areas()), absent(), plate(bars()), plate(GRID), absent(), long(plate())]
    content = paper.dossier(views, folder, "Réunion")
    assert content.startswith(b"%PDF-1.") and pages(content) == len(views)
    said = written(content)
    assert b"/StructTreeRoot" in said and b"/MarkInfo" in said and b"pdfuaid:part" in said and b"/Lang" in said


def test_a_sheet_is_two_pages_whatever_its_rows(folder: Path) -> None:
    views = [plate(), plate(areas()), plate(bars()), long(plate())]
    for shown, turn in ((views, 2), (views[:2], 1), ([long(plate()), long(plate())], 1)):
        assert pages(paper.sheet(shown, folder, title="Thiers", lead="Deux projets.", turn=turn)) == 2


def test_texts_are_never_read_as_markup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst is given a constant document; all texts are in one JSON value."""
    asked: list[tuple[bytes, str]] = []
    compiled = typst.compile

    def compile_(source: bytes, **options: object) -> object:
        asked.append((source, dict(options)["sys_inputs"]["document"]))  # type: ignore[index]
        return compiled(source, **options)

    monkeypatch.setattr(typst, "compile", compile_)
    views = [replace(plate(), title=said, notes=(said,), coverage=said) for said in PAYLOADS]
    paper.dossier(views, folder, PAYLOADS[3])
    ((source, document),) = asked
    assert source == paper._TEMPLATE.read_bytes()
    assert [each["title"] for each in json.loads(document)["plates"]][3] == PAYLOADS[3]


def test_what_a_page_does_not_hold_is_said(folder: Path) -> None:
    columns = paper._columns(long(plate()).table)
    assert len(columns["headings"]) < 14 and columns["columns"] == 14
    assert len(columns["rows"]) < 300 and columns["total"] == 300
    assert all(len(row) == len(columns["headings"]) == len(columns["widths"]) for row in columns["rows"])
