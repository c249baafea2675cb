"""The legend of a map as SVG: unit, colours or sizes, how classes are cut."""

from typing import Final

from lxml import etree

from data.documents import fonts, map_svg, svg
from data.documents.plates import Key, Legend, Look

SMALL: Final = map_svg.LETTERS  # how classes are cut is read last
# px, as the legend of the page, which a figure and its picture have alike: a line of a colour, the colour and what is
# between it and its words, a dot, from a circle to its value, and lines of text that follow each other.
_LINE: Final = 22.0
_SWATCH: Final = (26.0, 15.0)
_GAP: Final = 10.0
_DOT: Final = 4.0
_LEADER: Final = 10.0
_SIZE_LINE: Final = 17.0


def drawn(legend: Legend, look: Look, width: float, scale: float = 1.0) -> tuple[etree._Element, float]:
    """The group of a legend, and its height. scale: of the map, hence of the circles."""
    group = etree.Element(f"{{{svg.NAMESPACE}}}g", nsmap={None: svg.NAMESPACE})
    y = _paragraph(group, legend.unit, 0.0, width, look.text, fonts.TEXT, "600")
    if legend.sizes:
        y = _sizes(group, legend, look, y + 6, scale)
    for rank, key in enumerate(legend.keys):
        apart = key.apart and (rank == 0 or not legend.keys[rank - 1].apart)
        y = _key(group, key, look, y + (8 if apart else 0), width)
    y = _paragraph(group, legend.method, y + 8, width, look.muted, SMALL)
    return group, y


def _key(group: etree._Element, key: Key, look: Look, y: float, width: float) -> float:
    across, up = _SWATCH
    middle = y + _LINE / 2
    if key.dot:
        svg.add(group, "circle", cx=across / 2, cy=middle, r=_DOT, fill=key.colour)
    else:
        fill = key.colour
        if key.hatched or key.dotted:
            fill = (map_svg.hatching if key.hatched else map_svg.dotting)(group, key.colour, look.panel)
        svg.add(group, "rect", x=0.5, y=middle - up / 2, width=across, height=up, fill=fill, stroke=look.border, rx=1.5)
    left = across + _GAP
    said = f"{key.label} ({key.count})" if key.count else key.label
    found = fonts.lines(said, fonts.TEXT, width - left)
    for rank, line in enumerate(found):
        svg.text(group, line, left, middle + fonts.TEXT * 0.35 + rank * _SIZE_LINE, size=fonts.TEXT, fill=look.text)
    return y + _LINE + (len(found) - 1) * _SIZE_LINE


def _sizes(group: etree._Element, legend: Legend, look: Look, y: float, scale: float) -> float:
    """Nested circles on one base line, each with its value at its top."""
    widest = scale * max(size.diameter for size in legend.sizes)
    height = max(widest, _SIZE_LINE * len(legend.sizes))
    base, below = y + height, 0.0
    for size in sorted(legend.sizes, key=lambda each: each.diameter):
        across = scale * size.diameter
        radius = across / 2
        svg.add(
            group,
            "circle",
            cx=widest / 2,
            cy=base - radius,
            r=radius,
            fill=legend.size_colour,
            fill_opacity=0.12,
            stroke=legend.size_colour,
        )
        below = max(across, below + _SIZE_LINE) if below else max(across, _SIZE_LINE)
        top = base - below
        svg.add(
            group,
            "path",
            d=f"M{widest / 2:.1f},{base - across:.1f}L{widest + _LEADER - 3:.1f},{top + 6:.1f}",
            stroke=look.muted,
            stroke_width=0.7,
            fill="none",
        )
        svg.text(group, size.label, widest + _LEADER, top + 10, size=fonts.TEXT, fill=look.text)
    return base + 8


def _paragraph(
    group: etree._Element, said: str, y: float, width: float, fill: str, size: float, weight: str = "400"
) -> float:
    found = fonts.lines(said, size, width, weight=weight)
    for rank, line in enumerate(found):
        svg.text(group, line, 0, y + size * (1.1 + 1.3 * rank), size=size, fill=fill, weight=weight)
    return y + size * 1.3 * len(found) + (4 if found else 0)
