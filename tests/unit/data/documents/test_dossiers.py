"""The file and the link of a dossier: what they keep, what they refuse."""

import base64
import hashlib
import io
import json
import zlib
from dataclasses import replace
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from data.documents import dossiers
from data.documents.dossiers import MOST_PINS, Dossier, Pin
from data.words.text import clean, printable
from geo.errors import DataError
from tests.unit.support.plates import PAYLOADS, plate

ROWS = (("Thiers", "12"), ("Ambert", "3"), ("Issoire", "7"))
PIN = Pin("carte", "mesure=aide&par=part", "carte", "Titre", "Note", "0123", "2026-11-30", ("Nom", "Projets"), ROWS)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_a_file_and_a_link_keep_the_words_of_views(words: list[tuple[str, str]]) -> None:
    pins = tuple(
        replace(PIN, figure=f"figure-{rank}", title=clean(title, 300), note=note.strip())
        for rank, (title, note) in enumerate(words)
    )
    pins = tuple(replace(pin, note=printable(pin.note).strip()) for pin in pins)
    dossier = Dossier("Réunion", pins)
    assert dossiers.read(dossiers.written(dossier), "f.json") == dossier
    kept = dossiers.of_link(dossiers.link(dossier))
    assert [(pin.place, pin.title, pin.note) for pin in kept.pins] == [(p.place, p.title, p.note) for p in pins]
    assert all(pin.rows == () for pin in kept.pins)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"page": "../../app"}, "page"),
        ({"figure": "<script>"}, "figure"),
        ({"title": 12}, "title"),
        ({"rows": [["x"] * 31]}, "rows"),
        ({"rows": [["x"]] * 301}, "rows"),
        ({"spec": {"mark": "bar"}}, "spec"),
        ({"note": "x" * 2_001}, "note"),
        ({"day": "demain"}, "day"),
        ({"day": "2026-99-99"}, "day"),  # the page of the dossier could not be drawn any more
        ({"day": "٢٠٢٦-٠١-٠١"}, "day"),
        ({"rows": [[]]}, "rows"),
        ({"rows": [["Thiers"]]}, "rows"),
    ],
)
def test_a_file_that_holds_anything_else_is_refused_in_french(change: dict[str, object], said: str) -> None:
    found = json.loads(dossiers.written(Dossier("D", (PIN,))))
    found["pins"][0] |= change
    with pytest.raises(DataError, match=f"{said}.*Remède"):
        dossiers.read(json.dumps(found).encode(), "f.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b'{"format": "autre"}', b"x" * 3_000_001],
    ids=["empty", "not-text", "list", "bare", "deep", "other", "large"],
)
def test_a_file_that_is_no_dossier_is_refused_in_french(content: bytes) -> None:
    with pytest.raises(DataError, match="Remède"):
        dossiers.read(content, "f.json")


def test_a_later_version_and_too_many_views_are_refused() -> None:
    found = json.loads(dossiers.written(Dossier("D", (PIN,))))
    with pytest.raises(DataError, match="version 2"):
        dossiers.read(json.dumps(found | {"version": 2}).encode(), "f.json")
    many = {**found, "pins": found["pins"] * (MOST_PINS + 1)}
    with pytest.raises(DataError, match="pins"):
        dossiers.read(json.dumps(many).encode(), "f.json")


@pytest.mark.parametrize("text", ["", "%%%", "abc", "é" * 50])
def test_a_broken_link_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="abîmé"):
        dossiers.of_link(text)


def test_a_link_that_would_inflate_without_end_is_refused() -> None:
    packed = zlib.compress(json.dumps(["D", [["carte", "x" * 50_000_000, "c", "t", ""]]]).encode(), 9)
    with pytest.raises(DataError):
        dossiers.of_link(base64.urlsafe_b64encode(packed[:2_000]).decode())


def test_a_dossier_too_long_for_a_link_has_none() -> None:
    notes = tuple(replace(PIN, figure=f"f{rank}", note=hashlib.sha512(bytes([rank])).hexdigest()) for rank in range(30))
    assert dossiers.link(Dossier("D", notes)) == ""


def test_a_view_is_pinned_once_and_moves() -> None:
    other = replace(PIN, figure="autre")
    dossier = Dossier().with_pin(PIN).with_pin(other).with_pin(replace(PIN, title="Deux"))
    assert [pin.title for pin in dossier.pins] == ["Deux", "Titre"]
    assert dossier.moved(0, 1).pins == dossier.pins[::-1]
    assert dossier.moved(0, -1) == dossier and dossier.moved(1, 1) == dossier
    assert dossier.without(PIN.place).pins == (other,)


def test_changes_are_counted_by_the_name_of_rows() -> None:
    now = replace(PIN, rows=(("Ambert", "3"), ("Thiers", "13"), ("Vichy", "1"), ("Vichy", "2")))
    assert dossiers.changes(PIN, now) == (1, 2, 1)
    assert dossiers.changes(PIN, replace(PIN, rows=ROWS[::-1])) == (0, 0, 0)
    assert dossiers.changes(PIN, replace(PIN, headings=("Nom", "Autre"))) == (3, 0, 0)


def test_what_was_read_is_the_table_of_the_plate() -> None:
    read = PIN.reading(plate(), "2026-12-01")
    assert (read.edition, read.day) == ("0123456789ab", "2026-12-01")
    assert [row[0] for row in read.rows] == list(PAYLOADS)


def zipped(part: str) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w") as parts:
        parts.writestr(part, "")
    return content.getvalue()


NO_TEMPLATES = {"empty": b"", "cut": b"PK\x03\x04", "pdf": b"%PDF-1.7", "workbook": zipped("xl/workbook.xml")}


@pytest.mark.parametrize("content", NO_TEMPLATES.values(), ids=NO_TEMPLATES)
def test_a_template_that_is_no_presentation_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(DataError) as refused:
        dossiers.check_template(content, "modele.pptx")
    assert str(refused.value).startswith("modele.pptx : ") and "choisir un fichier .pptx" in str(refused.value)


def test_a_template_that_is_one_is_taken() -> None:
    made = io.BytesIO()
    Presentation().save(made)
    dossiers.check_template(made.getvalue(), "modele.pptx")
