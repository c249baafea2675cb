"""Each filter is told once: what derives from its record agrees with the selection and with the table of projects."""

import sys
import threading
from dataclasses import fields, replace

import numpy as np
import pytest

from data.query.address import decode, encode
from data.query.filters import FIELDS, FILTERS, Filter
from data.query.projects import Texts
from data.query.selection import DEFAULT, Selection
from data.tables.projects import PROJECT
from data.words.vocabulary import Vocabulary
from tests.unit.support.plain_projects import projects_of

VOCABULARY = Vocabulary(
    programmes=("France 2030",), filieres=("Santé",), years=(2012, 2026), regions={"94": "Corse"}, zones=frozenset()
)
BY_KIND = {"years": (2019, None), "euros": (None, 5_000_000), "text": "usine", "largest": 3}
ALL = list(FILTERS.values())


def value_of(asked: Filter) -> object:
    if asked.kind in BY_KIND:
        return BY_KIND[asked.kind]
    last = list(asked.labels(VOCABULARY))[-1]
    return last if asked.kind in {"one", "stopped"} else (last,)


@pytest.mark.parametrize("asked", ALL, ids=list(FILTERS))
def test_a_filter_goes_through_its_field_its_address_and_its_chip(asked: Filter) -> None:
    selection = replace(DEFAULT, **{asked.field: value_of(asked)})
    assert selection.active() == (asked.dimension,)
    assert list(encode(selection)) == [asked.parameter]
    assert decode(encode(selection), VOCABULARY) == (selection, ())
    chip = selection.filters(VOCABULARY)[0]
    assert (chip.name, selection.without(chip.dimension, chip.value)) == (asked.name, DEFAULT)


@pytest.mark.parametrize("asked", [each for each in ALL if each.column], ids=lambda each: each.dimension)
def test_a_filter_on_a_column_is_a_dimension_of_it(asked: Filter) -> None:
    assert asked.column == "label" or asked.column in {field.name for field in PROJECT}
    assert len(projects_of({"p": {}}).dimension(asked.dimension, 2)) >= 1


def test_no_two_filters_share_a_name_a_field_or_a_parameter() -> None:
    for names in ([each.parameter for each in ALL], [each.field for each in ALL], [each.name for each in ALL]):
        assert len(set(names)) == len(names)
    assert set(FIELDS) <= {field.name for field in fields(Selection)}


def test_a_list_says_what_an_empty_one_keeps() -> None:
    assert all(each.every for each in ALL if each.kind == "several")


def test_a_word_is_sought_once_and_few_are_kept() -> None:
    texts = Texts(np.array([0, 1, 0], dtype=np.int32), ("une usine", "un four"))
    assert texts.holding("usine").tolist() == [True, False]
    assert texts.holding("usine") is texts.holding("usine")
    for word in "abcdefghij":
        texts.holding(word)
    assert len(texts._held) == 8
    assert texts.holding("four").tolist() == [False, True]


def test_two_pages_may_seek_at_once() -> None:
    texts, faults = Texts(np.zeros(1, dtype=np.int32), ("usine",)), []

    def seek(visitor: int) -> None:
        try:
            for rank in range(2_000):
                texts.holding(f"{visitor}-{rank}")
        except RuntimeError as error:
            faults.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        visitors = [threading.Thread(target=seek, args=(each,)) for each in range(8)]
        for each in visitors:
            each.start()
        for each in visitors:
            each.join()
    finally:
        sys.setswitchinterval(interval)
    assert faults == []
