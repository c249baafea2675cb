"""Cells of thousands of characters: whatever looks at each cell of a table takes a time that grows with it alone."""

import time
from collections.abc import Callable
from typing import Final

import pandas as pd
import pytest

from data.cells import amounts, communes, dates, identifiers, published_values
from data.files import header
from data.own import asides, fits, prepared
from tests.unit.data.own.ground import GROUND

LONG: Final = 32_000
CELLS: Final = {
    "leading spaces": " " * LONG + "1",
    "trailing spaces": "1" + " " * LONG + "x",
    "spaces": " " * LONG,
    "no-break spaces": "1" + "\u00a0" * LONG,
    "pairs": "1 " * (LONG // 2),
    "brackets": "(" * LONG,
    "words in brackets": " (a" * (LONG // 3),
    "digits": "9" * LONG,
    "commas": "1," * (LONG // 2),
    "dashes": "-" * LONG,
    "totals": "total " * (LONG // 6),
    "between": "1 à " * (LONG // 4),
    "slashes": "s/ " * (LONG // 3),
    "marks": "e" + "\N{COMBINING GRAVE ACCENT}\N{COMBINING DOT BELOW}" * (LONG // 2),
}
READERS: Final[dict[str, Callable[[pd.Series], object]]] = {
    "amounts": lambda cells: amounts.cents(cells, ","),
    "style": amounts.style_of,
    "years": dates.years,
    "unknown": amounts.is_unknown,
    "names": lambda cells: communes.name_keys(cells.tolist()),
    "hints": lambda cells: [communes.hint(cell) for cell in cells],
    "arrondissements": lambda cells: [communes.is_arrondissement(cell) for cell in cells],
    "postcodes": communes.postcodes,
    "sirens": identifiers.sirens,
    "rounded": identifiers.rounded,
    "texts": published_values.texts,
    "header": lambda cells: header.find(
        [(1, ["a", "b"]), *((rank, [cell, cell]) for rank, cell in enumerate(cells, 2))]
    ),
    "points": lambda cells: prepared.prepared(cells.to_frame("a")),
    "names and codes": lambda cells: fits.with_codes(cells, GROUND),
    "asides": lambda cells: asides.find(cells.to_frame("a"), ["a"], {}, ()),
}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_a_long_cell_is_read_at_once(reader: str) -> None:
    for what, cell in CELLS.items():
        begun = time.process_time()
        READERS[reader](pd.Series([cell, cell + "1"], dtype="str"))
        assert time.process_time() - begun < 1, what
