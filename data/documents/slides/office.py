"""What slides are made of: texts and tables, written as office documents have them; texts of data stay texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from data.documents import svg
from data.documents.plates import Grid, Look, Table

MOST_ROWS: Final = 11  # of a table that a room reads
NOTES_ROWS: Final = 120  # of a table in the notes, some pages of them; the files of the figure have all of it
# Points: a title, what is said under it, tables and charts, and what is long: one reads a slide from afar or at a desk.
TITLE_PT: Final = 28
NOTE_PT: Final = 18
TEXT_PT: Final = 12
SMALL_PT: Final = 9

_MANY: Final = 8  # columns


@dataclass(frozen=True)
class Box:
    """A rectangle of a slide, EMU."""

    left: int
    top: int
    width: int
    height: int

    def split(self, share: float, gap: int) -> tuple["Box", "Box"]:
        """Its left part, a share of its width, and what is at the right of a gap."""
        first = int((self.width - gap) * share)
        return (
            Box(self.left, self.top, first, self.height),
            Box(self.left + first + gap, self.top, self.width - first - gap, self.height),
        )


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


def table(shapes: Any, box: Box, shown: Table, look: Look, alt: str) -> None:
    """The first rows of a table."""
    rows = shown.rows[:MOST_ROWS]
    size = TEXT_PT if len(shown.headings) < _MANY else SMALL_PT
    frame = shapes.add_table(
        len(rows) + 1, len(shown.headings), Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height // 2)
    )
    describe(frame, "Tableau", alt)
    made = frame.table
    widths = _widths([shown.headings, *rows])
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Emu(int(box.width * width))
    for rank, texts in enumerate((shown.headings, *rows)):
        for said, is_number, cell in zip(texts, shown.numeric, made.rows[rank].cells, strict=True):
            _fill(cell, said, size, look.text, look.panel if rank == 0 else look.paper, bold=rank == 0)
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT


def grid(shapes: Any, box: Box, shown: Grid, look: Look) -> None:
    """A table of two entries with its tints."""
    count = len(shown.headings) + 1
    frame = shapes.add_table(
        len(shown.rows) + 1, count, Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height - 1)
    )
    describe(frame, "Tableau", shown.alt)
    made = frame.table
    first = 0.24
    for rank, column in enumerate(made.columns):
        column.width = Emu(int(box.width * (first if rank == 0 else (1 - first) / (count - 1))))
    size = TEXT_PT if count < _MANY else 8.0
    for row in made.rows:
        row.height = Emu(box.height // (len(shown.rows) + 1))
    for rank, said in enumerate((shown.corner, *shown.headings)):
        cell = made.cell(0, rank)
        _fill(cell, said, size, look.text, look.paper, bold=True)
        if count >= _MANY and rank:
            cell._tc.get_or_add_tcPr().set("vert", "vert270")
    for rank, (name, cells) in enumerate(shown.rows, start=1):
        _fill(made.cell(rank, 0), name, size, look.text, look.paper)
        for place, each in enumerate(cells, start=1):
            said = f"{each.text} ({each.note})" if each.note and count < _MANY else each.text
            cell = made.cell(rank, place)
            _fill(cell, said, size, each.ink or look.text, each.ground or look.paper)
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _fill(cell: Any, said: str, size: float, ink: str, ground: str, *, bold: bool = False) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(ground)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Emu(18_000)
    cell.margin_left = cell.margin_right = Emu(45_000)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = one_line(said)
    style(run, size, ink, bold=bold)


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the width, by the longest text of each column."""
    longest = [min(max(6, *(len(row[rank]) for row in rows)), 34) for rank in range(len(rows[0]))]
    return [each / sum(longest) for each in longest]


def drop_shadow(shape: Any) -> None:
    """Without the effects of the theme of a template."""
    properties = shape._element.spPr
    if properties.find(qn("a:effectLst")) is None:
        properties.append(properties.makeelement(qn("a:effectLst"), {}))
