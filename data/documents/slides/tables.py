"""Tables of slides: those of the office suite, as many of their columns and rows as a slide holds in its letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Final, Self

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu

from data.documents import few, fonts, grid_svg
from data.documents.plates import Grid, Look, Table
from data.documents.slides import layout, office
from data.documents.slides.office import EMU, SMALL_PT, TEXT_PT, Box

_SIDE_PT: Final = 3.5  # in a cell, at the left and the right
_ABOVE_PT: Final = 1.5  # and above and under
_TIGHT_PT: Final = 1.0  # at the sides of narrow cells
_FIRST: Final = 0.24  # of the width of a tinted table, for the names of its rows
# Points: the line of what tints mean, and one of them: letters of tables with what is around them.
_KEY_PT: Final = 22.0
_SWATCH_PT: Final = (22.0, 12.0)


def table(shapes: Any, box: Box, shown: Table, look: Look, alt: str) -> str:
    """The first columns and rows of a table that fit; in words, how much that is."""
    pixel = TEXT_PT * layout.WIDER["700"] / fonts.TEXT  # of the measures, in points here
    width = box.width / EMU / pixel
    kept, _ = few.table(shown, look, width, inf)
    across = grid_svg.widths(kept, kept.rows, width)
    lines = [grid_svg.broken(kept.headings, across, "600"), *(grid_svg.broken(row, across) for row in kept.rows)]
    heights = [_tall(max(1, *map(len, each)), TEXT_PT) for each in lines]
    rows = _most_rows(heights, box.height)
    made = _framed(shapes, box, (rows + 1, len(kept.headings)), alt)
    for column, share in zip(made.columns, across, strict=True):
        column.width = Emu(int(box.width * share / sum(across)))
    for rank, row in enumerate(made.rows):
        row.height = Emu(heights[rank])
        for found, is_number, cell in zip(lines[rank], kept.numeric, row.cells, strict=True):
            ground = look.paper if rank else look.panel
            _fill(cell, [(" ".join(found), TEXT_PT)], look.text, ground, bold=not rank)
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
    return few.how_many((rows, shown.total, "lignes"), (len(kept.headings), len(shown.headings), "colonnes"))


def grid(shapes: Any, box: Box, shown: Grid, look: Look) -> str:
    """A table of two entries with its tints and what they mean: the first columns and rows that fit, told in words."""
    fitted = _Fitted.of(shown, box)
    rows, across = len(fitted.heights) - 1, len(fitted.headings)
    made = _framed(shapes, box, (rows + 1, across + 1), shown.alt)
    for rank, column in enumerate(made.columns):
        column.width = Emu(round((fitted.column if rank else fitted.names) * EMU))
    for row, height in zip(made.rows, fitted.heights, strict=True):
        row.height = Emu(height)
    _headings(made, fitted, shown.corner, look)
    for rank, (name, cells) in enumerate(shown.rows[:rows], start=1):
        _fill(made.cell(rank, 0), [(name, fitted.size)], look.text, look.paper)
        for place, each in enumerate(cells[:across], start=1):
            said = [(each.text, fitted.size), *([(each.note, fitted.size - 2)] if fitted.notes and each.note else [])]
            made_cell = made.cell(rank, place)
            _fill(made_cell, said, each.ink or look.text, each.ground or look.paper, side=fitted.pad)
            for paragraph in made_cell.text_frame.paragraphs:
                paragraph.alignment = PP_ALIGN.CENTER
    _legend(shapes, box, sum(fitted.heights), shown, look)
    return few.how_many((rows, len(shown.rows), "lignes"), (across, len(shown.headings), "colonnes"))


@dataclass(frozen=True)
class _Fitted:
    """What of a tinted table a slide holds. column, names, pad: widths, points; stands: whether headings are read from
    the side; notes: whether cells have their second line; heights: EMU, of the headings, then of each row.
    """

    headings: tuple[str, ...]
    size: float
    column: float
    names: float
    pad: float
    stands: bool
    notes: bool
    heights: tuple[int, ...]

    @classmethod
    def of(cls, shown: Grid, box: Box) -> Self:
        names, cells = (box.width / EMU * share for share in (_FIRST, 1 - _FIRST))
        across, size = _columns(shown, cells)
        column, headings = cells / across, shown.headings[:across]
        small = size < TEXT_PT
        pad = _TIGHT_PT if small else _SIDE_PT
        stands = any(layout.wide(word, size, "700") > column - 2 * pad for said in headings for word in said.split(" "))
        if stands:
            heights = [round((max(layout.wide(said, size, "700") for said in headings) + 2 * _SIDE_PT) * EMU)]
        else:
            heights = [_tall(max(len(layout.broken(each, size, column - 2 * pad, "700")) for each in headings), size)]
        for name, row in shown.rows:
            lines = len(layout.broken(name, size, names - 2 * _SIDE_PT))
            heights.append(_tall(max(lines, *(1 if small or not each.note else 2 for each in row)), size))
        room = box.height - (_KEY_PT * EMU if shown.legend else 0)
        heights = heights[: _most_rows(heights, room) + 1]
        return cls(headings, size, column, names, pad, stands, not small, tuple(heights))


def _most_rows(heights: Sequence[int], room: float) -> int:
    """How many rows fit under the headings, one at least."""
    return next((n for n in range(len(heights) - 1, 1, -1) if sum(heights[: n + 1]) <= room), min(len(heights) - 1, 1))


def _columns(shown: Grid, width: float) -> tuple[int, float]:
    """How many columns hold their cells on one line, and the size of their letters."""
    for size in (TEXT_PT, SMALL_PT):
        pad = _SIDE_PT if size == TEXT_PT else _TIGHT_PT
        widest = 2 * pad + max(layout.wide(cell.text, size) for _, cells in shown.rows for cell in cells)
        if widest * len(shown.headings) <= width:
            return len(shown.headings), size
    return max(1, int(width / widest)), SMALL_PT


def _headings(made: Any, fitted: _Fitted, corner: str, look: Look) -> None:
    for rank, said in enumerate((corner, *fitted.headings)):
        cell = made.cell(0, rank)
        _fill(cell, [(said, fitted.size)], look.text, look.paper, bold=True, side=fitted.pad if rank else _SIDE_PT)
        if fitted.stands and rank:
            cell._tc.get_or_add_tcPr().set("vert", "vert270")
        elif rank:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _legend(shapes: Any, box: Box, under: int, shown: Grid, look: Look) -> None:
    """What the tints mean, on one line under the table."""
    left, top = box.left, box.top + under + int((_KEY_PT - _SWATCH_PT[1]) / 2 * EMU)
    across, up = (int(side * EMU) for side in _SWATCH_PT)
    for colour, said in shown.legend:
        office.swatch(shapes, Box(left, top, across, up), colour, look)
        left += across + int(4 * EMU)
        wide = int((layout.wide(said, TEXT_PT - 1) + 8) * EMU)
        office.say(shapes, Box(left, top - EMU, wide, up + 2 * EMU), [(said, TEXT_PT - 1, look.text)], name="Légende")
        left += wide + int(8 * EMU)


def _framed(shapes: Any, box: Box, size: tuple[int, int], alt: str) -> Any:
    frame = shapes.add_table(*size, Emu(box.left), Emu(box.top), Emu(box.width), Emu(size[0] * EMU))
    office.describe(frame, "Tableau", alt)
    return frame.table


def _fill(
    cell: Any,
    lines: Sequence[tuple[str, float]],
    ink: str,
    ground: str,
    *,
    bold: bool = False,
    side: float = _SIDE_PT,
) -> None:
    """lines: paragraphs with their size. side: points, at the left and the right."""
    cell.fill.solid()
    cell.fill.fore_color.rgb = office.colour(ground)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Emu(int(_ABOVE_PT * EMU))
    cell.margin_left = cell.margin_right = Emu(int(side * EMU))
    frame = cell.text_frame
    for rank, (said, size) in enumerate(lines):
        run = (frame.add_paragraph() if rank else frame.paragraphs[0]).add_run()
        run.text = office.one_line(said) or "\u00a0"  # the size of an empty one is not kept
        office.style(run, size, ink, bold=bold)


def _tall(lines: int, size: float) -> int:
    """EMU of a row."""
    return round((lines * size * layout.LINE + 2 * _ABOVE_PT) * EMU)
