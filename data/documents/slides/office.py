"""What slides are made of, written as office documents have it; texts of data stay texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from data.documents import svg
from data.documents.plates import Look
from data.documents.slides.layout import Room

EMU: Final = 914_400 // 72  # of an inch in both (ECMA-376)
"""In a point."""
NOTES_ROWS: Final = 120  # of a table in the notes, some pages of them; the files of the figure have all of it
# Points: tables and charts, and what is long: one reads a slide from afar or at a desk.
TEXT_PT: Final = 12.0
SMALL_PT: Final = 9.0


@dataclass(frozen=True)
class Box:
    """A rectangle of a slide, EMU."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def of(cls, room: Room) -> Self:
        """That of a layout."""
        left, top, width, height = (round(each * EMU) for each in (room.left, room.top, room.width, room.height))
        return cls(left, top, width, height)


def colour(code: str) -> RGBColor:
    """« #1b5e6f »."""
    return RGBColor.from_string(code.lstrip("#").upper())


def say(
    shapes: Any,
    box: Box,
    lines: Sequence[tuple[str, float, str]],
    *,
    bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    name: str = "Texte",
) -> Any:
    """A box of text. lines: paragraphs with their size (points) and colour."""
    shape = shapes.add_textbox(Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for rank, (said, size, shade) in enumerate(lines):
        paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
        paragraph.alignment = align
        run = paragraph.add_run()
        run.text = one_line(said)
        style(run, size, shade, bold=bold)
    return shape


def style(run: Any, size: float, shade: str, *, bold: bool = False) -> None:
    """The size (points), the colour and the weight of a run of text."""
    run.font.size = Pt(size)
    run.font.color.rgb = colour(shade)
    run.font.bold = bold


def one_line(said: str) -> str:
    """A text that fits in a run: without breaks, or what XML cannot hold."""
    return " ".join(svg.readable(said).replace("\u2028", " ").splitlines())


def describe(shape: Any, title: str, alt: str) -> None:
    """What a picture, a chart or a table shows, for those who do not see it."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", one_line(title)[:120])
    properties.set("descr", one_line(alt))


def drop_style(shape: Any) -> None:
    """Without what the theme gives to a shape whose line and fill are said: its shadow."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def swatch(shapes: Any, box: Box, shade: str, look: Look) -> None:
    """A colour of a legend."""
    shape = shapes.add_shape(1, Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height))
    shape.name = "Légende"
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(shade)
    shape.line.color.rgb = colour(look.border)
    drop_style(shape)
