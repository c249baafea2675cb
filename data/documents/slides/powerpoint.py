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
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from data.documents import few, sheets
from data.documents.plates import Chart, Grid, Look, Map, Picture, Plate
from data.documents.slides import charts, layout, maps, native, office, tables
from data.documents.slides.layout import Layout
from data.documents.slides.office import EMU, Box
from geo.errors import DataError

_WIDE: Final = (Inches(13.333), Inches(7.5))  # 16:9, the page that PowerPoint makes; the library makes 4:3
_LONGEST_PROPERTY: Final = 255  # characters, which the library refuses beyond
_HIGHEST: Final = 0.4  # of the height: the title of a template that ends under it is not over the figure
_MOST: Final = {"chart": 12, "map": 2, "grid": 1}  # pictures of one slide: small charts stay read, tables do not
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
    plain = _plain_layout(made)
    if not template:
        _bare(plain, plates[0].look)
    for plate in plates:
        _Slide(made, plain, plate, folder, own=bool(template)).draw()
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


def _plain_layout(made: Any) -> Any:
    """The layout of a title alone: the one that has a title and the fewest other places to fill."""

    def others(one: Any) -> tuple[bool, int]:
        kinds = [each.placeholder_format.type for each in one.placeholders]
        return not any(kind in _TITLES for kind in kinds), len(kinds)

    return min(made.slide_layouts, key=others)


def _empty(made: Any) -> None:
    """Without the slides of a template."""
    slides = made.slides._sldIdLst
    for slide in list(slides):
        made.part.drop_rel(slide.get(qn("r:id")))
        slides.remove(slide)


def _bare(plain: Any, look: Look) -> None:
    """The title of the plain layout alone, at the left, with no margins of its own: each slide says where it is."""
    for place in plain.placeholders:
        if place.placeholder_format.type not in _TITLES:
            place._element.getparent().remove(place._element)
            continue
        body = place._element.find(qn("p:txBody"))
        for name, value in {"anchor": "t", "lIns": "0", "rIns": "0", "tIns": "0", "bIns": "0"}.items():
            body.find(qn("a:bodyPr")).set(name, value)
        style = body.find(qn("a:lstStyle"))
        level = style.makeelement(qn("a:lvl1pPr"), {"algn": "l"})
        run = level.makeelement(qn("a:defRPr"), {"b": "1"})
        fill = run.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": look.text.lstrip("#").upper()}))
        run.append(fill)
        level.append(run)
        style.append(level)


class _Slide:
    """The slide of a plate. own: whether its title is where a template has it, in its letters."""

    def __init__(self, made: Any, plain: Any, plate: Plate, folder: Path, *, own: bool) -> None:
        self._plate, self._folder, self._own = plate, folder, own
        self._slide = made.slides.add_slide(plain)
        self._width, self._height = int(made.slide_width), int(made.slide_height)

    def draw(self) -> None:
        """Title, note, pictures, foot; then the notes of the speaker."""
        for place in list(self._slide.placeholders):
            if place.placeholder_format.type not in _TITLES:
                place._element.getparent().remove(place._element)
        title, look = self._slide.shapes.title, self._plate.look
        under = title.top + title.height if self._own and title is not None else 0
        under = under if under < _HIGHEST * self._height else 0
        laid = layout.of(self._plate, self._width / EMU, self._height / EMU, under / EMU)
        if title is not None:
            self._title(title, laid)
        if laid.lead:
            said = [(laid.lead, layout.LEAD_PT, look.muted)]
            office.say(self._slide.shapes, Box.of(laid.lead_room), said, name="Note")
        left_out = self._pictures(Box.of(laid.shown))
        self._foot(laid, left_out)
        self._notes()

    def _title(self, title: Any, laid: Layout) -> None:
        frame = title.text_frame
        frame.text = office.one_line(self._plate.title)
        frame.word_wrap = True
        if self._own:
            frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
            return
        box = Box.of(laid.title)
        title.left, title.top, title.width, title.height = map(Emu, (box.left, box.top, box.width, box.height))
        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(laid.title_pt)

    def _pictures(self, box: Box) -> str:
        """One after another, side by side; how much of them there is, in words."""
        plate, shapes = self._plate, self._slide.shapes
        if plate.absent:
            office.say(shapes, box, [(plate.absent, layout.LEAD_PT, plate.look.text)], name="Absente")
            return ""
        if not plate.pictures:
            return tables.table(shapes, box, plate.table, plate.look, plate.title)
        every = [part for picture in plate.pictures for part in _parts(picture, plate.look)]
        drawn = every[: _MOST[plate.pictures[0].kind]]
        gap = self._width // 60
        columns = 1 if len(drawn) == 1 else 2
        rows = -(-len(drawn) // columns)
        wide, tall = (box.width - gap * (columns - 1)) // columns, (box.height - gap * (rows - 1)) // rows
        said = [few.how_many((len(drawn), len(every), "images" if len(drawn) > 1 else "image"))]
        for rank, part in enumerate(drawn):
            column, row = rank % columns, rank // columns
            said.append(
                self._draw(part, Box(box.left + column * (wide + gap), box.top + row * (tall + gap), wide, tall))
            )
        return ", ".join(filter(None, said))

    def _draw(self, part: "Picture | tuple[native.Native, str]", box: Box) -> str:
        shapes, look = self._slide.shapes, self._plate.look
        if isinstance(part, Grid):
            return tables.grid(shapes, box, part, look)
        if isinstance(part, tuple):
            charts.draw(shapes, box, part[0], look, part[1])
        elif isinstance(part, Map):
            maps.draw(shapes, box, part, look, self._folder)
        else:
            self._image(part, box)
        return ""

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

    def _foot(self, laid: Layout, left_out: str) -> None:
        plate, size = self._plate, laid.foot_pt
        lines = [(said, size, plate.look.muted) for said in laid.told(left_out)]
        frame = office.say(self._slide.shapes, Box.of(laid.foot), lines, name="Source").text_frame
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
