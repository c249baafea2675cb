"""French numbers and words: spaces, singular and plural, unknown values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import formats

NARROW, NBSP = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (1234.5, 1, f"1{NARROW}234,5"),
        (62_480_928_818, 0, f"62{NARROW}480{NARROW}928{NARROW}818"),
        (77.14, 1, "77,1"),
        (5, 1, "5,0"),
        (-1200, 0, f"−1{NARROW}200"),
        (math.nan, 0, "pas de donnée"),
    ],
)
def test_numbers(value: float, decimals: int, expected: str) -> None:
    assert formats.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (62_480_928_818, f"62,5{NBSP}Md€"),
        (12_345_678, f"12,3{NBSP}M€"),
        (850_000, f"850{NARROW}000{NBSP}€"),
        (0, f"0{NBSP}€"),
        (math.nan, "pas de donnée"),
    ],
)
def test_short_euros(value: float, expected: str) -> None:
    assert formats.short_euros(value) == expected


@pytest.mark.parametrize(
    ("euros", "expected"),
    [
        (5_200_000_000, f"5{NARROW}200,00"),
        (360_000, "0,36"),
        (10_000, "0,01"),
        (9_999, f"<{NBSP}0,01"),
        (0, "0,00"),
        (math.nan, "pas de donnée"),
    ],
)
def test_a_table_in_millions_never_reads_a_known_amount_as_nothing(euros: float, expected: str) -> None:
    assert formats.millions(euros) == formats.millions_of_cents(100 * euros) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "0 projet"), (1, "1 projet"), (2, "2 projets")])
def test_plural_begins_at_two(count: int, expected: str) -> None:
    assert formats.counted(count, "projet") == expected.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("known", "total", "expected"),
    [
        (326, 875, "326 des 875 projets ont un montant"),
        (1, 5, "1 des 5 projets a un montant"),
        (0, 5, "aucun des 5 projets n'a de montant"),
        (5, 5, "les 5 projets ont un montant"),
        (1, 1, "le projet a un montant"),
        (0, 1, "le projet n'a pas de montant"),
        (0, 0, "aucun projet dans la sélection"),
    ],
)
def test_coverage_is_a_sentence(known: int, total: int, expected: str) -> None:
    assert formats.coverage(known, total, "un montant", "de montant").replace(NBSP, " ") == expected


@given(st.floats(-1e12, 1e12))
def test_no_number_ever_shows_a_breaking_space_or_a_point(value: float) -> None:
    for text in (formats.number(value, 1), formats.short_euros(value), formats.percent(value)):
        assert " " not in text and "." not in text


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (100, 1, "100,0 %"),
        (99.99, 1, "> 99,9 %"),
        (99.95, 1, "> 99,9 %"),
        (99.94, 1, "99,9 %"),
        (100 * (1 - 1e-11), 1, "> 99,9 %"),
        (100 - 1e-13, 1, "100,0 %"),
        (0, 1, "0,0 %"),
        (0.05, 1, "< 0,1 %"),
        (0.06, 1, "0,1 %"),
        (1e-9, 1, "< 0,1 %"),
        (-0.01, 1, "> −0,1 %"),
        (-99.99, 1, "< −99,9 %"),
        (99.7, 0, "> 99 %"),
        (0.4, 0, "< 1 %"),
        (math.nan, 1, "pas de donnée"),
    ],
)
def test_a_percentage_that_is_not_none_nor_all_never_says_so(value: float, decimals: int, expected: str) -> None:
    assert formats.percent(value, decimals) == expected.replace("pas de donnée", "\0").replace(" ", NBSP).replace(
        "\0", "pas de donnée"
    )


@given(st.floats(1e-9, 100 - 1e-9), st.integers(0, 2))
def test_no_rounding_makes_none_or_all(value: float, decimals: int) -> None:
    shown = formats.percent(value, decimals)
    whole = {formats.percent(0, decimals), formats.percent(100, decimals)}
    assert shown not in whole
    assert shown[0] in "<>" or abs(float(shown.split(NBSP)[0].replace(",", ".")) - value) <= 0.5001 * 10**-decimals


def test_a_day_is_written_out() -> None:
    assert formats.day("2026-11-22T10:00:00+00:00") == "22 novembre 2026"
    assert formats.day("2026-12-01T00:30:00+00:00") == "1er décembre 2026"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 253 EPCI ; 34 875 communes", f"1{NARROW}253 EPCI{NARROW}; 34{NARROW}875 communes"),
        ("le 3 mai 2024", "le 3 mai 2024"),
        ("« 12 % » : oui ?", f"«{NBSP}12{NBSP}%{NBSP}»{NBSP}: oui{NARROW}?"),
        ("62 M€ et 5 km²", f"62{NBSP}M€ et 5{NBSP}km²"),
    ],
)
def test_typography(text: str, expected: str) -> None:
    assert formats.typeset(text) == expected
