"""Figures as one HTML file that opens without network: no script, pictures and fonts within, texts escaped by Jinja."""

import base64
import io
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree
from markupsafe import Markup

from data.documents import fonts, sheets, svg
from data.documents.plates import Plate, Table
from data.words import product

_TEMPLATE: Final = Path(__file__).with_suffix(".html.jinja")
_PAGES: Final = Environment(
    loader=FileSystemLoader(_TEMPLATE.parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
# The letters of French and of its neighbours, and the signs that pages write: a twentieth of each font.
LETTERS: Final = frozenset((*range(0x20, 0x180), *range(0x2000, 0x2070), *map(ord, "€←↑→↓↕−≈⌂✓✗")))
_ADDRESS: Final = ("http://", "https://")


def page(plates: Sequence[Plate], folder: Path, *, title: str, lead: str = "") -> bytes:
    """The file of some plates. folder: of the contour files; lead: the sentence under the title of a sheet."""
    first = plates[0]
    made = _PAGES.get_template(_TEMPLATE.name).render(
        title=svg.readable(title),
        lead=svg.readable(lead),
        fonts=_fonts(),
        look=first.look,
        views=[_view(plate, folder, rank) for rank, plate in enumerate(plates, start=1)],
        foot=f"{product.NAME}, édition {first.edition}, {first.drawn}",
    )
    return made.encode()


def reduced(path: Path, letters: Set[int], ligatures: Set[str] = frozenset()) -> bytes:
    """A font with these letters alone, as browsers take it (WOFF2), under its licence. ligatures: names of glyphs that
    letters join into; without any, the usual ones of a text."""
    features = ["liga", "rlig"] if ligatures else ["kern", "liga", "tnum"]
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=features,
        layout_closure=not ligatures,  # all that the letters of a name can join into is the whole font of icons
        name_IDs=[0, 13, 14],  # copyright and licence
    )
    font = subset.load_font(str(path), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=letters, glyphs=ligatures)
    chosen.subset(font)
    content = io.BytesIO()
    subset.save_font(font, content, options)
    return content.getvalue()


def _view(plate: Plate, folder: Path, rank: int) -> dict[str, Any]:
    table = plate.table
    return {
        "title": svg.readable(plate.title),
        "notes": list(map(svg.readable, plate.notes)),
        "absent": svg.readable(plate.absent),
        "filters": svg.readable(" ; ".join(plate.filters)),
        "told": [svg.readable(said) for said in (plate.counted, plate.source) if said],
        "link": plate.link if plate.link.startswith(_ADDRESS) else "",
        "pictures": [_picture(plate, folder, f"v{rank}-")] if plate.pictures else [],
        "caption": _caption(table),
        "headings": list(map(svg.readable, table.headings)),
        "numeric": table.numeric,
        "rows": [list(map(svg.readable, row)) for row in table.rows],
    }


def _caption(table: Table) -> str:
    if len(table.rows) < table.total:
        return f"{len(table.rows)} lignes sur {table.total} : les fichiers de la figure les ont toutes"
    return f"{table.total} ligne{'s' if table.total > 1 else ''}"


def _picture(plate: Plate, folder: Path, prefix: str) -> Markup:
    """The pictures of a plate as an element of the page, made of elements by `lxml`: its texts are escaped already.

    prefix: of its identifiers, which are those of the whole page.
    """
    drawn, _ = sheets.bare(plate, folder)
    document = etree.fromstring(drawn)
    for element in document.iter(etree.Element):
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif value.startswith("url(#"):
                element.set(name, value.replace("url(#", f"url(#{prefix}"))
    for name in ("title", "desc"):
        for told in document.findall(f"{{{svg.NAMESPACE}}}{name}"):
            document.remove(told)  # a browser would show it as a tip, over each mark
    document.set("aria-label", svg.readable(" ".join(picture.alt for picture in plate.pictures) or plate.title))
    return Markup(etree.tostring(document, encoding="unicode"))  # noqa: S704 (serialised by lxml)


@cache
def _fonts() -> list[dict[str, str]]:
    return [
        {"family": family, "weight": weight, "data": base64.b64encode(reduced(path, LETTERS)).decode()}
        for (family, weight), path in fonts.faces().items()
    ]
