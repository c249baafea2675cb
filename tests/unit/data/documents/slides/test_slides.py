"""Slides: what they say, that charts and maps are objects of their own, that texts of data stay texts."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from lxml import etree
from odfdo import Document
from pptx import Presentation
from pptx.util import Inches

from components.charts import bar_charts, rate_charts, ratio_chart
from components.charts.bar_charts import native
from components.drawn import chart
from data.documents.plates import Chart, Plate
from data.documents.slides import opendocument, powerpoint
from data.words.typography import typeset
from geo.errors import DataError
from tests.unit.data.documents.test_sheets import GRID
from tests.unit.support.plates import PAYLOADS, absent, areas, bars, contours, plate

PICTURE = 13
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def editable() -> Chart:
    """The bars, with what says how an office suite draws them."""
    meta = native("bars", "nom", "valeur", text="texte", pale="fragile", own="propre", own_colour="#c2410c")
    return Chart({**bars().spec, "usermeta": meta}, "Barres\xa0: six noms.", "En tirets : connu en partie.")


VIEWS = [plate(editable()), plate(areas()), plate(GRID), plate(), plate(bars())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return contours(tmp_path)


@pytest.fixture
def made(folder: Path) -> bytes:
    return powerpoint.deck(VIEWS, folder)


def shapes(content: bytes, rank: int) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides[rank].shapes)


def described(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr"))


def test_each_view_is_a_slide_with_its_title_source_link_and_table(made: bytes) -> None:
    found = Presentation(io.BytesIO(made))
    assert len(found.slides) == len(VIEWS)
    for slide in found.slides:
        assert slide.shapes.title.text_frame.text == PAYLOADS[0]
        (source,) = [shape for shape in slide.shapes if shape.name == "Source"]
        assert all(
            said in source.text_frame.text for said in ("326 des 875 projets", "Sources\xa0: ", "30 novembre 2026")
        )
        links = [run.hyperlink.address for part in source.text_frame.paragraphs for run in part.runs]
        assert "https://exemple.fr/carte?mesure=aide#figure-carte" in links
        notes = slide.notes_slide.notes_text_frame.text
        assert "Investissement (M€)" in notes and "=cmd|'/C calc'!A0\t0,0" in notes


def test_a_chart_stays_editable_with_the_values_of_the_page(made: bytes) -> None:
    (chart,) = [shape for shape in shapes(made, 0) if shape.has_chart]
    assert described(chart) == "Barres\xa0: six noms."
    (series,) = chart.chart.plots[0].series
    assert list(series.values) == [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    assert [point.data_label.text_frame.text for point in (series.points[k] for k in range(6))][:2] == [
        "0\xa0M€",
        "10\xa0M€",
    ]
    book = openpyxl.load_workbook(io.BytesIO(chart.chart.part.chart_workbook.xlsx_part.blob))
    cells = list(book.active.iter_rows(min_row=2))
    assert [row[1].value for row in cells] == [0, 10, 20, 30, 40, 50]
    assert cells[0][0].value == PAYLOADS[0] and all(row[0].data_type == "s" for row in cells)


YEARS = pd.DataFrame({"annee": [2020, 2021, 2022], "taux": [3.5, np.nan, 1.0], "moyen": [2.0, 2.5, 3.0]}).assign(
    texte="x", texte_moyen="y", couverture="z", fragile=[False, False, True], faible=False
)
CLASSES = YEARS.assign(nom=list("abc"), place=0.0, moyen=2.5, texte=["3,5", "pas de donnée", "1,0"])
RATIOS = pd.DataFrame(
    {
        "nom": ["Projets", "Emplois"],
        "rapport": [2.0, 0.5],
        "bas": [1.5, 0.2],
        "haut": [3.0, 1.1],
        "texte": ["2,00", "0,50"],
    }
).assign(sur=[True, False])
BUBBLES = pd.DataFrame({"nom": ["Incubateurs", "Écoles", "Écoles"], "annee": [2015, 2015, 2020]}).assign(
    montant=[12.0, 0.0, 3.0], connu=[True, False, True], texte="x"
)
DRAWN = {
    "classes": (
        CLASSES,
        rate_charts.classes(CLASSES, "Projets pour 10 000 habitants", "Dans l'ensemble : 2,5", narrow=False),
    ),
    "years": (YEARS, rate_charts.years((2020, 2022), {0.0: "0", 4.0: "4"}, "moins de 2 000 habitants")),
    "ratios": (RATIOS, ratio_chart.ratios(RATIOS, {}, narrow=False)),
    "bubbles": (BUBBLES, bar_charts.bubbles((2015, 2020), narrow=False)),
}


def test_every_kind_of_chart_stays_editable(folder: Path) -> None:
    views = [plate(chart.plain(rows, spec, "Graphique.")) for rows, spec in DRAWN.values()]
    made = powerpoint.deck(views, folder)
    found = {}
    for rank, name in enumerate(DRAWN):
        (found[name],) = [shape.chart for shape in shapes(made, rank) if shape.has_chart]
        assert not [shape for shape in shapes(made, rank) if shape.shape_type == PICTURE]
    (classes,), (years, every) = found["classes"].plots[0].series, found["years"].plots[0].series
    assert list(classes.values) == list(years.values) == [3.5, None, 1.0] and list(every.values) == [2.0, 2.5, 3.0]
    assert found["classes"].chart_title.text_frame.text == typeset(
        "Projets pour 10 000 habitants. Dans l'ensemble : 2,5"
    )
    (ratios,) = found["ratios"].plots[0].series
    assert list(ratios.values) == [2.0, 0.5]
    lengths = [float(each.text) for each in ratios._element.iterfind(".//{*}errBars//{*}v")]
    assert lengths == pytest.approx([1.0, 0.6, 0.5, 0.3])  # over each, then under
    assert found["ratios"].value_axis._element.find(".//{*}logBase").get("val") == "2"
    assert found["ratios"].category_axis._element.find("{*}crossesAt").get("val") == "1"
    dots, names, _ = found["bubbles"].plots[0].series
    assert list(dots.iter_values()) == [2.0, 1.0, 1.0]
    assert [float(each.text) for each in dots._element.iterfind(".//{*}bubbleSize//{*}v")][::2] == [12.0, 3.0]
    assert [names.points[rank].data_label.text_frame.text for rank in range(2)] == ["Incubateurs", "Écoles"]


def test_a_map_is_a_group_of_named_shapes_with_an_alternative_text(made: bytes) -> None:
    (group,) = [shape for shape in shapes(made, 1) if shape.shape_type == 6]
    assert described(group) == "Carte de trois carrés."
    names = [shape.name for shape in group.shapes]
    assert {"Thiers\xa0: 12", "Ambert\xa0: 3", "Issoire\xa0: pas de donnée"} <= set(names)
    assert names.count("Issoire\xa0: pas de donnée") == 2  # the area and its dot
    assert len(group._element.findall(f".//{A}custGeom")) == 5  # the land, three areas, the border
    assert len(group._element.findall(f".//{A}pattFill")) == 1  # what rests on too little
    identifiers = [node.get("id") for node in group._element.getroottree().iter("{*}cNvPr")]
    assert len(identifiers) == len(set(identifiers))
    slide = Presentation(io.BytesIO(made))
    assert group.left >= 0 and group.left + group.width <= slide.slide_width


def test_what_an_office_suite_does_not_draw_is_a_picture_or_a_table(made: bytes) -> None:
    assert [shape.has_table for shape in shapes(made, 2)].count(True) == 1
    (table,) = [shape.table for shape in shapes(made, 3) if shape.has_table]
    assert table.cell(1, 0).text_frame.text == PAYLOADS[0] and table.cell(1, 1).text_frame.text == "0,0"
    (picture,) = [shape for shape in shapes(made, 4) if shape.shape_type == PICTURE]
    assert described(picture) == "Barres." and picture.image.content_type == "image/png"


@pytest.mark.slow
def test_texts_of_data_stay_texts_in_every_part(made: bytes, folder: Path) -> None:
    for content in (made, opendocument.deck(VIEWS, folder)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")) and parts.read(name):
                    document = etree.fromstring(parts.read(name))
                    tags = {etree.QName(each).localname for each in document.iter() if isinstance(each.tag, str)}
                    assert not tags & {"script", "image1", "b", "gras", "lien"}
                    targets = re.findall(rb'Target="([^"]*)" TargetMode="External"', parts.read(name))
                    assert set(targets) <= {b"https://exemple.fr/carte?mesure=aide#figure-carte"}


def test_a_view_that_could_not_be_drawn_says_why_on_its_slide(folder: Path) -> None:
    views = [plate(areas()), absent(), plate(GRID)]
    slide = Presentation(io.BytesIO(powerpoint.deck(views, folder))).slides[1]
    assert [shape.text_frame.text for shape in slide.shapes if shape.name == "Absente"] == [absent().absent]
    notes = slide.notes_slide.notes_text_frame.text
    assert "Dire ceci" in notes and absent().absent in notes and "Filtres" not in notes
    page = Document(io.BytesIO(opendocument.deck(views, folder))).body.get_draw_pages()[1]
    assert absent().absent.replace("\u00a0", " ") in "".join(page.text_recursive).replace("\u00a0", " ")
    assert not page.get_elements("descendant::draw:frame[draw:image]")


def test_a_template_gives_its_size_and_none_of_its_slides(folder: Path) -> None:
    own = Presentation()
    own.slide_width, own.slide_height = Inches(10), Inches(5.625)
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text_frame.text = "Interne"
    content = io.BytesIO()
    own.save(content)
    found = Presentation(io.BytesIO(powerpoint.deck(VIEWS[:2], folder, content.getvalue())))
    assert (found.slide_width, len(found.slides)) == (Inches(10), 2)
    assert all("Interne" not in slide.shapes.title.text_frame.text for slide in found.slides)
    for slide in found.slides:
        assert all(shape.left + shape.width <= found.slide_width for shape in slide.shapes)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7"], ids=["empty", "cut", "other"])
def test_what_is_no_presentation_is_refused_in_french(folder: Path, content: bytes) -> None:
    with pytest.raises(DataError, match=r"Modèle de diaporama.*Remède"):
        powerpoint.deck(VIEWS[:1], folder, content or b" ")


def test_opendocument_slides_have_the_picture_its_description_and_the_words(folder: Path) -> None:
    view = Plate(**{**vars(VIEWS[1]), "notes": ("Dire ceci",)})
    found = Document(io.BytesIO(opendocument.deck([view, *VIEWS[2:]], folder)))
    pages = found.body.get_draw_pages()
    assert len(pages) == 4
    (picture,) = pages[0].get_elements("descendant::draw:frame[draw:image]")
    assert picture.svg_description == "Carte de trois carrés." and picture.svg_title == PAYLOADS[0]
    said = "".join(pages[0].text_recursive)
    assert "Dire ceci" in said and "326 des 875 projets" in said and "Investissement (M€)" in said
    (link,) = pages[0].get_elements("descendant::text:a")
    assert link.get_attribute("xlink:href") == "https://exemple.fr/carte?mesure=aide#figure-carte"
