"""A table as SVG: one of tinted cells, or the first rows of any."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from data.documents import fonts, svg
from data.documents.plates import Cell, Grid, Look, Table

# px: what a cell says besides its value, and all of a narrow column; then lines of text, what is around them, a
# colour of the legend, and a cell of two lines.
NOTE: Final = 11.5
_LINE: Final = 17.0
_PAD: Final = 8.0
_SWATCH: Final = 24.0
_CELL: Final = 40.0

_FIRST: Final = 0.26  # share of the width for the names of rows
NARROW: Final = 64.0  # px, of a column
_WIDE: Final = 70.0  # px, of a column that holds the letters of texts
MOST_ROWS: Final = 25  # of lines of 28 px: a picture no higher than wide
_MOST_LINES: Final = {
    "400": 3,
    "600": 6,
}  # of a cell, where a description does not make a row of half a page; of a heading
_SLACK: Final = 0.5  # px, that the shares of columns may lose
_LONGEST: Final = 320.0  # px, of a column


def drawn(grid: Grid, look: Look, width: float) -> tuple[etree._Element, float]:
    """The group of a tinted table, and its height."""
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", nsmap={None: svg.NAMESPACE})
    first = width * _FIRST
    column = (width - first) / max(len(grid.headings), 1)
    size = letters(column)
    y = _headings(group, grid, look, first, column, size)
    for name, cells in grid.rows:
        lines = fonts.lines(name, fonts.TEXT, first - 2 * _PAD)
        height = max(_CELL, len(lines) * _LINE + 2 * _PAD)
        for rank, line in enumerate(lines):
            middle = y + height / 2 + (rank - (len(lines) - 1) / 2) * _LINE + fonts.TEXT * 0.35
            svg.text(group, line, 0, middle, size=fonts.TEXT, fill=look.text)
        for rank, cell in enumerate(cells):
            _cell(group, cell, look, (first + rank * column, y, column, height), size)
        y += height
    return group, _legend(group, grid, look, y + _PAD, width) if grid.legend else y


def letters(column: float) -> float:
    """The size (px) of the letters of columns of this width (px)."""
    return fonts.TEXT if column > _WIDE else NOTE


def _legend(group: etree._Element, grid: Grid, look: Look, y: float, width: float) -> float:
    left = 0.0
    for colour, said in grid.legend:
        across = _SWATCH + 6 + fonts.width(said, fonts.TEXT)
        if left and left + across > width:
            left, y = 0.0, y + _LINE + 4
        svg.add(
            group, "rect", x=left + 0.5, y=y, width=_SWATCH, height=fonts.TEXT, fill=colour, stroke=look.border, rx=1.5
        )
        svg.text(group, said, left + _SWATCH + 6, y + fonts.TEXT * 0.85, size=fonts.TEXT, fill=look.text)
        left += across + 3 * _PAD
    return y + fonts.TEXT + _PAD


def _headings(group: etree._Element, grid: Grid, look: Look, first: float, column: float, size: float) -> float:
    if column < NARROW:
        return _standing(group, grid, look, first, column)
    found = [fonts.lines(each, size, column - 6, weight="600") for each in grid.headings]
    height = max([1, *map(len, found)]) * _LINE + _PAD
    svg.text(group, grid.corner, 0, height - _PAD, size=fonts.TEXT, fill=look.muted, weight="600")
    for rank, lines in enumerate(found):
        for row, line in enumerate(lines):
            svg.text(
                group,
                line,
                first + (rank + 0.5) * column,
                height - _PAD - (len(lines) - 1 - row) * _LINE,
                size=size,
                fill=look.text,
                weight="600",
                anchor="middle",
            )
    return height


def _standing(group: etree._Element, grid: Grid, look: Look, first: float, column: float) -> float:
    """Headings that stand, over columns too narrow for a word."""
    height = max(fonts.width(each, fonts.TEXT, weight="600") for each in grid.headings) + 2 * _PAD
    svg.text(group, grid.corner, 0, height - _PAD, size=fonts.TEXT, fill=look.muted, weight="600")
    for rank, heading in enumerate(grid.headings):
        x = first + (rank + 0.5) * column + fonts.TEXT * 0.35
        turned = f"rotate(-90 {x:.1f} {height - _PAD:.1f})"
        svg.text(group, heading, x, height - _PAD, size=fonts.TEXT, fill=look.text, weight="600", transform=turned)
    return height


def _cell(group: etree._Element, cell: Cell, look: Look, box: tuple[float, float, float, float], size: float) -> None:
    left, top, width, height = box
    svg.add(
        group,
        "rect",
        x=left + 1,
        y=top + 1,
        width=width - 2,
        height=height - 2,
        fill=cell.ground or look.paper,
        stroke=look.text if cell.weak else look.border,
        **({"stroke_dasharray": "4 3"} if cell.weak else {}),
    )
    ink, middle = cell.ink or look.text, top + height / 2
    shift = -NOTE * 0.2 if cell.note else size * 0.35
    svg.text(group, cell.text, left + width / 2, middle + shift, size=size, fill=ink, anchor="middle")
    if cell.note:
        svg.text(group, cell.note, left + width / 2, middle + NOTE * 1.1, size=NOTE, fill=ink, anchor="middle")


def table(shown: Table, look: Look, width: float) -> tuple[etree._Element, float]:
    """The group of the first rows of a table, and its height; one of many columns is drawn smaller."""
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", nsmap={None: svg.NAMESPACE})
    rows = shown.rows[:MOST_ROWS]
    across = widths(shown, rows, width)
    whole = sum(across)
    y = _row(group, shown.headings, shown.numeric, across, 0.0, look.text, "600")
    svg.add(group, "path", d=f"M0,{y:.1f}H{whole:.1f}", stroke=look.text, stroke_width=1)
    for row in rows:
        y = _row(group, row, shown.numeric, across, y, look.text, "400")
        svg.add(group, "path", d=f"M0,{y:.1f}H{whole:.1f}", stroke=look.border, stroke_width=1)
    if shown.total > len(rows):
        said = f"Les {len(rows)} premières lignes sur {shown.total}\u00a0: les fichiers les ont toutes."
        svg.text(group, said, 0, y + _LINE + 4, size=fonts.TEXT, fill=look.muted)
        y += _LINE + _PAD
    group.set("transform", f"scale({width / whole:.4f})")
    return group, y * width / whole


def least_width(shown: Table) -> float:
    """The width (px) under which a table would be drawn smaller."""
    return sum(widths(shown, shown.rows[:MOST_ROWS], 0.0))


def widths(shown: Table, rows: tuple[tuple[str, ...], ...], width: float) -> list[float]:
    """The widths of columns: at least their longest word, then what each would take on one line. Their sum is that of
    the table, or more.
    """
    least, wanted = [], []
    for rank, heading in enumerate(shown.headings):
        texts = [(heading, "600"), *((row[rank], "400") for row in rows)]
        words = [fonts.width(word, fonts.TEXT, weight=weight) for said, weight in texts for word in said.split(" ")]
        longest = min(max(words, default=0.0), _LONGEST) + 2 * _PAD
        least.append(longest)
        whole = max((fonts.width(said, fonts.TEXT, weight=weight) for said, weight in texts[1:]), default=0.0)
        wanted.append(max(longest, min(whole, _LONGEST) + 2 * _PAD))
    spare, asked = width - sum(least), sum(wanted) - sum(least)
    if spare <= 0:
        return least
    if asked <= 0:
        return [each * width / sum(least) for each in least]
    grown = [low + (high - low) * min(spare / asked, 1.0) for low, high in zip(least, wanted, strict=True)]
    return [each * width / sum(grown) for each in grown]


def _row(
    group: etree._Element,
    cells: tuple[str, ...],
    numeric: tuple[bool, ...],
    widths: list[float],
    y: float,
    fill: str,
    weight: str,
) -> float:
    found = broken(cells, widths, weight)
    left = 0.0
    for lines, is_number, across in zip(found, numeric, widths, strict=True):
        x, anchor = (left + across - _PAD, "end") if is_number else (left + _PAD / 2, "start")
        for rank, line in enumerate(lines):
            svg.text(
                group, line, x, y + 6 + (rank + 0.85) * _LINE, size=fonts.TEXT, fill=fill, weight=weight, anchor=anchor
            )
        left += across
    return y + max([1, *map(len, found)]) * _LINE + 11


def broken(cells: Sequence[str], widths: Sequence[float], weight: str = "400") -> list[list[str]]:
    """The lines of the cells of a row, cut where they are many. widths: px, of the columns."""
    return [
        _clipped(fonts.lines(said, fonts.TEXT, across - 2 * _PAD + _SLACK, weight=weight), _MOST_LINES[weight])
        for said, across in zip(cells, widths, strict=True)
    ]


def _clipped(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]
