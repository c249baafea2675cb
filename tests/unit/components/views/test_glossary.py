"""Every word that the search box leads to is defined on the page of method, and every definition is found by it."""

import re

import pytest

from components.text.formats import typeset
from components.views.methode import sections
from data.words.glossary import WORDS


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_a_meaning(word: str) -> None:
    assert typeset(word) in sections.meaning(word)
    assert len(sections.meaning(word)) > len(word) + 20


def test_every_definition_is_a_word_that_is_searched() -> None:
    heads = re.findall(r"^- \*\*(.+?)\*\*", sections.DEFINITIONS, re.MULTILINE)
    assert len(heads) > 20
    assert set(heads) <= set(WORDS)


def test_the_entry_of_a_word_comes_before_one_that_only_says_it() -> None:
    assert sections.meaning("Concentration").startswith("**Concentration**")
    assert sections.meaning("ROI territorial").startswith("**Euros investis")
