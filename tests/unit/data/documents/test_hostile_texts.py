"""No text costs a file: what its fonts, XML or a page cannot hold is left out or marked, and the rest is there."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.documents import fonts, paper, plates, sheets, worker
from data.documents.plates import Chart, Plate, Table
from tests.unit.support.plates import areas, bars, contours, plate

TEXTS = {
    "controls": "a\x00b\x0b\x0c\x1b\x7f\x85c\ufffe",
    "lines": "a\tb\nc\r\nd\u2028e",
    "turned round": "facture\u202egnp.exe\u2069",
    "unseen": "\ufeffa\U000e0041b",
    "other letters": "比亚迪 \U0001f44d Привет",
    "empty": "",
}


def named(text: str) -> Plate:
    """A view all of whose words are a text."""
    table = Table((text, "n"), (False, True), ((text, "1"),), 1)
    told = plate(areas(), title=text)
    return replace(told, notes=(text,), filters=(text,), source=text, coverage=text, table=table)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("kind", ["svg", "pdf", "fiche", "html", "screen", "pptx", "odp"])
@pytest.mark.slow
def test_every_file_is_made_whatever_its_words(kind: str, text: str, tmp_path: Path) -> None:
    asked = {"kind": kind, "title": text, "lead": text, "turn": 1}
    assert worker.made(asked, plates.written([named(text)]), contours(tmp_path))


def test_letters_that_the_fonts_of_a_page_lack_are_marked_and_the_others_kept(tmp_path: Path) -> None:
    assert fonts.shown("比亚迪 usine \U0001f44d d’été, « 12,5\u202fM€ »") == "??? usine ? d’été, « 12,5\u202fM€ »"
    assert paper.dossier([plate(title="Visite \U0001f44d")], contours(tmp_path), "\U0001f44d").startswith(b"%PDF")


def test_a_chart_whose_names_are_cut_between_two_halves_of_a_sign_is_drawn(tmp_path: Path) -> None:
    drawn = bars()
    values = [{**row, "nom": "\U0001f469\u200d\U0001f467" * 50} for row in drawn.spec["data"]["values"]]
    chart = Chart({**drawn.spec, "data": {"values": values}}, "Barres.")
    assert sheets.drawn(plate(chart), contours(tmp_path)).startswith(b"<?xml")


def test_a_presentation_whose_first_title_is_endless_is_made(tmp_path: Path) -> None:
    assert worker.MAKERS["pptx"]([plate(title="Titre " * 50)], {}, contours(tmp_path))
