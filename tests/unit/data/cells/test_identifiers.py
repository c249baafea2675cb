"""SIREN and SIRET as files write them."""

import pandas as pd
import pytest

from data.cells.identifiers import looks_like_one, rounded, sirens


def column(*cells: str | None) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


@pytest.mark.parametrize(
    "cell",
    ["356000000", "35600000000048", "356 000 000 00048'", "356000000.0", "35600000000048,0"],
)
def test_a_number_is_read_however_it_is_spaced(cell: str) -> None:
    assert sirens(column(cell)).tolist() == ["356000000"]
    assert looks_like_one(column(cell)).all()


@pytest.mark.parametrize("cell", ["356000001", "12345", "7,17E+13", "abc"])
def test_what_is_none_gives_nothing(cell: str) -> None:
    assert sirens(column(cell)).isna().all()


def test_a_number_that_a_spreadsheet_rounded_is_told_from_the_others() -> None:
    cells = column("7,17E+13", "2.43e13", "35600000000048", "abc", None)
    assert rounded(cells).tolist() == [True, True, False, False, False]
    assert looks_like_one(cells).tolist() == [True, True, True, False, False]
