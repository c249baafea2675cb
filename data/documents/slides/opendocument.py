"""A dossier as slides of OpenDocument: the picture of each view, its words, its source, its table in the notes."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from odfdo import Document, DrawPage, Element, Frame, Link, Paragraph, Style

from data.documents import sheets, svg
from data.documents.plates import Look, Plate
from data.documents.slides.office import NOTE_PT, NOTES_ROWS, TITLE_PT

# cm: the page of PowerPoint, 13.333 by 7.5 inches. Title, note and foot: their top and their height.
_WIDTH, _HEIGHT, _MARGIN = 33.87, 19.05, 1.5
_ACROSS: Final = _WIDTH - 2 * _MARGIN
_TITLE: Final = (0.8, 1.9)
_NOTE: Final = (2.7, 1.4)
_FOOT: Final = (16.5, 2.2)

_FILE: Final = "presentation"


def deck(plates: Sequence[Plate], folder: Path) -> bytes:
    """The presentation of some plates. folder: of the contour files."""
    made = Document(_FILE)
    _widen(made)
    _styles(made, plates[0].look)
    made.body.clear()
    for rank, plate in enumerate(plates, start=1):
        made.body.append(_page(made, plate, rank, folder))
    made.meta.title = _plain(plates[0].title)
    made.meta.language = "fr-FR"
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _widen(made: Document) -> None:
    for layout in made.styles.get_elements("//style:page-layout-properties"):
        if layout.get_attribute("style:print-orientation") == "landscape":
            layout.set_attribute("fo:page-width", f"{_WIDTH}cm")
            layout.set_attribute("fo:page-height", f"{_HEIGHT}cm")


def _styles(made: Document, look: Look) -> None:
    """The styles of texts, by name; frames without border nor ground."""
    sizes = {
        "titre": (f"{TITLE_PT}pt", look.text, True),
        "note": (f"{NOTE_PT}pt", look.muted, False),
        "source": ("10pt", look.muted, False),
    }
    for name, (size, colour, bold) in sizes.items():
        style = Style("paragraph", name=name)
        weight = {"fo:font-weight": "bold"} if bold else {}
        style.set_properties({"fo:font-size": size, "fo:color": colour, **weight}, area="text")
        made.insert_style(style, automatic=True)
    bare = Style("graphic", name="nu")
    bare.set_properties({"draw:stroke": "none", "draw:fill": "none", "fo:padding": "0cm"}, area="graphic")
    made.insert_style(bare, automatic=True)


def _page(made: Document, plate: Plate, rank: int, folder: Path) -> DrawPage:
    page = DrawPage(f"page{rank}", name=f"Vue {rank}", master_page="presentation")
    page.append(_text("Titre", [Paragraph(_plain(plate.title), style="titre")], *_TITLE, presentation_class="title"))
    top = _NOTE[0]
    said = " ".join(plate.notes) or (f"Filtres\u00a0: {' ; '.join(plate.filters)}" if plate.filters else "")
    if said:
        page.append(_text("Note", [Paragraph(_plain(said), style="note")], *_NOTE))
        top += _NOTE[1]
    if plate.absent:
        page.append(_text("Absente", [Paragraph(_plain(plate.absent), style="note")], top + 1, _FOOT[0] - top - 2))
    else:
        page.append(_picture(made, plate, top, folder))
    page.append(_text("Source", _foot(plate), *_FOOT))
    page.append(_notes(plate))
    return page


def _text(
    name: str, paragraphs: list[Paragraph], top: float, height: float, presentation_class: str | None = None
) -> Frame:
    return Frame.text_frame(
        paragraphs,
        name=name,
        style="nu",
        position=(f"{_MARGIN}cm", f"{top}cm"),
        size=(f"{_ACROSS}cm", f"{height}cm"),
        presentation_class=presentation_class,
    )


def _picture(made: Document, plate: Plate, top: float, folder: Path) -> Frame:
    """The picture of the view, as large as it fits, in the middle."""
    drawn, (wide, tall) = sheets.bare(plate, folder)
    room = _FOOT[0] - 0.3 - top
    scale = min(_ACROSS / wide, room / tall)
    found = Frame.image_frame(
        made.add_file(io.BytesIO(sheets.png(drawn))),
        name="Figure",
        position=(f"{(_WIDTH - wide * scale) / 2:.2f}cm", f"{top + (room - tall * scale) / 2:.2f}cm"),
        size=(f"{wide * scale:.2f}cm", f"{tall * scale:.2f}cm"),
    )
    found.svg_title = _plain(plate.title)
    found.svg_description = _plain(" ".join(picture.alt for picture in plate.pictures) or plate.coverage)
    return found


def _foot(plate: Plate) -> list[Paragraph]:
    lines = [plate.counted, plate.source, f"Figure du {plate.drawn}"]
    paragraphs = [Paragraph(_plain(line), style="source") for line in lines if line]
    if plate.link:
        paragraphs[-1].append(Link(plate.link, text=" – ouvrir cette vue dans l'atlas"))
    return paragraphs


def _notes(plate: Plate) -> Element:
    """The notes of the speaker: words, filters, and the table."""
    table = plate.table
    rows = [" | ".join(row) for row in (table.headings, *table.rows[:NOTES_ROWS])]
    told = [f"Filtres\u00a0: {' ; '.join(plate.filters) or 'aucun'}", *rows]
    lines = [*plate.notes, *([plate.absent] if plate.absent else told)]
    frame = Frame.text_frame(
        [Paragraph(_plain(line)) for line in lines],
        name="Notes",
        position=("2cm", "14cm"),
        size=("17cm", "12cm"),
        presentation_class="notes",
    )
    notes = Element.from_tag("presentation:notes")
    notes.append(frame)
    return notes


def _plain(said: str) -> str:
    """One line, which the library does not read for its own signs: it makes breaks and tabs of them."""
    return " ".join(svg.readable(said).split())
