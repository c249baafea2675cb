"""Pictures of figures: what they say, that texts stay texts, that they are pictures."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from data.documents import paper, plates, screen, sheets, svg, web
from data.documents.plates import Cell, Grid
from data.documents.slides import opendocument
from tests.unit.support.plates import PAYLOADS, absent, areas, bars, contours, plate

GRID = Grid("Filière", (PAYLOADS[1], "Corse"), ((PAYLOADS[2], (Cell("12", "3"), Cell("—", weak=True))),), "Tableau.")
PICTURES = {"carte": (areas(),), "graphique": (bars(),), "grille": (GRID, GRID), "tableau": ()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return contours(tmp_path)


def texts(document: bytes) -> str:
    """All that is written in a picture, in its order, with plain spaces."""
    found = etree.fromstring(document).iter(f"{{{svg.NAMESPACE}}}text")
    return " ".join(" ".join(each.itertext()) for each in found).replace("\u00a0", " ")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_it_counts_its_source_the_day_and_its_link(folder: Path, name: str) -> None:
    said = texts(sheets.drawn(plate(*PICTURES[name]), folder))
    for part in ("326 des 875 projets", "Sources : inventaire", "30 novembre 2026", "https://exemple.fr/carte"):
        assert part in said


def test_a_view_that_could_not_be_drawn_says_why(folder: Path) -> None:
    for document in (screen.drawn(absent(), folder), sheets.drawn(absent(), folder)):
        said = texts(document)
        assert "Cette vue n'est plus là" in said.replace("’", "'") and "Figure du" in said and " . " not in said


@pytest.mark.parametrize("name", PICTURES)
def test_texts_of_data_stay_texts(folder: Path, name: str) -> None:
    document = sheets.drawn(plate(*PICTURES[name]), folder)
    tags = {etree.QName(each).localname for each in etree.fromstring(document).iter() if isinstance(each.tag, str)}
    known = {"svg", "title", "desc", "g", "rect", "path", "circle", "line", "text", "tspan", "defs", "pattern"}
    assert tags <= known
    hrefs = [key for each in etree.fromstring(document).iter() for key in each.attrib if "href" in key]
    assert hrefs == []
    assert "=cmd|'/C calc'!A0" in texts(document) and "<script>" in texts(document)


def test_a_map_draws_classes_lines_and_dots_of_its_places_alone(folder: Path) -> None:
    document = etree.fromstring(sheets.drawn(plate(areas()), folder))
    fills = [each.get("fill") for each in document.iter(f"{{{svg.NAMESPACE}}}path")]
    assert {"#edebe4", "#1b5e6f", "#c4c2bc", "url(#lignes-1b5e6f)"} <= set(fills)
    circles = [each for each in document.iter(f"{{{svg.NAMESPACE}}}circle") if each.get("fill") == "#c2410c"]
    assert [each.get("r") for each in circles] == ["12", "6"]  # the greatest under the others
    # The border at 40° east is not on the map.
    (border,) = [each for each in document.iter(f"{{{svg.NAMESPACE}}}path") if each.get("stroke") == "#ffffff"]
    assert border.get("d", "").count("M") == 1


def test_a_png_is_the_svg_at_twice_its_size(folder: Path) -> None:
    document = sheets.drawn(plate(areas()), folder)
    found = Image.open(io.BytesIO(sheets.png(document)))
    assert found.size == (2 * int(sheets.WIDTH), round(2 * float(etree.fromstring(document).get("height"))))
    assert found.convert("RGB").getpixel((4, 4)) == (253, 252, 249)


def test_a_chart_reads_no_address() -> None:
    reading = bars()
    spec = {**reading.spec, "data": {"url": "http://127.0.0.1:9/rien.json"}}
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        sheets.drawn(plate(plates.Chart(spec, "")), Path())


def test_plates_cross_a_process_unchanged_but_for_what_cannot_be_shown() -> None:
    sent = [plate(*pictures) for pictures in PICTURES.values()]
    assert plates.written(plates.read(plates.written(sent))) == plates.written(sent).replace(b"\\u0000\\u001b", b"")
    with pytest.raises(ValueError, match="kind"):
        plates.read(plates.written(sent).replace(b'"kind":"map"', b'"kind":"autre"'))


def test_what_dashes_mean_is_said_wherever_a_chart_goes(folder: Path) -> None:
    dashed = plate(replace(bars(), note="En tirets : connu pour moins de 30 % des projets."))
    assert dashed.counted.startswith("En tirets") and dashed.counted.endswith("montant connu.")
    assert "En tirets" in paper._said(dashed, folder, turns=False)["coverage"]
    slides = zipfile.ZipFile(io.BytesIO(opendocument.deck([dashed], folder))).read("content.xml").decode()
    assert slides.count("En tirets") >= 1 and texts(sheets.drawn(dashed, folder)).count("En tirets") == 1
    assert web.page([dashed], folder, title="Réunion").decode().count("En tirets") == 1
