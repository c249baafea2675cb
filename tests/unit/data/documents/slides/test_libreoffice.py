"""LibreOffice itself opens the slides: their pages, looked at, hold all that they say, and nothing is over another."""

import shutil
import subprocess
from dataclasses import replace
from typing import Final

import pypdfium2
import pytest

from components.charts import bar_charts
from components.drawn import chart
from data.documents.plates import Plate
from data.documents.slides import opendocument, powerpoint
from tests.unit.data.documents import test_screen
from tests.unit.data.documents.slides.test_slides import BUBBLES, editable
from tests.unit.support.plates import absent, areas, contours, plate

SOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
LONGEST_S: Final = 120
FIRST, LAST = "Investissement", "fin"  # words of a title
TITLE: Final = f"{FIRST} pour dix mille habitants des territoires d'industrie de la deuxième phase, {LAST}"
FOOT: Final = "326 des 875 projets"
NOTED: Final = "Montré ici"
DRAWN: Final = 60  # pixels of a page of 480 by 270
MAKERS: Final = {"pptx": powerpoint.deck, "odp": opendocument.deck}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]


def view(*pictures: object, note: str = "") -> Plate:
    return replace(plate(*pictures, title=TITLE), filters=(), notes=(note,) if note else ())


# Each with the word of what it shows that stands highest, where the slide has texts of it.
VIEWS: Final = {
    "map": (view(areas()), "projets"),
    "bars": (view(editable(), note="Dire ceci. " * 40), "alert"),
    "bubbles": (view(chart.plain(BUBBLES, bar_charts.bubbles((2015, 2020), narrow=False), "Bulles.")), "Incubateurs"),
    "grid": (view(test_screen.GRID, test_screen.GRID), "Filière"),
    "table": (replace(view(), table=test_screen.LONG), "Nom"),
    "absent": (replace(absent(), title=TITLE), "Cette vue"),
}


@pytest.fixture(scope="module", params=MAKERS)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pypdfium2.PdfDocument:
    """The pages of the slides, as LibreOffice draws them."""
    folder = tmp_path_factory.mktemp(request.param)
    path = folder / f"reunion.{request.param}"
    path.write_bytes(MAKERS[request.param]([shown for shown, _ in VIEWS.values()], contours(folder)))
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={(folder / 'profil').as_uri()}",
        *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder), str(path)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_S)
    return pypdfium2.PdfDocument(folder / "reunion.pdf")


def rank_of(text: pypdfium2.PdfTextPage, *words: str) -> int:
    """The rank of the first letter of the first of some words that a page has; -1 where it has none."""
    found = (text.search(said, match_case=True).get_next() for said in words)
    return next((each[0] for each in found if each), -1)


def plain(said: str) -> str:
    return " ".join(said.split())


def test_each_view_is_a_page_with_its_title_its_source_and_the_day(opened: pypdfium2.PdfDocument) -> None:
    assert len(opened) == len(VIEWS)
    for page, (shown, _) in zip(opened, VIEWS.values(), strict=True):
        said = plain(page.get_textpage().get_text_range())
        assert plain(TITLE.replace("'", "’")) in said.replace("'", "’") and "Figure du " in said
        assert plain(shown.absent) in said  # with the markup of a name as it was written
        assert shown.absent or (FOOT in said and "Sources : inventaire" in said)


def test_nothing_leaves_the_page_nor_is_over_another(opened: pypdfium2.PdfDocument) -> None:
    for name, page in zip(VIEWS, opened, strict=True):
        text, (wide, tall) = page.get_textpage(), page.get_size()
        boxes = [text.get_charbox(rank) for rank in range(text.count_chars())]
        for left, low, right, high in boxes:
            assert left >= 0 and low >= 0 and right <= wide and high <= tall, name
        foot, last = rank_of(text, NOTED, "En tirets", FOOT, "Figure du"), rank_of(text, f"{LAST}\r", f"{LAST}\n", LAST)
        shown = rank_of(text, VIEWS[name][1])
        assert shown < 0 or boxes[last][1] > boxes[shown][3], f"{name}: its title is over it"
        over = [rank for rank, box in enumerate(boxes[:foot]) if box[3] > box[1] and box[1] <= boxes[foot][3]]
        assert not over, f"{name}: it is over its foot"


def test_what_does_not_fit_is_told(opened: pypdfium2.PdfDocument) -> None:
    said = dict(zip(VIEWS, (plain(page.get_textpage().get_text_range()) for page in opened), strict=True))
    assert "1 image sur 2" in said["grid"] and "lignes sur 20" in said["grid"] and "lignes sur 875" in said["table"]
    assert NOTED not in said["map"] + said["bars"] + said["absent"]
    assert said["bars"].count("Dire ceci") > 5 and "…" in said["bars"]


def test_maps_and_charts_are_drawn(opened: pypdfium2.PdfDocument) -> None:
    """Words and tables are grey, but for a link: what else has a colour is a mark."""
    for name, page in zip(VIEWS, opened, strict=True):
        picture = page.render(scale=0.5).to_pil().convert("RGB").crop((0, 0, 480, 230))
        counts = picture.getcolors(picture.width * picture.height)
        coloured = sum(count for count, shade in counts if max(shade) - min(shade) > 40)
        if name != "grid":  # which has tints
            assert (coloured > DRAWN) == (name in {"map", "bars", "bubbles"}), (name, coloured)
