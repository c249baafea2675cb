"""A dossier as slides: a view per slide, its chart or its map as objects of the office suite, its table in notes."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from data.documents import sheets
from data.documents.plates import Chart, Grid, Look, Map, Picture, Plate
from data.documents.slides import charts, maps, native, office
from data.documents.slides.office import Box
from geo.errors import DataError

_WIDE: Final = (Inches(13.333), Inches(7.5))  # 16:9, the page that PowerPoint makes; the library makes 4:3
_LONGEST_PROPERTY: Final = 255  # characters, which the library refuses beyond
_FOOT_PT: Final = 10.5  # a source is read at a desk, from the file
_LONG: Final = 480  # characters that fit in the foot at the first size
_MARGIN: Final = 0.045  # of the width
# Of the height: where the title ends, the room of a note, where the foot begins and ends.
_TITLE_END, _NOTE, _FOOT, _END = 0.15, 0.075, 0.865, 0.985
_MOST_PICTURES: Final = 3  # of one slide
_TITLES: Final = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}


def deck(plates: Sequence[Plate], folder: Path, template: bytes | None = None) -> bytes:
    """The presentation of some plates. folder: of the contour files; template: a presentation whose masters are used,
    none of whose slides are kept.
    """
    made = _opened(template) if template else Presentation()
    if template:
        _empty(made)
    else:
        made.slide_width, made.slide_height = _WIDE
    layout = _layout(made)
    if not template:
        _widen(layout, made.slide_width, made.slide_height, plates[0].look)
    for plate in plates:
        _Slide(made, layout, plate, folder).draw()
    made.core_properties.title = office.one_line(plates[0].title)[:_LONGEST_PROPERTY]
    made.core_properties.language = "fr-FR"
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _opened(template: bytes) -> Any:
    """The presentation of a visitor. Raises `DataError`."""
    try:
        return Presentation(io.BytesIO(template))
    except (BadZipFile, PythonPptxError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        message = "ce n'est pas une présentation que l'on peut lire"
        raise DataError.single("Modèle de diaporama", message, "choisir un fichier .pptx, sans macro") from error


def _layout(made: Any) -> Any:
    """The layout of a title alone: the one that has a title and the fewest other places to fill."""

    def others(layout: Any) -> tuple[bool, int]:
        kinds = [each.placeholder_format.type for each in layout.placeholders]
        return not any(kind in _TITLES for kind in kinds), len(kinds)

    return min(made.slide_layouts, key=others)


def _empty(made: Any) -> None:
    """Without the slides of a template."""
    slides = made.slides._sldIdLst
    for slide in list(slides):
        made.part.drop_rel(slide.get(qn("r:id")))
        slides.remove(slide)


def _widen(layout: Any, width: int, height: int, look: Look) -> None:
    """The title of the plain layout, on a wide slide."""
    left = int(_MARGIN * width)
    for place in layout.placeholders:
        if place.placeholder_format.type not in _TITLES:
            place._element.getparent().remove(place._element)
            continue
        place.left, place.top = Emu(left), Emu(int(0.04 * height))
        place.width, place.height = Emu(width - 2 * left), Emu(int((_TITLE_END - 0.05) * height))
        body = place._element.find(qn("p:txBody"))
        body.find(qn("a:bodyPr")).set("anchor", "t")
        style = body.find(qn("a:lstStyle"))
        code = look.text.lstrip("#").upper()
        level = style.makeelement(qn("a:lvl1pPr"), {"algn": "l"})
        run = level.makeelement(qn("a:defRPr"), {"sz": str(office.TITLE_PT * 100), "b": "1"})
        fill = run.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": code}))
        run.append(fill)
        level.append(run)
        style.append(level)


class _Slide:
    """The slide of a plate."""

    def __init__(self, made: Any, layout: Any, plate: Plate, folder: Path) -> None:
        self._plate, self._folder = plate, folder
        self._slide = made.slides.add_slide(layout)
        self._width, self._height = int(made.slide_width), int(made.slide_height)

    def draw(self) -> None:
        """Title, note, pictures, foot; then the notes of the speaker."""
        plate, left = self._plate, int(_MARGIN * self._width)
        for place in list(self._slide.placeholders):
            if place.placeholder_format.type not in _TITLES:
                place._element.getparent().remove(place._element)
        if self._slide.shapes.title is not None:
            self._title()
        across, top = self._width - 2 * left, int(_TITLE_END * self._height)
        said = " ".join(plate.notes) or (f"Filtres\u00a0: {' ; '.join(plate.filters)}" if plate.filters else "")
        if said:
            note = Box(left, top, across, int(_NOTE * self._height))
            office.say(self._slide.shapes, note, [(said, office.NOTE_PT, plate.look.muted)], name="Note")
            top += note.height
        self._pictures(Box(left, top, across, int(_FOOT * self._height) - top - self._height // 60))
        self._foot(Box(left, int(_FOOT * self._height), across, int((_END - _FOOT) * self._height)))
        self._notes()

    def _title(self) -> None:
        frame = self._slide.shapes.title.text_frame
        frame.text = office.one_line(self._plate.title)
        frame.word_wrap = True

    def _pictures(self, box: Box) -> None:
        """One after another, side by side."""
        if self._plate.absent:
            absent = (self._plate.absent, office.NOTE_PT, self._plate.look.text)
            office.say(self._slide.shapes, box, [absent], name="Absente")
            return
        drawn = [part for picture in self._plate.pictures for part in _parts(picture, self._plate.look)]
        if not drawn:
            office.table(self._slide.shapes, box, self._plate.table, self._plate.look, self._plate.title)
            return
        drawn = drawn[: 4 * _MOST_PICTURES]
        gap = self._width // 60
        columns = 1 if len(drawn) == 1 else 2
        rows = -(-len(drawn) // columns)
        wide, tall = (box.width - gap * (columns - 1)) // columns, (box.height - gap * (rows - 1)) // rows
        for rank, part in enumerate(drawn):
            column, row = rank % columns, rank // columns
            self._draw(part, Box(box.left + column * (wide + gap), box.top + row * (tall + gap), wide, tall))

    def _draw(self, part: "Picture | tuple[native.Native, str]", box: Box) -> None:
        shapes, look = self._slide.shapes, self._plate.look
        if isinstance(part, tuple):
            charts.draw(shapes, box, part[0], look, part[1])
        elif isinstance(part, Map):
            maps.draw(shapes, box, part, look, self._folder)
        elif isinstance(part, Grid):
            office.grid(shapes, box, part, look)
        else:
            self._image(part, box)

    def _image(self, chart: Chart, box: Box) -> None:
        """A chart that an office suite does not draw, as a picture: its values are in the notes."""
        drawn, (wide, tall) = sheets.bare(replace(self._plate, pictures=(chart,)), self._folder)
        scale = min(box.width / wide, box.height / tall)
        width, height = int(wide * scale), int(tall * scale)
        left, top = box.left + (box.width - width) // 2, box.top + (box.height - height) // 2
        found = self._slide.shapes.add_picture(
            io.BytesIO(sheets.png(drawn)), Emu(left), Emu(top), Emu(width), Emu(height)
        )
        office.describe(found, "Graphique", chart.alt)

    def _foot(self, box: Box) -> None:
        plate, shade = self._plate, self._plate.look.muted
        size = _FOOT_PT if len(plate.counted) + len(plate.source) < _LONG else office.SMALL_PT
        lines = [(said, size, shade) for said in (plate.counted, plate.source, f"Figure du {plate.drawn}") if said]
        frame = office.say(self._slide.shapes, box, lines, name="Source").text_frame
        if plate.link:
            run = frame.paragraphs[-1].add_run()
            run.text = " – ouvrir cette vue dans l'atlas"
            run.font.size = Pt(size)
            run.hyperlink.address = plate.link

    def _notes(self) -> None:
        plate = self._plate
        table = plate.table
        rows = [table.headings, *table.rows[: office.NOTES_ROWS]]
        left_out = table.total - min(len(table.rows), office.NOTES_ROWS)
        parts = [
            *plate.notes,
            plate.absent or f"{plate.counted} {plate.source}\nFiltres\u00a0: {' ; '.join(plate.filters) or 'aucun'}",
            plate.link,
            "\n".join("\t".join(map(office.one_line, row)) for row in rows),
            f"{left_out} autres lignes\u00a0: dans les fichiers de la figure." if left_out > 0 else "",
        ]
        self._slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, map(_clean, parts)))


def _clean(said: str) -> str:
    return "\n".join("\t".join(map(office.one_line, line.split("\t"))) for line in said.split("\n"))


def _parts(picture: Picture, look: Look) -> "list[Picture | tuple[native.Native, str]]":
    """A picture as it is, or the charts that an office suite draws of it."""
    found = native.of(picture, look) if isinstance(picture, Chart) else ()
    return [(each, picture.alt) for each in found] or [picture]
