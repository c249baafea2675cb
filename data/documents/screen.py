"""A plate on a projector: its title, what it shows, three key numbers beside it, its source, in letters read from afar.

Nothing is written under `TEXT`: what does not fit at that size is left out, and the foot says how much of it is shown.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from lxml import etree

from data.documents import few, fonts, grid_svg, legend_svg, map_svg, sheets, svg
from data.documents.plates import Chart, Grid, Look, Map, Number, Picture, Plate

SIZE: Final = (1366.0, 768.0)  # px, of the smallest screen: a larger one enlarges all of it
TEXT: Final = 24.0  # px
KEYS: Final = 44.0  # px at the bottom, where the page has the keys of who presents
# px: projectors cut what is nearer to the edge; between a picture and what stands beside it, more than a letter.
_MARGIN: Final = 40.0
_INNER: Final = SIZE[0] - 2 * _MARGIN
_GAP: Final = 26.0

_TITLES: Final = (38.0, 32.0, 27.0)  # the first of two lines at most
_NUMBERS: Final = 300.0  # px, the width of their column
_NUMBER: Final = 42.0  # px of its digits: « 12 345,6 Md€ » fits in that column
_LEGENDS: Final = (290.0, 400.0)  # px, the first that holds its words
_SMALLEST: Final = {"legend": legend_svg.SMALL, "grid": grid_svg.NOTE, "table": fonts.TEXT}  # at their own size
# At most, all full: pictures keep half of the height.
_LEAD_LINES, _TITLE_LINES, _NOTE_LINES, _LABEL_LINES, _FOOT_LINES = 2, 2, 2, 2, 5
_LINE: Final = 1.18  # of the size of letters: the accents of capitals do not touch the line above
_MOST: Final = {"chart": 2, "map": 2, "grid": 1}  # pictures side by side


Size = tuple[float, float]


@dataclass(frozen=True)
class Shown:
    """An element, its size, and in words what of it is left out."""

    element: etree._Element
    width: float
    height: float
    left_out: str = ""


Placed = tuple[Shown, float, float]
"""With how far it is from the left and the top."""


def drawn(plate: Plate, folder: Path) -> bytes:
    """The SVG of a plate. folder: of the contour files."""
    look, body = plate.look, list[etree._Element]()
    y = _title(body, plate)
    said = " ".join(plate.notes) or (f"Filtres\u00a0: {' ; '.join(plate.filters)}" if plate.filters else "")
    y = _lines(body, said, (_MARGIN, y), _INNER, look.muted, most=_LEAD_LINES) + 12
    width = _INNER - (_NUMBERS + _GAP if plate.numbers else 0)
    # What is left out is told in the foot, whose height is room that the pictures do not have.
    top = _foot([], plate, "Montré ici\u00a0: 88 lignes sur 888, 8 colonnes sur 88.")
    shown = _shown(plate, folder, (width, top - y - 14), TEXT)
    for each, x, down in shown:
        body.append(_moved(each.element, _MARGIN + x, y + down))
    left_out = _left_out(shown)
    _foot(body, plate, f"Montré ici\u00a0: {left_out}." if left_out else "")
    if plate.numbers:
        rule = {"d": f"M{_MARGIN + width + _GAP / 2:.1f},{y:.1f}V{top - 14:.1f}", "stroke": look.border}
        body.append(etree.Element(f"{{{svg.NAMESPACE}}}path", rule))
        _numbers(body, plate.numbers, look, (_MARGIN + width + _GAP, y))
    return svg.written(sheets.document(plate, body, SIZE))


def fitted(plate: Plate, folder: Path, size: tuple[float, float], letters: Sequence[float]) -> tuple[bytes, str]:
    """The SVG of what a plate shows, and in words what is left out. letters: sizes (px), the first that holds all of
    it, or the last.
    """
    for text in letters:
        shown = _shown(plate, folder, size, text)
        left_out = _left_out(shown)
        if not left_out:
            break
    document = svg.root(*size, "", " ".join(picture.alt for picture in plate.pictures))
    down = (size[1] - max(each.height for each, _, _ in shown)) / 2  # alone, it is in the middle
    for each, x, _ in shown:
        document.append(_moved(each.element, x, max(down, 0.0)))
    return svg.written(document), left_out


def _title(body: list[etree._Element], plate: Plate) -> float:
    def broken(size: float) -> list[str]:
        return fonts.balanced(plate.title, size, _INNER, family=fonts.SERIF, weight="600")

    size = next((size for size in _TITLES if len(broken(size)) <= _TITLE_LINES), _TITLES[-1])
    lines = _clipped(broken(size), _TITLE_LINES)
    return _written(body, lines, (_MARGIN, 22), size, plate.look.text, family=fonts.SERIF, weight="600") + 4


def _foot(body: list[etree._Element], plate: Plate, left_out: str) -> float:
    """What it counts, its source, the day, above the keys; where it begins. A long coverage is cut: notes have it."""

    def broken(counted: str) -> list[str]:
        said = (left_out, counted, plate.source, f"Figure du {plate.drawn}.")
        return fonts.lines(" ".join(filter(None, said)), TEXT, _INNER)

    lines = broken(plate.counted)
    if len(lines) > _FOOT_LINES:
        full = " ".join(lines[:_FOOT_LINES]).count(" ") + 1
        words = plate.counted.split(" ")[:full]  # no more can be kept: a long text is broken once, not at each try

        def cut(kept: int) -> list[str]:
            return broken(" ".join(words[:kept]).rstrip(" ,;:") + "…" if kept else "")

        lines = cut(max(0, bisect_right(range(len(words)), _FOOT_LINES, key=lambda kept: len(cut(kept))) - 1))
    top = SIZE[1] - KEYS - len(lines) * TEXT * _LINE - 8
    rule = {"d": f"M{_MARGIN},{top:.1f}h{_INNER}", "stroke": plate.look.border}
    body.append(etree.Element(f"{{{svg.NAMESPACE}}}path", rule))
    _written(body, lines, (_MARGIN, top + 6), TEXT, plate.look.muted)
    return top


def _left_out(shown: list[Placed]) -> str:
    return " ; ".join(dict.fromkeys(each.left_out for each, _, _ in shown if each.left_out))


def _shown(plate: Plate, folder: Path, room: Size, text: float) -> list[Placed]:
    """What the plate shows, side by side, in letters of this size."""
    width, height = room
    look = plate.look
    if plate.absent:
        body: list[etree._Element] = []
        _lines(body, plate.absent, (0, 0), width, look.text, most=6)
        return [(Shown(body[0], width, height), 0.0, 0.0)]
    if not plate.pictures:
        return [(_table(plate, room, text), 0.0, 0.0)]
    kept = plate.pictures[: _MOST[plate.pictures[0].kind]]
    each = (width - _GAP * (len(kept) - 1)) / len(kept)
    found = [_pictured(picture, look, folder, (each, height), text) for picture in kept]
    if len(kept) < len(plate.pictures):
        told = f"{len(kept)} image{'s' if len(kept) > 1 else ''} sur {len(plate.pictures)}"
        found[0] = replace(found[0], left_out=", ".join(filter(None, (told, found[0].left_out))))
    return [
        (one, rank * (each + _GAP), max(0.0, min((height - one.height) / 2, 30.0))) for rank, one in enumerate(found)
    ]


def _pictured(picture: Picture, look: Look, folder: Path, room: Size, text: float) -> Shown:
    if isinstance(picture, Chart):
        element, size, left_out = few.chart(picture, look, room, text)
        return Shown(element, *size, left_out)
    return _grid(picture, look, room, text) if isinstance(picture, Grid) else _map(picture, look, folder, room, text)


def _map(shown: Map, look: Look, folder: Path, room: Size, text: float) -> Shown:
    """The map as large as it fits, its legend at its right in large letters."""
    width, height = room
    larger = text / _SMALLEST["legend"]
    # How classes are cut is on the page and in files: without it when there is no room.
    brief = replace(shown.legend, method="")
    for said, wide in ((shown.legend, _LEGENDS[0]), *((brief, each) for each in _LEGENDS)):
        beside = wide * text / TEXT
        scale = min((width - beside - _GAP) / shown.width, height / shown.height)
        legend, tall = legend_svg.drawn(said, look, beside / larger, scale / larger)
        if tall * larger <= height:
            break
    element = map_svg.drawn(shown, look, folder, letters=text / scale)
    element.set("width", f"{shown.width * scale:.1f}")
    element.set("height", f"{shown.height * scale:.1f}")
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", nsmap={None: svg.NAMESPACE})
    group.append(element)
    group.append(_moved(legend, shown.width * scale + _GAP, max((shown.height * scale - tall * larger) / 2, 0), larger))
    return Shown(group, width, max(shown.height * scale, tall * larger))


def _grid(shown: Grid, look: Look, room: Size, text: float) -> Shown:
    larger = text / _SMALLEST["grid"]
    kept, left_out = few.grid(shown, look, room[0] / larger, room[1] / larger)
    element, tall = grid_svg.drawn(kept, look, room[0] / larger)
    return Shown(_moved(element, 0, 0, larger), room[0], tall * larger, left_out)


def _table(plate: Plate, room: Size, text: float) -> Shown:
    larger = text / _SMALLEST["table"]
    kept, left_out = few.table(plate.table, plate.look, room[0] / larger, room[1] / larger)
    element, tall = grid_svg.table(kept, plate.look, room[0] / larger)
    return Shown(_moved(element, 0, 0, larger), room[0], tall * larger, left_out)


def _numbers(body: list[etree._Element], numbers: tuple[Number, ...], look: Look, at: tuple[float, float]) -> None:
    left, y = at
    for number in numbers:
        y = _lines(body, number.label, (left, y), _NUMBERS, look.text, most=_LABEL_LINES, weight="600")
        y = _written(body, [number.value], (left, y), _NUMBER, look.accent, family=fonts.SERIF, weight="600")
        y = _lines(body, number.note, (left, y), _NUMBERS, look.muted, most=_NOTE_LINES) + 14


def _lines(
    body: list[etree._Element],
    said: str,
    at: tuple[float, float],
    width: float,
    fill: str,
    *,
    most: int,
    weight: str = "400",
) -> float:
    return _written(body, _clipped(fonts.lines(said, TEXT, width, weight=weight), most), at, TEXT, fill, weight=weight)


def _written(
    body: list[etree._Element],
    lines: list[str],
    at: tuple[float, float],
    size: float,
    fill: str,
    *,
    family: str = fonts.SANS,
    weight: str = "400",
) -> float:
    """Lines of a text under a point; where they end."""
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", nsmap={None: svg.NAMESPACE})
    for rank, line in enumerate(lines):
        base = at[1] + size * (0.92 + _LINE * rank)
        svg.text(group, line, at[0], base, size=size, fill=fill, family=family, weight=weight)
    body.append(group)
    return at[1] + size * _LINE * len(lines)


def _clipped(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]


def _moved(element: etree._Element, x: float, y: float, scale: float = 1.0) -> etree._Element:
    larger = f" scale({scale:.4f})" if scale != 1 else ""
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", {"transform": f"translate({x:.1f} {y:.1f}){larger}"})
    group.append(element)
    return group
