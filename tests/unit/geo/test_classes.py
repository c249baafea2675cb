"""Classes of a choropleth: every value in the class that the legend says, whatever the values."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.classes import EQUAL, FRAGILE, JENKS, MAX_CLASSES, METHODS, NO_DATA, QUANTILES, classify, cut_at

NAN = float("nan")
FLOATS = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: 0.0 if abs(value) < 1e-6 else value)
VALUES = st.lists(st.one_of(FLOATS, st.integers(0, 8).map(float), st.just(NAN)), max_size=60)


@given(values=VALUES, method=st.sampled_from([QUANTILES, EQUAL]), k=st.integers(2, MAX_CLASSES))
def test_a_rounded_bound_never_misplaces_a_value(values: list[float], method: str, k: int) -> None:
    array = np.array(values)
    found = classify(array, k=k, method=method)
    assert list(found.bounds) == sorted(found.bounds)
    for value, code in zip(array, found.codes, strict=True):
        if np.isnan(value):
            assert code == NO_DATA
            continue
        low, high = found.bounds[code], found.bounds[code + 1]
        last = code == len(found.counts) - 1
        assert low <= value < high or (last and value == high)


@given(values=VALUES, k=st.integers(2, MAX_CLASSES))
def test_counts_add_up_to_the_known_values(values: list[float], k: int) -> None:
    found = classify(np.array(values), k=k)
    assert sum(found.counts) == np.isfinite(values).sum()
    assert len(found.counts) <= MAX_CLASSES
    assert all(found.counts)


@pytest.mark.parametrize("method", METHODS)
def test_ties_stay_together(method: str) -> None:
    values = np.array([0.0] * 100 + [1.0] * 3 + [2.5, 7.0, 9.0, 12.0, 80.0])
    found = classify(values, k=5, method=method)
    for value in np.unique(values):
        assert len(set(found.codes[values == value])) == 1
    assert found.codes[0] == 0


def test_many_zeros_leave_several_classes_to_the_others() -> None:
    values = np.concatenate([np.zeros(1000), np.linspace(0.5, 40, 250)])
    found = classify(values, k=5)
    assert found.counts[0] == 1000
    assert len(found.counts) == 5 and min(found.counts[1:]) >= 40


@pytest.mark.parametrize("method", METHODS)
def test_all_missing_gives_no_class(method: str) -> None:
    found = classify(np.array([NAN, NAN]), method=method)
    assert found.bounds == () and found.counts == ()
    assert found.codes.tolist() == [NO_DATA, NO_DATA]


@pytest.mark.parametrize("method", METHODS)
def test_one_value_gives_one_class_that_holds_it(method: str) -> None:
    found = classify(np.array([3.5, NAN, 3.5]), method=method)
    assert found.bounds == (3.5, 3.5)
    assert found.counts == (2,)
    assert found.codes.tolist() == [0, NO_DATA, 0]


def test_fewer_distinct_values_than_classes_gives_one_class_each() -> None:
    found = classify(np.array([1.0, 2.0, 2.0, 3.0]), k=6)
    assert found.bounds == (1.0, 2.0, 3.0, 3.0)
    assert found.counts == (1, 2, 1)


def test_fragile_values_have_their_own_code_and_move_no_bound() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, 1e9, NAN])
    fragile = np.array([False, False, False, False, True, True])
    found = classify(values, k=2, fragile=fragile)
    assert found.codes.tolist() == [0, 0, 1, 1, FRAGILE, NO_DATA]
    assert found.bounds[-1] == 4.0


def test_bounds_are_readable() -> None:
    values = np.random.default_rng(0).lognormal(3, 1.5, 183)
    inner = classify(values, k=6).bounds[1:-1]
    assert all(len(f"{bound:g}".replace(".", "").strip("0")) <= 2 for bound in inner)


def test_quantiles_hold_as_many_values_each_but_for_a_fifth_of_a_class() -> None:
    values = np.random.default_rng(1).lognormal(3, 1.5, 300)
    below = np.cumsum(classify(values, k=6).counts) - np.arange(1, 7) * 300 / 6
    assert np.abs(below).max() <= 300 / 6 * 0.2


def test_equal_steps_are_equal() -> None:
    values = np.random.default_rng(2).normal(40, 15, 200)
    inner = np.diff(classify(values, k=6, method=EQUAL).bounds[1:-1])
    assert np.allclose(inner, inner[0])


def test_jenks_finds_the_gap() -> None:
    values = np.concatenate([np.linspace(0, 10, 50), np.linspace(1000, 1010, 50)])
    found = classify(values, k=2, method=JENKS)
    assert found.counts == (50, 50)
    assert 10 < found.bounds[1] <= 1000


def test_jenks_on_many_values_covers_them_all() -> None:
    values = np.random.default_rng(3).lognormal(3, 1.5, 1253)
    found = classify(values, k=6, method=JENKS)
    assert sum(found.counts) == 1253
    assert (found.bounds[0], found.bounds[-1]) == (values.min(), values.max())


@given(values=st.lists(st.integers(0, 60).map(float), min_size=4, max_size=9), k=st.integers(2, 3))
def test_no_other_natural_classes_are_closer_to_their_means(values: list[float], k: int) -> None:
    ordered = np.sort(values)
    if np.unique(ordered).size <= k:
        return  # each value is a class
    found = np.searchsorted(classify(ordered, k=k, method=JENKS).bounds[1:-1], ordered, side="right")
    least = min(_scattered(np.split(ordered, cuts)) for cuts in combinations(range(1, ordered.size), k - 1))
    assert _scattered([ordered[found == each] for each in np.unique(found)]) == pytest.approx(least)


def _scattered(parts: Sequence[np.ndarray]) -> float:
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)


def test_equal_steps_are_round() -> None:
    assert classify(np.array([3.0, *range(10, 100, 7)]), k=5, method=EQUAL).bounds == (3, 20, 40, 60, 80, 94)
    assert classify(np.linspace(-0.03, 0.02, 40), k=4, method=EQUAL).bounds == (-0.03, -0.02, 0, 0.02)


def test_codes_are_one_digit() -> None:
    assert min(NO_DATA, FRAGILE) >= MAX_CLASSES and max(NO_DATA, FRAGILE) <= 9


@pytest.mark.parametrize("wrong", [{"k": 1}, {"k": 8}, {"method": "hasard"}])
def test_unknown_methods_and_numbers_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"classes|method"):
        classify(np.array([1.0, 2.0]), **wrong)  # type: ignore[arg-type]


def test_methods_are_named_in_french() -> None:
    assert classify(np.array([1.0, 2.0])).label == "effectifs égaux (quantiles)"


def test_chosen_bounds_are_those_of_the_classes_and_leave_out_those_that_cut_nothing() -> None:
    found = cut_at(np.array([0, 24.9, 25, 60, np.nan]), (25, 50, 100))
    assert found.bounds == (0, 25, 50, 60)
    assert found.codes.tolist() == [0, 0, 1, 2, NO_DATA]
    assert found.counts == (2, 1, 1)
    assert found.label == "seuils choisis"


def test_chosen_bounds_on_nothing_make_no_class() -> None:
    found = cut_at(np.array([np.nan]), (25,))
    assert (found.bounds, found.counts, found.codes.tolist()) == ((), (), [NO_DATA])


def test_values_classed_together_keep_the_classes_of_all_when_some_are_taken() -> None:
    values = np.array([1.0, 2.0, 3.0, np.nan, 40.0, 50.0, 60.0])
    every = classify(values, k=3)
    own = every.first(4)
    assert own.bounds == every.bounds and own.codes.tolist() == every.codes[:4].tolist()
    assert own.counts == tuple(int((own.codes == rank).sum()) for rank in range(3)) and sum(own.counts) == 3
