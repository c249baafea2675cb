"""Elements of SVG: whatever text they are given, they show it letter for letter."""

import re
from typing import Any, Final

from lxml import etree

from data.documents import fonts
from data.words.typography import typeset

NAMESPACE: Final = "http://www.w3.org/2000/svg"
# What XML cannot hold, escaped or not.
_FORBIDDEN: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FALLBACKS: Final = {fonts.SANS: "'Source Sans 3', sans-serif", fonts.SERIF: "'Source Serif 4', serif"}


def root(width: float, height: float, title: str, description: str) -> etree._Element:
    """A document, with what it is for those who do not see it."""
    found = etree.Element(
        f"{{{NAMESPACE}}}svg",
        {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}", "role": "img"},
        nsmap={None: NAMESPACE},
    )
    for name, text in (("title", title), ("desc", description)):
        add(found, name).text = readable(text)
    return found


def add(parent: etree._Element, tag: str, **attributes: Any) -> etree._Element:
    """A new element. attributes: `_` stands for `-`; numbers are written short."""
    named = {key.rstrip("_").replace("_", "-"): _written(value) for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", named)


def text(
    parent: etree._Element,
    said: str,
    x: float,
    y: float,
    *,
    size: float,
    fill: str,
    family: str = fonts.SANS,
    weight: str = "400",
    anchor: str = "start",
    **more: Any,
) -> etree._Element:
    """A line of text on its base line."""
    found = add(
        parent,
        "text",
        x=x,
        y=y,
        font_family=f"'{family}', {_FALLBACKS[family]}",
        font_size=size,
        font_weight=weight,
        fill=fill,
        text_anchor=anchor,
        **more,
    )
    found.text = readable(said)
    return found


def readable(said: str) -> str:
    """A text in French typography, without what XML cannot hold."""
    return typeset(_FORBIDDEN.sub("", said))


def written(document: etree._Element) -> bytes:
    """The file."""
    return etree.tostring(document, xml_declaration=True, encoding="utf-8")


def _written(value: Any) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
