"""Amounts a thousand times off and rows said twice are shown, never dropped nor corrected."""

import pandas as pd
import pytest

from data.own.doubts import LEAST, far_from_median, said_before

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
    assert said_before(codes, titles).dropna().to_dict() == {3: 2, 8: 2}
    assert said_before(codes, titles.mask(titles.notna())).isna().all()
