"""A table of two entries with cells tinted by their value, which a phone scrolls beside a first column that stays.

A real HTML table, not a picture of squares: every number reads at any width, and a screen reader walks it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from components import palette, templating
from components.formats import typeset
from geo.classes import MAX_CLASSES, classify

_READABLE: Final = 4.5  # contrast of WCAG AA for text


@dataclass(frozen=True)
class Cell:
    """What a cell says, on two lines, and its colours; without a tint, those of the page."""

    text: str
    note: str = ""
    tint: str | None = None
    ink: str | None = None


def _ink(ground: str) -> str:
    """The colour of the numbers over a tint: the one that reads best."""
    return max((palette.TEXT, palette.PAPER), key=lambda ink: palette.contrast(ink, ground))


# The steps of the scale that a number reads on: its middle is too dark for one ink and too light for the other.
_TINTS: Final = tuple(
    (ground, _ink(ground)) for ground in palette.SEQUENTIAL if palette.contrast(ground, _ink(ground)) >= _READABLE
)


def tints(values: npt.NDArray[np.float64]) -> list[tuple[str | None, str | None]]:
    """Ground and ink of each value, darker for the greater, classes of equal numbers; none for what is not above 0."""
    codes = classify(np.where(values > 0, values, np.nan), k=len(_TINTS)).codes
    return [_TINTS[code] if code < MAX_CLASSES else (None, None) for code in codes.tolist()]


def html(corner: str, headings: Sequence[str], rows: Mapping[str, Sequence[Cell]], *, caption: str) -> str:
    """The table as HTML, everything escaped. corner: what the rows are; rows: the cells of each, by its name."""
    return templating.render(
        "heat_table",
        corner=corner,
        headings=[typeset(heading) for heading in headings],
        rows=[(typeset(name), cells) for name, cells in rows.items()],
        caption=typeset(caption),
        ground=palette.PAPER,
    )
