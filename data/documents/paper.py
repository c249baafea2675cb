"""Figures on paper: tagged PDF pages, whose texts are data, never markup."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, cast

import typst

from data.documents import fonts, sheets, svg
from data.documents.plates import Plate, Table
from data.words import product
from data.words.text import grouped

_TEMPLATE: Final = Path(__file__).with_suffix(".typ")
_STANDARD: Final = "ua-1"  # refused by Typst itself when a picture says nothing to those who do not see it
_UNTITLED: Final = "Sans titre"  # a heading of a tagged page says something
_MOST_ROWS: Final = 60  # about a page of A4; the files of the figure have all of them
# Characters of a line of a table, and of a column of it.
_ACROSS, _LONGEST = 112, 40
_WIDTH: Final = 840.0  # px: texts of 14 px are 8 points on a page


def dossier(plates: Sequence[Plate], folder: Path, title: str) -> bytes:
    """One view per page, its picture, then as many of its values as the page holds. folder: of the contour files."""
    return _compiled(plates, folder, title, turns=range(1, len(plates)), values=True)


def sheet(plates: Sequence[Plate], folder: Path, *, title: str, lead: str, turn: int) -> bytes:
    """Two pages of A4. lead: the sentence under the title; turn: the rank of the first figure of the second page."""
    return _compiled(plates, folder, title, lead, turns=(turn,))


def _compiled(
    plates: Sequence[Plate],
    folder: Path,
    title: str,
    lead: str = "",
    *,
    turns: Collection[int],
    values: bool = False,
) -> bytes:
    first = plates[0]
    document = {
        "title": _told(title) or _UNTITLED,
        "lead": _told(lead),
        "foot": f"{product.NAME}, édition {first.edition}, {first.drawn}",
        "look": asdict(first.look),
        "values": values,
        "plates": [_said(plate, folder, turns=rank in turns) for rank, plate in enumerate(plates)],
    }
    made: Any = typst.compile(
        cast("Any", _TEMPLATE.read_bytes()),
        font_paths=fonts.folders(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(document)},
        pdf_standards=_STANDARD,
    )
    return bytes(made)


def _told(said: str) -> str:
    return fonts.shown(svg.readable(said))


def _said(plate: Plate, folder: Path, *, turns: bool) -> dict[str, Any]:
    texts = {
        "title": plate.title.strip() or _UNTITLED,
        "filters": f"Filtres\u00a0: {' ; '.join(plate.filters)}" if plate.filters else "",
        "coverage": plate.counted,
        "source": plate.source,
        "link": plate.link,
        "absent": plate.absent,
        "alt": " ".join(picture.alt for picture in plate.pictures) or plate.title,
    }
    return {
        **{key: _told(said) for key, said in texts.items()},
        "notes": list(map(_told, plate.notes)),
        "svg": sheets.bare(plate, folder, _WIDTH)[0].decode() if plate.pictures else "",
        "turns": turns,
        **_columns(plate.table),
    }


def _columns(table: Table) -> dict[str, Any]:
    """The rows of a table that a page can hold, in its first columns that fit side by side."""
    rows = [list(map(_told, row)) for row in (table.headings, *table.rows[:_MOST_ROWS])]
    widths: list[int] = []
    for rank in range(len(table.headings)):
        longest = max(len(word) for row in rows for word in row[rank].split(" ")) + 2
        if widths and sum(widths) + longest > _ACROSS:
            break
        widths.append(longest)
    spare = _ACROSS - sum(widths)
    wanted = [min(max(len(row[rank]) for row in rows), _LONGEST) for rank in range(len(widths))]
    asked = sum(max(0, want - width) for want, width in zip(wanted, widths, strict=True)) or 1
    kept = len(widths)
    return {
        "headings": rows[0][:kept],
        "numeric": table.numeric[:kept],
        "rows": [row[:kept] for row in rows[1:]],
        "widths": [
            width + max(0, want - width) * min(1.0, spare / asked) for want, width in zip(wanted, widths, strict=True)
        ],
        "total": table.total,
        "among": grouped(table.total),
        "columns": len(table.headings),
    }
