"""A dossier as slides of OpenDocument: the picture of each view, its words, its source, its table in the notes."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from odfdo import Document, DrawPage, Element, Frame, Link, Paragraph, Style

from data.documents import screen, sheets, svg
from data.documents.plates import Plate
from data.documents.slides import layout
from data.documents.slides.layout import Room
from data.documents.slides.office import NOTES_ROWS

_WIDTH, _HEIGHT = 960.0, 540.0  # points: the page of PowerPoint
_LETTERS_PT: Final = (17.0, 14.0, 11.5)  # of figures: the first that holds all of one
_PX: Final = 1.5  # of the drawing of a figure, in a point: as large as on a small screen
_FILE: Final = "presentation"


def deck(plates: Sequence[Plate], folder: Path) -> bytes:
    """The presentation of some plates. folder: of the contour files."""
    made = Document(_FILE)
    _widen(made)
    _styles(made)
    made.body.clear()
    for rank, plate in enumerate(plates, start=1):
        made.body.append(_page(made, plate, rank, folder))
    made.meta.title = _plain(plates[0].title)
    made.meta.language = "fr-FR"
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _widen(made: Document) -> None:
    for found in made.styles.get_elements("//style:page-layout-properties"):
        if found.get_attribute("style:print-orientation") == "landscape":
            found.set_attribute("fo:page-width", f"{_WIDTH}pt")
            found.set_attribute("fo:page-height", f"{_HEIGHT}pt")


def _styles(made: Document) -> None:
    """Frames without border nor ground."""
    bare = Style("graphic", name="nu")
    none = {f"fo:padding-{side}": "0cm" for side in ("left", "right", "top", "bottom")}
    bare.set_properties({"draw:stroke": "none", "draw:fill": "none", **none}, area="graphic")
    made.insert_style(bare, automatic=True)


def _style(made: Document, size: float, colour: str, *, bold: bool = False) -> str:
    """The name of the style of paragraphs in these letters. size: points."""
    name = f"texte-{size:g}-{colour.lstrip('#')}{'-gras' if bold else ''}"
    if made.get_style("paragraph", name) is None:
        style = Style("paragraph", name=name)
        weight = {"fo:font-weight": "bold"} if bold else {}
        style.set_properties({"fo:font-size": f"{size:g}pt", "fo:color": colour, **weight}, area="text")
        made.insert_style(style, automatic=True)
    return name


def _page(made: Document, plate: Plate, rank: int, folder: Path) -> DrawPage:
    laid, look = layout.of(plate, _WIDTH, _HEIGHT), plate.look
    page = DrawPage(f"page{rank}", name=f"Vue {rank}", master_page="presentation")
    title = Paragraph(_plain(plate.title), style=_style(made, laid.title_pt, look.text, bold=True))
    page.append(_text("Titre", [title], laid.title, presentation_class="title"))
    if laid.lead:
        lead = Paragraph(_plain(laid.lead), style=_style(made, layout.LEAD_PT, look.muted))
        page.append(_text("Note", [lead], laid.lead_room))
    left_out = ""
    if plate.absent:
        absent = Paragraph(_plain(plate.absent), style=_style(made, layout.LEAD_PT, look.text))
        page.append(_text("Absente", [absent], laid.shown))
    else:
        picture, left_out = _picture(made, plate, laid.shown, folder)
        page.append(picture)
    foot = _foot(plate, laid.told(left_out), _style(made, laid.foot_pt, look.muted))
    page.append(_text("Source", foot, laid.foot))
    page.append(_notes(plate))
    return page


def _text(name: str, paragraphs: list[Paragraph], room: Room, presentation_class: str | None = None) -> Frame:
    return Frame.text_frame(
        paragraphs,
        name=name,
        style="nu",
        position=_corner(room),
        size=_size(room),
        presentation_class=presentation_class,
    )


def _corner(room: Room) -> tuple[str, str]:
    return f"{room.left:.2f}pt", f"{room.top:.2f}pt"


def _size(room: Room) -> tuple[str, str]:
    return f"{room.width:.2f}pt", f"{room.height:.2f}pt"


def _picture(made: Document, plate: Plate, room: Room, folder: Path) -> tuple[Frame, str]:
    """The picture of the view in its room, and in words what of it is left out."""
    size, letters = (room.width * _PX, room.height * _PX), [each * _PX for each in _LETTERS_PT]
    drawn, left_out = screen.fitted(plate, folder, size, letters)
    found = Frame.image_frame(
        made.add_file(io.BytesIO(sheets.png(drawn))), name="Figure", position=_corner(room), size=_size(room)
    )
    found.svg_title = _plain(plate.title)
    found.svg_description = _plain(" ".join(picture.alt for picture in plate.pictures) or plate.coverage)
    return found, left_out


def _foot(plate: Plate, lines: Sequence[str], style: str) -> list[Paragraph]:
    paragraphs = [Paragraph(_plain(line), style=style) for line in lines]
    if plate.link:
        paragraphs[-1].append(Link(plate.link, text=" – ouvrir cette vue dans l'atlas"))
    return paragraphs


def _notes(plate: Plate) -> Element:
    """The notes of the speaker: words, filters, and the table."""
    table = plate.table
    rows = [" | ".join(row) for row in (table.headings, *table.rows[:NOTES_ROWS])]
    told = [plate.counted, f"Filtres\u00a0: {' ; '.join(plate.filters) or 'aucun'}", *rows]
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
