"""A table of two entries with cells tinted by their value, which a phone scrolls beside a first column that stays.

A real HTML table, not a picture of squares: every number reads at any width, and a screen reader walks it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import streamlit as st

from components.drawn import recorder
from components.look import palette, templating
from components.text.formats import typeset
from data.documents import plates
from geo.classes import MAX_CLASSES, classify

_TINTS: Final = tuple((ground, palette.ink(ground)) for ground in palette.SEQUENTIAL)


@dataclass(frozen=True)
class Cell:
    """What a cell says, on two lines, and its colours; without a tint, those of the page. weak: in a dashed line, as
    its value rests on too small a share of its projects.
    """

    text: str
    note: str = ""
    tint: str | None = None
    ink: str | None = None
    weak: bool = False


def tints(values: npt.NDArray[np.float64]) -> list[tuple[str | None, str | None]]:
    """Ground and ink of each value, darker for the greater, classes of equal numbers; none for what is not above 0."""
    codes = classify(np.where(values > 0, values, np.nan), k=len(_TINTS)).codes
    return [_TINTS[code] if code < MAX_CLASSES else (None, None) for code in codes.tolist()]


def legend(values: npt.NDArray[np.float64], write: Callable[[float], str], *, caption: str) -> str:
    """What each tint of `tints` holds, least to greatest, as HTML; empty without a value above 0."""
    found = [{"ground": ground, "text": text} for ground, text in steps(values, write)]
    return templating.render("heat_legend", steps=found, caption=typeset(caption)) if found else ""


def steps(values: npt.NDArray[np.float64], write: Callable[[float], str]) -> list[tuple[str, str]]:
    """Each tint of `tints` that holds a value, and what it holds, least to greatest."""
    codes = classify(np.where(values > 0, values, np.nan), k=len(_TINTS)).codes
    held = ((rank, values[codes == rank]) for rank in range(len(_TINTS)))
    return [
        (_TINTS[rank][0], typeset(_span(float(found.min()), float(found.max()), write)))
        for rank, found in held
        if len(found)
    ]


def _span(low: float, high: float, write: Callable[[float], str]) -> str:
    least, most = write(low), write(high)
    return least if least == most else f"{least} à {most}"


@dataclass(frozen=True)
class Heat:
    """A table of two entries. corner: what the rows are; rows: the cells of each, by its name; compact: twenty columns
    on a small laptop, with headings that stand; legend: its `steps`, for pictures.
    """

    corner: str
    headings: Sequence[str]
    rows: Mapping[str, Sequence[Cell]]
    caption: str
    compact: bool = False
    legend: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Ready:
    """A table that is written, and has only to be sent. picture: for documents."""

    html: str
    picture: Callable[[], plates.Grid]

    def __call__(self, place: Any = st) -> None:
        """Draw it."""
        place.html(self.html)
        recorder.add(self.picture)


def ready(heat: Heat) -> Ready:
    """Write the table, everything escaped, which the pictures of its figure have too."""
    return Ready(html(heat), partial(_plain, heat))


def draw(heat: Heat, place: Any = st) -> None:
    """Write the table and draw it."""
    ready(heat)(place)


def html(heat: Heat) -> str:
    """The table as HTML, everything escaped."""
    return templating.render(
        "heat_table",
        corner=heat.corner,
        headings=[typeset(heading) for heading in heat.headings],
        rows=[(typeset(name), cells) for name, cells in heat.rows.items()],
        caption=typeset(heat.caption),
        ground=palette.PAPER,
        compact=heat.compact,
    )


def _plain(heat: Heat) -> plates.Grid:
    rows = (
        (typeset(name), tuple(plates.Cell(typeset(c.text), typeset(c.note), c.tint, c.ink, c.weak) for c in cells))
        for name, cells in heat.rows.items()
    )
    return plates.Grid(
        heat.corner, tuple(map(typeset, heat.headings)), tuple(rows), typeset(heat.caption), tuple(heat.legend)
    )
