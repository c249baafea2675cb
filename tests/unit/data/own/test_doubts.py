"""Amounts a thousand times off and rows said twice are shown, never dropped nor corrected."""

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.own.doubts import LEAST, Firsts, Median, far_from_median

USUAL = [10_000 + step for step in range(LEAST)]


def amounts(*values: int | None) -> pd.Series:
    return pd.Series(pd.array([*USUAL, *values], dtype="Int64"))


@pytest.mark.parametrize(
    ("value", "is_far"),
    [(10_000_000, False), (10_010_000, True), (11, False), (10, True), (0, False), (None, False)],
)
def test_an_amount_a_thousand_times_off_is_seen_on_both_sides(value: int | None, is_far: bool) -> None:
    found = far_from_median(amounts(value))
    assert found.iloc[-1] == is_far
    assert not found.iloc[:-1].any()


def test_of_a_few_amounts_none_is_out_of_the_ordinary() -> None:
    assert not far_from_median(pd.Series(pd.array([1, 10**9], dtype="Int64"))).any()


def test_a_row_that_another_already_says_names_its_line() -> None:
    lines = pd.Index([2, 3, 5, 8, 9], name="ligne")
    codes = pd.Series(["63430", "63430", "42187", "63430", None], index=lines)
    titles = pd.Series(["Usine", " USINE", "Usine", "usine ", "Usine"], index=lines, dtype="str")
    assert Firsts().before(codes, titles).to_dict() == {3: 2, 8: 2}
    assert Firsts().before(codes, titles.mask(titles.notna())).empty
    firsts = Firsts()
    parts = [firsts.before(codes[rank : rank + 1], titles[rank : rank + 1]) for rank in range(len(codes))]
    assert {line: first for part in parts for line, first in part.items()} == {3: 2, 8: 2}


@example([*range(1, 11)], 3)
@given(st.lists(st.integers(-5, 10**12) | st.none(), min_size=1, max_size=60), st.integers(1, 20))
def test_the_median_of_parts_is_that_of_the_whole(values: list[int | None], size: int) -> None:
    column = pd.Series(pd.array(values, dtype="Int64"))
    median = Median()
    for begin in range(0, len(column), size):
        median.over(column[begin : begin + size])
    known = column[column.gt(0).fillna(False)]
    assert median.value == (float(known.median()) if len(known) >= LEAST else 0.0)
