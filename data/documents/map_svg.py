"""A map as SVG: its layers, from the contour files that the page sends to browsers."""

from pathlib import Path
from typing import Final

import numpy as np
from lxml import etree

from data.documents import fonts, geometry, svg
from data.documents.geometry import Screen
from data.documents.plates import Areas, Dots, Ground, Lines, Look, Map, Names

LETTERS: Final = 12.5  # px of the names of towns, which stand over a map as small as a third of a page
_HALO: Final = 3  # px, as in map.css
_APART: Final = 0.15  # of a letter, around a name
# px, as in map.js: a third of the ground is in lines, a sixth in dots, which are told apart in grey print.
_HATCH_GAP: Final = 4.5
_HATCH_LINE: Final = 1.5
_DOT: Final = 1.0


def screen(shown: Map) -> Screen:
    """Where degrees are on the map."""
    return Screen(shown.longitude, shown.latitude, shown.zoom, shown.width, shown.height)


def drawn(shown: Map, look: Look, folder: Path, letters: float = LETTERS) -> etree._Element:
    """The `svg` element of a map, as large as its box. folder: of the contour files; letters: px, of its names."""
    found = etree.Element(
        f"{{{svg.NAMESPACE}}}svg",
        {
            "width": str(shown.width),
            "height": str(shown.height),
            "viewBox": f"0 0 {shown.width} {shown.height}",
            "overflow": "hidden",
        },
        nsmap={None: svg.NAMESPACE},
    )
    view = screen(shown)
    for layer in shown.layers:
        group = svg.add(found, "g")
        if isinstance(layer, Areas):
            _areas(group, layer, look, folder, view)
        elif isinstance(layer, Ground):
            outlines = geometry.outlines(folder / layer.file, view)
            svg.add(group, "path", d="".join(outlines), fill=layer.colour, fill_rule="evenodd")
        elif isinstance(layer, Lines):
            _lines(group, layer, folder, view)
        elif isinstance(layer, Dots):
            _dots(group, layer, folder, view)
        else:
            _names(group, layer, look, folder, view, letters)
    return found


def hatching(parent: etree._Element, colour: str, ground: str) -> str:
    """The `fill` of lines of a colour, defined in `parent`."""
    name = f"lignes-{colour.lstrip('#')}"
    pattern = svg.add(
        svg.add(parent, "defs"),
        "pattern",
        id=name,
        width=_HATCH_GAP,
        height=_HATCH_GAP,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    svg.add(pattern, "rect", width=_HATCH_GAP, height=_HATCH_GAP, fill=ground)
    svg.add(pattern, "rect", width=_HATCH_LINE, height=_HATCH_GAP, fill=colour)
    return f"url(#{name})"


def dotting(parent: etree._Element, colour: str, ground: str) -> str:
    """The `fill` of dots of a colour, defined in `parent`."""
    name = f"points-{colour.lstrip('#')}"
    size = {"width": _HATCH_GAP, "height": _HATCH_GAP}
    pattern = svg.add(svg.add(parent, "defs"), "pattern", id=name, patternUnits="userSpaceOnUse", **size)
    svg.add(pattern, "rect", fill=ground, **size)
    svg.add(pattern, "circle", cx=_HATCH_GAP / 2, cy=_HATCH_GAP / 2, r=_DOT, fill=colour)
    return f"url(#{name})"


def _areas(group: etree._Element, layer: Areas, look: Look, folder: Path, view: Screen) -> None:
    """One path per way of being filled: a seam between two areas of one colour would be a pale line."""
    hatched = set(layer.hatched)
    parts: dict[tuple[int, bool], list[str]] = {}
    for rank, (outline, code) in enumerate(zip(geometry.outlines(folder / layer.file, view), layer.codes, strict=True)):
        parts.setdefault((code, rank in hatched), []).append(outline)
    for (code, lined), paths in sorted(parts.items()):
        colour = layer.colours[code]
        fill = colour
        if lined or code == layer.dotted:
            fill = hatching(group, colour, look.panel) if lined else dotting(group, colour, look.panel)
        path = svg.add(group, "path", d="".join(paths), fill=fill, fill_rule="evenodd")
        if layer.opacity < 1:
            path.set("fill-opacity", f"{layer.opacity:g}")


def _lines(group: etree._Element, layer: Lines, folder: Path, view: Screen) -> None:
    given = tuple(view.pixels(line) for line in map(np.array, layer.given) if view.shows(line))
    svg.add(
        group,
        "path",
        d=geometry.lines(folder / layer.file, view) if layer.file else geometry.path_data(given, closed=False),
        fill="none",
        stroke=layer.colour,
        stroke_width=layer.width,
        stroke_linejoin="round",
    )


def _dots(group: etree._Element, layer: Dots, folder: Path, view: Screen) -> None:
    """The largest first, so that none is hidden."""
    pale = set(layer.pale)
    places = geometry.points(folder / layer.file, view)
    radii = layer.radii if layer.every is None else (layer.every,) * len(places)
    found = [(radius, rank) for rank, radius in enumerate(radii) if radius > 0]
    for radius, rank in sorted(found, key=lambda each: (-each[0], each[1])):
        place = places[rank]
        if place is None or not view.holds(place[1], place[2], radius):
            continue
        circle = svg.add(group, "circle", cx=place[1], cy=place[2], r=radius, fill=layer.colour)
        opacity = layer.pale_opacity if rank in pale else layer.opacity
        if opacity < 1:
            circle.set("fill-opacity", f"{opacity:.3g}")
        if layer.outline:
            circle.set("stroke", layer.outline)


def _names(group: etree._Element, layer: Names, look: Look, folder: Path, view: Screen, letters: float) -> None:
    """Each on a halo, for circles and borders are under it; one that would touch another before it is left out."""
    found = [each for each in geometry.points(folder / layer.file, view) if each] if layer.file else []
    if layer.given:
        where = view.pixels(np.array([[lon, lat] for _, lon, lat in layer.given])).tolist()
        found += [(said, x, y) for (said, _, _), (x, y) in zip(layer.given, where, strict=True)]
    taken: list[tuple[float, float, float]] = []
    for said, x, y in found:
        half = fonts.width(said, letters, weight="600") / 2 + letters * _APART
        if not view.holds(x, y):
            continue
        inside = min(max(x, half), view.width - half)
        if any(abs(inside - a) < half + b and abs(y - c) < letters for a, b, c in taken):
            continue
        taken.append((inside, half, y))
        svg.text(
            group,
            said,
            inside,
            y - layer.above + letters * 0.35,
            size=letters,
            fill=look.text,
            family=fonts.SANS,
            weight="600",
            anchor="middle",
            stroke=look.paper,
            stroke_width=_HALO * letters / LETTERS,
            stroke_opacity=0.85,
            paint_order="stroke",
            stroke_linejoin="round",
        )
