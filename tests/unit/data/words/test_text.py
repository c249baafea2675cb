"""Text from outside is one bounded printable line; folded text is what a reader types without thinking."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.words.text import MAX_TEXT, clean, fold, french_order, name_words, without_articles


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


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


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_is_what_unicode_says_letter_after_letter(text: str) -> None:
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in bare if not unicodedata.combining(c) and (c.isspace() or c.isprintable()))
    for separator in "'’‘ʼ`´-‐‑–—_":
        kept = kept.replace(separator, " ")
    assert fold(text) == " ".join(kept.replace("œ", "oe").replace("æ", "ae").split())


@pytest.mark.parametrize(
    ("name", "words", "without"),
    [
        ("ST-ÉTIENNE (Loire)", "saint etienne loire", "saint etienne loire"),
        ("Ste Foy-lès-Lyon", "sainte foy les lyon", "sainte foy lyon"),
        ("L’Isle-d'Abeau", "l isle d abeau", "isle abeau"),
        ("Fontenay ss Bois", "fontenay sous bois", "fontenay sous bois"),
        ("St­Etienne", "stetienne", "stetienne"),  # an invisible hyphen is no separator
        ("  Le  ", "le", "le"),  # may be the beginning of another word
        ("Stains", "stains", "stains"),
        ("--", "", ""),
    ],
)
def test_the_words_of_a_name_are_those_of_all_its_spellings(name: str, words: str, without: str) -> None:
    assert name_words(name) == words
    assert without_articles(words) == without


@given(st.lists(st.text(st.characters(exclude_characters="\n")) | st.text("st le-'\t"), min_size=1))
def test_many_names_at_once_give_what_each_gives(names: list[str]) -> None:
    words = name_words("\n".join(names)).split("\n")
    assert words == [name_words(name) for name in names]
    assert without_articles("\n".join(words)).split("\n") == [without_articles(one) for one in words]


def test_french_order_ignores_accents() -> None:
    words = ["Énergies", "Santé", "Électronique", "Chimie", "Agroalimentaire"]
    assert sorted(words, key=french_order) == ["Agroalimentaire", "Chimie", "Électronique", "Énergies", "Santé"]
