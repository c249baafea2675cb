"""Amounts and dates as visitors write them: read exactly, or not at all."""

import re
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cells import amounts
from data.cells.amounts import (
    ABOUT,
    BETWEEN,
    ILLEGIBLE,
    NEGATIVE,
    PERCENT,
    TOO_LARGE,
    Sign,
    Style,
    cents,
    counts,
    is_unknown,
    style_of,
)
from data.cells.kinds import CellError


def column(*cells: str | None) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


def read(*cells: str, decimal: Sign | None = None) -> list[int | None]:
    values = cents(column(*cells), decimal).values
    return [None if pd.isna(value) else int(value) for value in values]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 234,5", 123_450),
        ("1\u202f234,50\u00a0€", 123_450),
        ("1,234.5", 123_450),
        ("1.234,56", 123_456),
        ("1.234.567", 123_456_700),
        ("1'234.50", 123_450),
        ("12 k€", 1_200_000),
        ("3,2 M€", 320_000_000),
        ("1,5 Md€", 150_000_000_000),
        ("3 millions d'euros", 300_000_000),
        ("1.5e6", 150_000_000),
        ("0,125", 12),  # half a centime goes to the even one
        ("98708.70000000001", 9_870_870),
        ("EUR 12", 1_200),
        ("1\u2009234,5", 123_450),
        ("12€50", 1_250),
        ("1 234 € HT", 123_400),
        ("1 234,50 € TTC", 123_450),
        ("1234 H.T.", 123_400),
        ("3,2 Mio €", 320_000_000),
    ],
)
def test_a_number_that_reads_in_one_way_is_read_to_the_centime(cell: str, expected: int) -> None:
    assert read(cell) == [expected]


@pytest.mark.parametrize(
    "cell",
    [
        "1.2.3",
        "12 34",
        "1,23,456",
        "-5",
        "12 %",
        "abc",
        "1e99",
        "1" * 400,
        "1e999999",
        "0x1F",
        "1.",
        "١٢",
        "(1 234)",
        "−5",
        "inf",
        "1e400",
        "2**70",
    ],
)
def test_what_is_no_amount_is_unread_and_never_guessed(cell: str) -> None:
    numbers = cents(column(cell), ",")
    assert numbers.values.isna().all()
    assert numbers.unread.all()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("-20", NEGATIVE),
        ("−1 234,5 €", NEGATIVE),
        ("(30)", NEGATIVE),
        ("(1 234 €)", NEGATIVE),
        ("20-", NEGATIVE),
        ("12 %", PERCENT),
        ("12,5%", PERCENT),
        ("10 à 20 M€", BETWEEN),
        ("10-20 M€", BETWEEN),
        ("9" * 13, TOO_LARGE),
        ("abc", ILLEGIBLE),
        ("N                 82 584,28", ILLEGIBLE),
        ("plus de 5 M€", ILLEGIBLE),
    ],
)
def test_a_cell_that_gives_no_amount_says_why(cell: str, said: str) -> None:
    numbers = cents(column(cell, "5"), ",")
    assert numbers.said.tolist() == [said, ""]
    assert numbers.values.tolist() == [pd.NA, 500]


@pytest.mark.parametrize("cell", ["~5 M€", "≈ 5 M€", "env. 5 M€", "environ 5 M€", "ENV 5M€"])
def test_an_approximation_is_read_and_said(cell: str) -> None:
    numbers = cents(column(cell), ",")
    assert (numbers.values.tolist(), numbers.said.tolist()) == ([500_000_000], [ABOUT])
    assert not numbers.unread.any()


@pytest.mark.parametrize("cell", [None, "", " ", "NC", "n.c.", "ND", "-", "—", "NULL", "Non communiqué", "?"])
def test_an_unknown_value_is_neither_zero_nor_a_fault(cell: str | None) -> None:
    numbers = cents(column(cell), ",")
    assert is_unknown(column(cell)).all()
    assert numbers.values.isna().all()
    assert not numbers.unread.any()


def test_a_cell_that_reads_in_two_ways_waits_for_the_visitor() -> None:
    cells = column("1,234", "56", "7,890")
    assert style_of(cells) == Style(None, "1,234")
    assert cents(cells, None).values.tolist() == [pd.NA, 5_600, pd.NA]
    assert cents(cells, ",").values.tolist() == [123, 5_600, 789]
    assert cents(cells, ".").values.tolist() == [123_400, 5_600, 789_000]


def test_the_other_cells_of_the_column_tell() -> None:
    assert style_of(column("1,234", "5,5")) == Style(",")
    assert style_of(column("1,234", "5.5")) == Style(".")
    assert style_of(column("1.234", "1.234,5")) == Style(",")
    assert style_of(column("1,234", "1 234,567")) == Style(",")


def test_a_column_that_contradicts_itself_is_said_to() -> None:
    assert style_of(column("1,5", "1.5", "1,234")) == Style(None, "1,234", mixed=True)
    assert style_of(column("1,5", "1.5")).mixed
    assert read("1,5", "1.5") == [150, 150]


@given(
    st.integers(min_value=0, max_value=10**13), st.sampled_from([",", "."]), st.sampled_from(["", " ", "\u202f", "'"])
)
def test_every_amount_written_in_a_usual_style_comes_back_whole(amount: int, decimal: Sign, thousands: str) -> None:
    euros, centimes = divmod(amount, 100)
    cell = f"{euros:,}".replace(",", thousands) + f"{decimal}{centimes:02d} €"
    assert read(cell) == [amount]


@given(st.integers(min_value=0, max_value=10**13))
def test_both_signs_read_back_when_thousands_have_the_other(amount: int) -> None:
    english = f"{Decimal(amount) / 100:,.2f}"
    french = english.translate(str.maketrans(",.", ".,"))
    assert read(english, french) == [amount, amount]


@given(st.text(max_size=30))
def test_any_text_is_read_unknown_or_unread_but_never_breaks(cell: str) -> None:
    numbers = cents(column(cell), ",")
    states = [numbers.values.notna().iloc[0], numbers.unread.iloc[0], is_unknown(column(cell)).iloc[0]]
    assert sum(map(bool, states)) == 1


@given(
    st.lists(st.from_regex(r"[0-9]{1,18}(?:[.,][0-9]{1,3})?", fullmatch=True), min_size=1), st.sampled_from(["", "M€"])
)
def test_plain_cells_are_read_at_once_as_all_the_rules_read_them(cells: list[str], heading: str) -> None:
    plain = pd.Series(cells, dtype="str", name=heading)
    quick = style_of(plain), *(read(plain, ",").values.tolist() for read in (cents, counts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(amounts, "_PLAIN", re.compile("(?!)"))
        assert quick == (style_of(plain), *(read(plain, ",").values.tolist() for read in (cents, counts)))


def test_jobs_are_whole_numbers() -> None:
    assert counts(column("1 250", "NC", "12"), ",").values.tolist() == [1_250, pd.NA, 12]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Investissement (M€)", 10**6),
        ("aide_keur", 1_000),
        ("Montant en milliers d'euros", 1_000),
        ("Enveloppe, Md€", 10**9),
        ("en millions €", 10**6),
        ("Montant (€)", 1),
        ("montant_euros", 1),
        ("Programme Europe", 1),
        ("Mésurolle", 1),
    ],
)
def test_a_heading_gives_its_unit_to_cells_without_one(heading: str, unit: int) -> None:
    values = cents(pd.Series(["3,5", "2 k€", "7 €"], name=heading), ",").values
    assert values.tolist() == [350 * unit, 200_000, 700]


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("", None),
        ("1,5", 1_500_000),
        ("0,5", 500_000),
        ("12,75", 12_750_000),
        ("1.5", 1_500_000),
        ("1 500", 1_500_000_000),
        ("1\u202f500,25", 1_500_250_000),
        ("500 k€", 500_000),
        ("2 Md€", 2_000_000_000),
        ("250000 €", 250_000),
        ("1,234", 1_234_000),
    ],
)
def test_an_amount_typed_in_millions_is_read_as_it_is_written_in_french(typed: str, euros: int | None) -> None:
    assert amounts.typed_millions(typed) == euros
    if euros is not None:
        assert amounts.typed_millions(amounts.in_millions(euros)) == euros


@pytest.mark.parametrize("typed", ["abc", "-1", "1.234", "5 %", "1e99", "1,2,3"])
def test_what_is_no_amount_in_millions_is_refused(typed: str) -> None:
    with pytest.raises(CellError, match="n'est pas un montant"):
        amounts.typed_millions(typed)
