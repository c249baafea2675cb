"""A plate as one picture: title, filters, what it shows, then what it counts, its source, the day and its link."""

from pathlib import Path
from typing import Final

import resvg_py
from lxml import etree

from data.documents import charts, fonts, grid_svg, legend_svg, map_svg, svg
from data.documents.plates import Chart, Grid, Look, Map, Picture, Plate

# px, all of them: a map has three quarters of the width, as large as on the page of a laptop (748 for 760); its legend
# has the rest, where the longest key takes two lines.
WIDTH: Final = 1080.0
_MARGIN: Final = 36.0
_INNER: Final = WIDTH - 2 * _MARGIN
_TITLE: Final = 27.0
_ABSENT: Final = 18.0
_LEGEND: Final = 236.0
_GAP: Final = 24.0

_ZOOM: Final = 2  # of a PNG


def drawn(plate: Plate, folder: Path) -> bytes:
    """The SVG of a plate. folder: of the contour files."""
    body: list[etree._Element] = []
    y = _paragraph(body, plate.title, _MARGIN, _TITLE, plate.look.text, family=fonts.SERIF, weight="600")
    if plate.filters:
        y = _paragraph(body, f"Filtres\u00a0: {' ; '.join(plate.filters)}", y + 2, fonts.TEXT + 1, plate.look.muted)
    y += 14
    y = _stacked(body, plate, folder, _MARGIN, y, _INNER)
    y = _foot(body, plate, y)
    return svg.written(document(plate, body, (WIDTH, y + _MARGIN - 12)))


def _stacked(body: list[etree._Element], plate: Plate, folder: Path, left: float, y: float, width: float) -> float:
    """Pictures one under another, or a table without any, or why there is neither; where they end."""
    if plate.absent:
        return _paragraph(body, plate.absent, y, _ABSENT, plate.look.text, left=left) + 18
    for picture in plate.pictures:
        if isinstance(picture, Grid) and len(plate.pictures) > 1:  # one per way of dividing
            y = _paragraph(body, picture.alt, y, fonts.TEXT + 1, plate.look.text, left=left, weight="600")
        element, height = _pictured(picture, plate.look, folder, width)
        body.append(_moved(element, left, y))
        y += height + 18
    if not plate.pictures:
        element, height = grid_svg.table(plate.table, plate.look, width)
        body.append(_moved(element, left, y))
        y += height + 18
    return y


def _pictured(picture: Picture, look: Look, folder: Path, width: float) -> tuple[etree._Element, float]:
    """The element of a picture, its legend beside it, and its height."""
    if isinstance(picture, Chart):
        return _chart(picture, look, width)
    if isinstance(picture, Grid):
        return grid_svg.drawn(picture, look, width)
    return _map(picture, look, folder, width)


def bare(plate: Plate, folder: Path, width: float = _INNER) -> tuple[bytes, tuple[float, float]]:
    """The SVG of what a plate shows, without its words, and its size (px): documents have words of their own."""
    body: list[etree._Element] = []
    y = _stacked(body, plate, folder, 0.0, 0.0, width)
    document = svg.root(width, y, "", " ".join(picture.alt for picture in plate.pictures))
    for element in body:
        document.append(element)
    return svg.written(document), (width, y)


def png(document: bytes) -> bytes:
    """The picture of an SVG, at twice its size."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=document.decode(),
            zoom=_ZOOM,
            skip_system_fonts=True,
            font_files=fonts.files(),
            sans_serif_family=fonts.SANS,
            serif_family=fonts.SERIF,
            font_family=fonts.SANS,
        )
    )


def document(plate: Plate, body: list[etree._Element], size: tuple[float, float]) -> etree._Element:
    """The picture that these elements make on paper."""
    shown = " ".join(picture.alt for picture in plate.pictures)
    found = svg.root(*size, plate.title, f"{shown} {plate.coverage}. {plate.source}".strip())
    svg.add(found, "rect", width=size[0], height=size[1], fill=plate.look.paper)
    for element in body:
        found.append(element)
    return found


def _foot(body: list[etree._Element], plate: Plate, y: float) -> float:
    rule = etree.Element(f"{{{svg.NAMESPACE}}}path", {"d": f"M{_MARGIN},{y:.1f}h{_INNER}", "stroke": plate.look.border})
    body.append(rule)
    y += 6
    for said in filter(None, (*plate.notes, plate.counted, plate.source)):
        y = _paragraph(body, said, y + 3, fonts.TEXT, plate.look.muted)
    drawn_on = f"Figure du {plate.drawn}" + (f", {plate.link}" if plate.link else "")
    return _paragraph(body, drawn_on, y + 3, fonts.TEXT, plate.look.muted)


def _map(shown: Map, look: Look, folder: Path, width: float) -> tuple[etree._Element, float]:
    """The map, its legend at its right."""
    found = etree.Element(f"{{{svg.NAMESPACE}}}g", nsmap={None: svg.NAMESPACE})
    left = width - _LEGEND
    scale = min((left - _GAP) / shown.width, 1.25)
    legend, tall = legend_svg.drawn(shown.legend, look, _LEGEND, scale)
    element = map_svg.drawn(shown, look, folder)
    element.set("width", f"{shown.width * scale:.1f}")
    element.set("height", f"{shown.height * scale:.1f}")
    found.append(element)
    height = shown.height * scale
    found.append(_moved(legend, left, max((height - tall) / 2, 0)))
    return found, max(height, tall)


def _chart(shown: Chart, look: Look, width: float) -> tuple[etree._Element, float]:
    element = charts.drawn(shown, look, width)
    across, up = float(element.get("width", width)), float(element.get("height", 0))
    scale = min(1.0, width / across)
    element.set("width", f"{across * scale:.1f}")
    element.set("height", f"{up * scale:.1f}")
    return element, up * scale


def _moved(element: etree._Element, x: float, y: float) -> etree._Element:
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", {"transform": f"translate({x:.1f} {y:.1f})"})
    group.append(element)
    return group


def _paragraph(
    body: list[etree._Element],
    said: str,
    y: float,
    size: float,
    fill: str,
    *,
    left: float = _MARGIN,
    family: str = fonts.SANS,
    weight: str = "400",
) -> float:
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", nsmap={None: svg.NAMESPACE})
    broken = fonts.balanced if family == fonts.SERIF else fonts.lines
    found = broken(said, size, _INNER, family=family, weight=weight)
    for rank, line in enumerate(found):
        base = y + size * (0.95 + 1.25 * rank)
        svg.text(group, line, left, base, size=size, fill=fill, family=family, weight=weight)
    body.append(group)
    return y + size * 1.25 * len(found)
