"""What comes from a visitor's table is kept in the visit alone; the rest is shared."""

from collections.abc import Iterator

import pandas as pd
import pytest
import streamlit as st

from components.visit import private
from components.visit.kept import BOTH, OWN, Key, kept
from data.desk.desk import Made

made: list[tuple[Key, int]] = []


@kept(2)
def doubled(key: Key, number: int) -> int:
    made.append((key, number))
    return 2 * number


@pytest.fixture(autouse=True)
def visit() -> Iterator[None]:
    made.clear()
    yield
    private.forget()


def bring(name: str, identifier: str) -> None:
    private.bring(name, Made(pd.DataFrame({"id_projet": [identifier]}), pd.DataFrame()))


def of_another_visitor() -> None:
    """The state of the visit is another one: what it held cannot be reached."""
    for key in list(st.session_state):
        del st.session_state[key]


@pytest.mark.parametrize("dataset", [OWN, BOTH])
def test_what_a_visitor_brought_is_made_once_in_the_visit_and_again_in_another(dataset: str) -> None:
    key = Key("e1", dataset)
    assert [doubled(key, 3), doubled(key, 3)] == [6, 6]
    assert made == [(key, 3)]
    of_another_visitor()
    assert doubled(key, 3) == 6
    assert made == [(key, 3), (key, 3)]


def test_what_all_share_outlives_a_visit() -> None:
    key = Key("e2")
    doubled(key, 3)
    of_another_visitor()
    doubled(key, 3)
    assert made == [(key, 3)]


def test_a_deleted_table_takes_with_it_all_that_was_made_of_it() -> None:
    bring("aides.csv", "a")
    doubled(Key("e3", OWN), 3)
    private.forget()
    assert private.brought() is None
    assert not [key for key in st.session_state if str(key).startswith("private")]


def test_another_table_is_never_read_through_what_was_made_of_the_first() -> None:
    bring("aides.csv", "a")
    doubled(Key("e4", OWN), 3)
    bring("autres.csv", "b")
    doubled(Key("e4", OWN), 3)
    assert len(made) == 2


def test_the_views_of_a_visit_are_bounded_and_the_last_used_stay() -> None:
    key = Key("e5", OWN)
    for number in range(32):
        doubled(key, number)
    doubled(key, 0)
    doubled(key, 32)
    made.clear()
    doubled(key, 0)
    doubled(key, 1)
    assert made == [(key, 1)]
