"""Text from outside is one bounded printable line; folded text is what a reader types without thinking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.text import MAX_TEXT, clean, fold, french_order


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(deadline=None)
@given(st.text())
def test_cleaned_text_is_one_bounded_line_that_can_be_written(text: str) -> None:
    line = clean(text)
    assert len(line) <= MAX_TEXT
    assert line == " ".join(line.split())
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sante\u0301", "Santé"),
        ("  usine\n\tde  Douai ", "usine de Douai"),
        ("a\x00b\u202ec\ud800d", "abcd"),
        ("x" * 1_000_000, "x" * MAX_TEXT),
    ],
    ids=["decomposed accent", "line breaks", "control and direction characters", "one megabyte"],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("L'Isle-d'Abeau", "l isle d abeau"),
        ("Œuvre & Cœur", "oeuvre & coeur"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ile\u2011de\u2011France", "ile de france"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_french_order_ignores_accents() -> None:
    words = ["Énergies", "Santé", "Électronique", "Chimie", "Agroalimentaire"]
    assert sorted(words, key=french_order) == ["Agroalimentaire", "Chimie", "Électronique", "Énergies", "Santé"]
