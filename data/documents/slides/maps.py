"""Maps of slides: vector shapes of the office suite, one per place, which who receives them can recolour.

Shapes are written as XML: the builder of the library takes ten seconds where this takes a fifth of one.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
from lxml import etree
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from data.documents import fonts, geometry, map_svg
from data.documents.geometry import Points, Screen
from data.documents.plates import Areas, Dots, Ground, Key, Legend, Lines, Look, Map, Names
from data.documents.slides import layout, office
from data.documents.slides.office import EMU, Box

_UNIT: Final = 100  # of the group, in a pixel of the map
_COARSE: Final = 2  # steps in a pixel: a slide shows a map of 560 pixels on 5 inches
_LINE_PT: Final = 0.5  # for a pixel of the map, which is that large on a slide
_LINES: Final = "wdUpDiag"
_DOTS: Final = "dotGrid"
_NAME_PT: Final = 9.0  # about the share of the map that 12 px have on the page, where names stand apart
# A legend on a quarter of the slide: points of its words, then EMU of a line of them and of a colour beside it.
_LEGEND_PT: Final = 13.0
_LEGEND_LINE: Final = 270_000
_SWATCH: Final = (300_000, 170_000)
_SIZE_LINE: Final = 240_000  # between the values of circles
_LEGEND_WIDTH, _BETWEEN = 0.27, 250_000  # of the box, and from the map
_BEHIND: Final = 0.62  # opacity of the paper behind a name, which is read over any class


def draw(shapes: Any, box: Box, shown: Map, look: Look, folder: Path) -> None:
    """Draw a map and its legend at its right. folder: of the contour files."""
    beside = int(box.width * _LEGEND_WIDTH)
    scale = min((box.width - beside - _BETWEEN) / shown.width, box.height / shown.height)
    wide = int(shown.width * scale)
    left = Box(box.left + (box.width - wide - _BETWEEN - beside) // 2, box.top, wide, box.height)
    right = Box(left.left + wide + _BETWEEN, box.top, beside, box.height)
    group = shapes.add_group_shape()
    office.describe(group, "Carte", shown.alt)
    _place(group._element, left, shown, scale)
    _legend(shapes, right, shown.legend, look, scale)  # first: the library counts all shapes for each that it adds
    drawing = _Drawing(group._element, map_svg.screen(shown), look, folder, scale)
    for layer in shown.layers:
        drawing.add(layer, shown.values)


def _place(group: Any, box: Box, shown: Map, scale: float) -> None:
    """Where the group is on the slide, and the units of what it holds."""
    properties = group.find(qn("p:grpSpPr"))
    for child in list(properties):
        properties.remove(child)
    wide, high = int(shown.width * scale), int(shown.height * scale)
    top = box.top + (box.height - high) // 2
    frame = etree.SubElement(properties, qn("a:xfrm"))
    for tag, x, y in (
        ("a:off", box.left, top),
        ("a:ext", wide, high),
        ("a:chOff", 0, 0),
        ("a:chExt", shown.width * _UNIT, shown.height * _UNIT),
    ):
        names = ("cx", "cy") if "xt" in tag.lower() else ("x", "y")
        etree.SubElement(frame, qn(tag), dict(zip(names, (str(x), str(y)), strict=True)))


class _Drawing:
    """The shapes of a group, in hundredths of a pixel of its map."""

    def __init__(self, group: Any, view: Screen, look: Look, folder: Path, scale: float) -> None:
        self._group, self._view, self._look, self._folder, self._scale = group, view, look, folder, scale
        self._count = max(map(int, group.xpath("//p:cNvPr/@id")))  # identifiers of shapes are of a slide

    def add(self, layer: Areas | Ground | Lines | Dots | Names, values: tuple[str, ...]) -> None:
        """The shapes of a layer. values: what its places say, when they have as many."""
        if isinstance(layer, Ground):
            rings = tuple(
                ring for each in geometry.shapes(self._folder / layer.file, self._view) for ring in each.rings
            )
            self._outline("Terre", rings, _solid(layer.colour), "")
        elif isinstance(layer, Areas):
            self._areas(layer, values)
        elif isinstance(layer, Lines):
            self._lines(layer)
        elif isinstance(layer, Dots):
            self._dots(layer, values)
        else:
            self._names(layer)

    def _areas(self, layer: Areas, values: tuple[str, ...]) -> None:
        found = geometry.shapes(self._folder / layer.file, self._view)
        told = values if len(values) == len(found) else ("",) * len(found)
        hatched = set(layer.hatched)
        for rank, (shape, code, said) in enumerate(zip(found, layer.codes, told, strict=True)):
            if shape.rings:
                shade = layer.colours[code]
                fill = _solid(shade)
                if rank in hatched or code == layer.dotted:
                    fill = _patterned(shade, self._look.panel, _LINES if rank in hatched else _DOTS)
                name = f"{shape.name} : {said}" if said else shape.name
                self._outline(name, shape.rings, fill, "")

    def _lines(self, layer: Lines) -> None:
        if layer.file:
            found = geometry.shapes(self._folder / layer.file, self._view)
            rings = tuple(ring for each in found for ring in each.rings)
        else:
            given = map(np.array, layer.given)
            rings = tuple(self._view.pixels(line) for line in given if self._view.shows(line))
        self._outline("Limites", rings, "<a:noFill/>", _stroke(layer.colour, layer.width * _LINE_PT), closed=False)

    def _dots(self, layer: Dots, values: tuple[str, ...]) -> None:
        places = geometry.points(self._folder / layer.file, self._view)
        radii = layer.radii if layer.every is None else (layer.every,) * len(places)
        told = values if len(values) == len(places) and len(layer.radii) == len(values) else ("",) * len(places)
        pale, stroke = set(layer.pale), _stroke(layer.outline, _LINE_PT) if layer.outline else ""
        for radius, rank in sorted(((radius, rank) for rank, radius in enumerate(radii)), reverse=True):
            place = places[rank]
            if radius > 0 and place is not None and self._view.holds(place[1], place[2], radius):
                opacity = layer.pale_opacity if rank in pale else layer.opacity
                corner = (place[1] - radius, place[2] - radius)
                name = f"{place[0]} : {told[rank]}" if told[rank] else place[0]
                frame = self._frame(corner, (2 * radius, 2 * radius))
                shape = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
                self._shape(name, frame + shape + _solid(layer.colour, opacity) + (stroke or _NO_LINE))

    def _names(self, layer: Names) -> None:
        found = [each for each in geometry.points(self._folder / layer.file, self._view) if each] if layer.file else []
        if layer.given:
            where = self._view.pixels(np.array([[lon, lat] for _, lon, lat in layer.given])).tolist()
            found += [(said, x, y) for (said, _, _), (x, y) in zip(layer.given, where, strict=True)]
        point = EMU / self._scale
        behind = _solid(self._look.paper, _BEHIND)
        for said, x, y in found:
            if self._view.holds(x, y):
                wide, high = layout.wide(said, _NAME_PT, "700") * point, _NAME_PT * 1.2 * point
                frame = self._frame((x - wide / 2, y - layer.above - high / 2), (wide, high))
                body = frame + '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' + behind + _NO_LINE
                self._shape(said, body, said)

    def _outline(self, name: str, rings: tuple[Points, ...], fill: str, stroke: str, *, closed: bool = True) -> None:
        """One shape of some rings, placed by its box."""
        rounded = [np.round(ring * _COARSE) / _COARSE for ring in rings]
        kept = [ring[np.r_[True, (np.diff(ring, axis=0) != 0).any(axis=1)]] for ring in rounded]
        kept = [ring for ring in kept if len(ring) > (2 if closed else 1)]
        if not kept:
            return
        every = np.concatenate(kept)
        low, high = every.min(axis=0), every.max(axis=0)
        size = np.maximum(high - low, 1 / _UNIT)
        wide, tall = (size * _UNIT).round().astype(int).tolist()
        drawn = "".join(_path(((ring - low) * _UNIT).round().astype(int), closed=closed) for ring in kept)
        shape = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{wide}" h="{tall}">{drawn}</a:path></a:pathLst></a:custGeom>'
        )
        frame = self._frame((low[0], low[1]), (size[0], size[1]))
        self._shape(name, frame + shape + fill + (stroke or _NO_LINE))

    def _frame(self, corner: tuple[float, float], size: tuple[float, float]) -> str:
        x, y, wide, tall = (round(each * _UNIT) for each in (*corner, *size))
        return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'

    def _shape(self, name: str, properties: str, said: str = "") -> None:
        """A shape of the group. properties: ours; name and said: texts of data, set once the XML is parsed."""
        self._count += 1
        body = (
            "<p:txBody><a:bodyPr wrap='none' lIns='0' tIns='0' rIns='0' bIns='0' anchor='ctr'/><a:lstStyle/>"
            "<a:p><a:pPr algn='ctr'/><a:r><a:rPr lang='fr-FR'/><a:t/></a:r></a:p></p:txBody>"
            if said
            else ""
        )
        shape = etree.fromstring(
            f"<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id='{self._count}' name=''/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{properties}</p:spPr>{body}</p:sp>"
        )
        shape[0][0].set("name", office.one_line(name)[:120])
        if said:
            run = shape.find(f".//{qn('a:r')}")
            run[0].set("sz", str(int(_NAME_PT * 100)))
            run[0].set("b", "1")
            run[0].append(etree.fromstring(f"<a:solidFill {_SPACES}>{_code(self._look.text)}</a:solidFill>"))
            run[1].text = office.one_line(said)
        self._group.append(shape)


_SPACES: Final = nsdecls("p", "a")
_NO_LINE: Final = "<a:ln><a:noFill/></a:ln>"


def _path(ring: np.ndarray, *, closed: bool) -> str:
    (first_x, first_y), *others = ring.tolist()
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others)
    return f'<a:moveTo><a:pt x="{first_x}" y="{first_y}"/></a:moveTo>{lines}{"<a:close/>" if closed else ""}'


def _code(shade: str, opacity: float = 1.0) -> str:
    alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:srgbClr val="{shade.lstrip("#").upper()}">{alpha}</a:srgbClr>'


def _solid(shade: str, opacity: float = 1.0) -> str:
    return f"<a:solidFill>{_code(shade, opacity)}</a:solidFill>"


def _patterned(shade: str, ground: str, preset: str) -> str:
    colours = f"<a:fgClr>{_code(shade)}</a:fgClr><a:bgClr>{_code(ground)}</a:bgClr>"
    return f'<a:pattFill prst="{preset}">{colours}</a:pattFill>'


def _stroke(shade: str, points: float) -> str:
    return f'<a:ln w="{round(points * EMU)}">{_solid(shade)}<a:round/></a:ln>'


def _legend(shapes: Any, box: Box, legend: Legend, look: Look, scale: float) -> None:
    """Unit, circles, colours, method, one under another, in the middle of the height of the map."""
    heading = max(1, len(fonts.lines(legend.unit, _LEGEND_PT * EMU, box.width, weight="600")))
    lines = len(legend.keys) + 2 + heading
    greatest = int(max((each.diameter for each in legend.sizes), default=0) * scale)
    sizes = max(greatest, len(legend.sizes) * _SIZE_LINE)
    y = box.top + max((box.height - lines * _LEGEND_LINE - sizes) // 2, 0)
    head = Box(box.left, y, box.width, heading * _LEGEND_LINE)
    office.say(shapes, head, [(legend.unit, _LEGEND_PT, look.text)], bold=True)
    y += head.height + 60_000
    if legend.sizes:
        y = _sizes(shapes, Box(box.left, y, box.width, sizes), legend, look, scale) + 120_000
    for key in legend.keys:
        y = _key(shapes, Box(box.left, y, box.width, _LEGEND_LINE), key, look)
    office.say(shapes, Box(box.left, y + 80_000, box.width, 2 * _LEGEND_LINE), [(legend.method, 10.5, look.muted)])


def _key(shapes: Any, box: Box, key: Key, look: Look) -> int:
    across, up = _SWATCH
    top = box.top + (_LEGEND_LINE - up) // 2
    size = up // 2 if key.dot else across
    swatch = shapes.add_shape(9 if key.dot else 1, Emu(box.left), Emu(top), Emu(size), Emu(up // 2 if key.dot else up))
    swatch.name = "Légende"
    properties = swatch._element.spPr
    fill = _solid(key.colour)
    if key.hatched or key.dotted:
        fill = _patterned(key.colour, look.panel, _LINES if key.hatched else _DOTS)
    office.drop_style(swatch)
    parts = f"{fill}{_stroke(look.border, _LINE_PT)}"
    for part in list(etree.fromstring(f"<a:parts {_SPACES}>{parts}</a:parts>")):
        properties.append(part)
    said = f"{key.label} ({key.count})" if key.count else key.label
    lines = max(1, -(-len(said) // 30))
    text = Box(box.left + across + 90_000, box.top + 20_000, box.width - across - 90_000, lines * _LEGEND_LINE)
    office.say(shapes, text, [(said, _LEGEND_PT, look.text)])
    return box.top + lines * 235_000 + 35_000


def _sizes(shapes: Any, box: Box, legend: Legend, look: Look, scale: float) -> int:
    """Nested circles on one base line, their values at their right."""
    base, below = box.top + box.height, 0
    widest = int(max(each.diameter for each in legend.sizes) * scale)
    for size in sorted(legend.sizes, key=lambda each: -each.diameter):
        across = int(size.diameter * scale)
        left = box.left + (widest - across) // 2
        circle = shapes.add_shape(9, Emu(left), Emu(base - across), Emu(across), Emu(across))
        circle.name = "Légende"
        circle.fill.background()
        circle.line.color.rgb = office.colour(legend.size_colour)
        circle.line.width = Emu(EMU)
        office.drop_style(circle)
    for size in sorted(legend.sizes, key=lambda each: each.diameter):
        below = max(int(size.diameter * scale), below + _SIZE_LINE)
        text = Box(box.left + widest + 120_000, base - below, box.width - widest - 120_000, _SIZE_LINE)
        office.say(shapes, text, [(size.label, _LEGEND_PT - 1, look.text)])
    return base
