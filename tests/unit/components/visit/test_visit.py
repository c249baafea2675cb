"""What all visits share of an edition is bounded, whatever visitors think of."""

import weakref
from types import SimpleNamespace
from typing import Any

import pytest

from components.visit import visit as module
from components.visit.visit import Visit
from data.query.selection import Selection


class Made:
    """A place, as far as a cache knows it."""


def test_perimeters_that_visitors_make_up_do_not_stay_beside_the_places_of_the_edition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places: list[weakref.ref[Any]] = []

    def place_of(_: object, __: str) -> Made:
        made = Made()
        places.append(weakref.ref(made))
        return made

    monkeypatch.setattr(module, "place_of", place_of)
    monkeypatch.setattr(Visit, "places", lambda _: SimpleNamespace())
    visit = Visit("an edition of this test")
    visit.place("commune-63430")
    for number in range(200):
        visit.place(f"perimetre-{10_000 + number}.{20_000 + number}")
    assert places[0]() is not None
    assert sum(each() is not None for each in places[1:]) <= 32
    with pytest.raises(KeyError):
        visit.place("nulle-part")


def test_a_question_is_asked_once_of_a_selection(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Selection, str]] = []

    def question(_: object, selection: Selection, by: str) -> int:
        asked.append((selection, by))
        return len(asked)

    monkeypatch.setattr(Visit, "projects", lambda _: SimpleNamespace())
    visit, health = Visit("another edition of this test"), Selection(filieres=("Santé",))
    assert [visit.asked(question, each, "annees") for each in (Selection(), health, Selection())] == [1, 2, 1]
    assert visit.asked(question, Selection(), "filieres") == 3
    assert asked == [(Selection(), "annees"), (health, "annees"), (Selection(), "filieres")]
