"""Indices of concentration: worked by hand, against definitions written another way, and against PySAL."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.spread import concentration
from data.spread.concentration import CONFIDENCE, SEED, decompose, gini, lorenz, theil

Units = tuple[list[int], list[int], list[str]]


@st.composite
def units(draw: st.DrawFn) -> Units:
    """Amounts, at least one of them positive, populations and groups of a few units."""
    n = draw(st.integers(1, 12))
    amounts = draw(st.lists(st.integers(0, 10**6), min_size=n, max_size=n).filter(any))
    populations = draw(st.lists(st.integers(1, 10**6), min_size=n, max_size=n))
    return amounts, populations, draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))


def whole(amounts: list[float], populations: list[float], **options: object) -> concentration.Concentration:
    """The indices of units that all have a project."""
    return concentration.concentration(amounts, populations, np.ones(len(amounts)), with_empty=True, **options)


def test_half_the_people_have_everything() -> None:
    assert gini([0, 8], [5, 5]) == 0.5
    assert theil([0, 8], [5, 5]) == pytest.approx(math.log(2))


def test_population_weighs_a_unit_and_orders_it() -> None:
    # 3 people with 1 each, then 1 person with 9: (0, 0), (0.75, 0.25), (1, 1) on the curve.
    curve = lorenz([9, 3], [1, 3])
    assert curve.population.tolist() == [0, 0.75, 1]
    assert curve.amount.tolist() == [0, 0.25, 1]
    assert gini([9, 3], [1, 3]) == 0.5  # 1 - (0.75 * 0.25 + 0.25 * 1.25)
    assert theil([9, 3], [1, 3]) == pytest.approx(0.75 * math.log(0.75 / 0.25) + 0.25 * math.log(0.25 / 0.75))


def test_the_same_for_each_inhabitant_is_no_concentration() -> None:
    assert gini([10, 20, 70], [1, 2, 7]) == pytest.approx(0, abs=1e-15)
    assert theil([10, 20, 70], [1, 2, 7]) == pytest.approx(0, abs=1e-15)


def test_theil_between_and_within_by_hand() -> None:
    parts = decompose([1, 3, 4, 8], [1, 1, 1, 1], ["a", "a", "b", "b"])
    assert parts.groups == ("a", "b")
    assert parts.between_terms == pytest.approx([0.25 * math.log(0.5), 0.75 * math.log(1.5)])
    within_a = 0.25 * math.log(0.25 / 0.5) + 0.75 * math.log(0.75 / 0.5)
    within_b = 1 / 3 * math.log(2 / 3) + 2 / 3 * math.log(4 / 3)
    assert parts.within_terms == pytest.approx([0.25 * within_a, 0.75 * within_b])


def test_a_group_without_any_amount_weighs_nothing_in_theil() -> None:
    parts = decompose([0, 0, 5, 5], [1, 1, 1, 1], ["a", "a", "b", "b"])
    assert parts.between == pytest.approx(math.log(2))
    assert parts.within == 0


@given(units())
def test_gini_is_the_mean_difference_between_two_inhabitants(drawn: Units) -> None:
    amounts, populations, _ = drawn
    people = list(zip(amounts, populations, strict=True))
    differences = sum(abs(x * w2 - x2 * w) for (x, w), (x2, w2) in product(people, people))
    found = gini(amounts, populations)
    assert found == pytest.approx(differences / (2 * sum(amounts) * sum(populations)), abs=1e-12)
    assert 0 <= found < 1


@given(units(), st.floats(1e-6, 1e6))
def test_euros_or_cents_make_no_difference(drawn: Units, factor: float) -> None:
    amounts, populations, _ = drawn
    scaled = [x * factor for x in amounts]
    assert gini(scaled, populations) == pytest.approx(gini(amounts, populations), abs=1e-12)
    assert theil(scaled, populations) == pytest.approx(theil(amounts, populations), abs=1e-9)


@given(units())
def test_cutting_a_unit_in_two_equal_halves_changes_nothing(drawn: Units) -> None:
    amounts, populations, groups = drawn
    halves = [[v / 2 for v in (values[0], *values)] for values in (amounts, populations)]
    halves = [[first, second, *(2 * v for v in others)] for first, second, *others in halves]
    assert gini(*halves) == pytest.approx(gini(amounts, populations), abs=1e-12)
    assert theil(*halves) == pytest.approx(theil(amounts, populations), abs=1e-9)
    between = decompose(*halves, [groups[0], *groups]).between
    assert between == pytest.approx(decompose(amounts, populations, groups).between, abs=1e-9)


@given(units())
def test_theil_is_what_lies_between_groups_and_within_them(drawn: Units) -> None:
    amounts, populations, groups = drawn
    parts = decompose(amounts, populations, groups)
    assert parts.between + parts.within == pytest.approx(theil(amounts, populations), abs=1e-9)
    assert parts.between >= -1e-12
    assert parts.within >= 0


@given(units())
def test_the_curve_climbs_from_nothing_to_everything_ever_more_steeply(drawn: Units) -> None:
    curve = lorenz(*drawn[:2])
    assert (curve.population[0], curve.amount[0], curve.population[-1], curve.amount[-1]) == (0, 0, 1, 1)
    slopes = np.diff(curve.amount) / np.diff(curve.population)
    assert (np.diff(slopes) >= -1e-9 * slopes.max()).all()


@pytest.mark.slow
def test_pysal_finds_the_same_person_by_person() -> None:
    from inequality.gini import Gini
    from inequality.theil import Theil, TheilD

    random = np.random.default_rng(7)
    populations = random.integers(1, 40, 30)
    amounts = random.integers(0, 4, 30) * random.integers(1, 1_000, 30)
    groups = random.choice(list("abcd"), 30)
    each = np.repeat(amounts / populations, populations)
    assert gini(amounts, populations) == pytest.approx(Gini(each).g, abs=1e-12)
    assert theil(amounts, populations) == pytest.approx(float(Theil(each).T), abs=1e-12)
    parts = decompose(amounts, populations, groups)
    theirs = TheilD(each, np.repeat(groups, populations))
    assert (parts.between, parts.within) == pytest.approx((theirs.bg.item(), theirs.wg.item()), abs=1e-12)


def test_no_known_project_is_zero_in_one_reading_only_and_unknown_is_in_none() -> None:
    amounts, populations, projects = [6, 2, np.nan, np.nan], [1, 1, 2, 4], [3, 1, 0, 5]
    including = concentration.concentration(amounts, populations, projects, with_empty=True)
    assert (including.units, including.empty, including.left_out) == (3, 1, 1)
    assert including.gini.value == gini([6, 2, 0], [1, 1, 2])
    assert including.population == 4
    excluding = concentration.concentration(amounts, populations, projects, with_empty=False)
    assert (excluding.units, excluding.empty, excluding.left_out) == (2, 0, 1)
    assert excluding.gini.value == gini([6, 2], [1, 1])
    assert [top.amount.value for top in excluding.top] == [top.amount.value for top in including.top]


def test_a_place_without_inhabitants_is_left_out_not_refused() -> None:
    found = concentration.concentration([5, 1, 0], [0, 3, 0], [2, 1, 0], with_empty=True)
    assert (found.units, found.left_out, found.amount) == (1, 2, 1)


def test_the_largest_and_how_many_people_live_there() -> None:
    one, five, ten = whole([50, 0, 30, 20], [1, 4, 2, 3]).top
    assert (one.amount.value, one.population) == (0.5, 0.1)
    assert (five.amount.value, five.population) == (1, 0.6)  # the three that have any, not one more
    assert (ten.units, ten.population) == (3, 0.6)


def test_intervals_are_those_of_a_plain_loop_over_the_draws() -> None:
    random = np.random.default_rng(3)
    amounts, populations = random.pareto(1.2, 25) * (random.random(25) < 0.8), random.integers(1, 90, 25)
    groups = random.choice(["x", "y"], 25)
    drawn = []
    for chosen in np.random.default_rng(SEED).integers(25, size=(200, 25)):
        x, w = amounts[chosen], populations[chosen]
        tops = [np.sort(x)[-k:].sum() / x.sum() for k in concentration.TOPS]
        drawn.append([gini(x, w), theil(x, w), decompose(x, w, groups[chosen]).between, *tops])
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    found = whole(amounts, populations, groups=groups, draws=200)
    estimates = [found.gini, found.theil, found.between, *(top.amount for top in found.top)]
    assert [e.low for e in estimates if e] == pytest.approx(low, abs=1e-12)
    assert [e.high for e in estimates if e] == pytest.approx(high, abs=1e-12)


def test_drawing_in_blocks_gives_the_same_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    amounts, populations = np.arange(1, 41) ** 3, np.full(40, 9)
    at_once = whole(amounts, populations)
    monkeypatch.setattr(concentration, "_CELLS", 40 * 7)
    assert whole(amounts, populations).gini == at_once.gini


def test_nine_units_have_an_index_but_no_interval() -> None:
    amounts = [*range(1, 10), 0, 0, 0]
    found = whole(amounts, [10] * 12)
    assert found.gini.value > 0
    assert math.isnan(found.gini.low)
    assert whole([*amounts[:-1], 10], [10] * 12).gini.low > 0


def test_draws_that_miss_every_amount_spoil_no_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concentration, "MIN_UNITS", 1)  # so that 8 draws out of 27 have no amount at all
    found = whole([5, 0, 0], [10, 10, 10])
    assert (found.gini.low, found.gini.high) == pytest.approx((0, 2 / 3))


@pytest.mark.parametrize(("amounts", "populations"), [([], []), ([0, 0], [3, 4])])
def test_nothing_to_share_has_no_index(amounts: list[float], populations: list[float]) -> None:
    assert math.isnan(gini(amounts, populations))
    assert math.isnan(theil(amounts, populations))
    found = whole(amounts, populations, groups=["a"] * len(amounts))
    assert math.isnan(found.gini.value)
    assert all(math.isnan(top.amount.value) and math.isnan(top.population) for top in found.top)


def test_nothing_to_share_is_nowhere_between_nor_within() -> None:
    parts = decompose([0, 0], [3, 4], ["a", "b"])
    assert math.isnan(parts.between)
    assert math.isnan(parts.within)


@pytest.mark.parametrize(
    ("amounts", "populations", "message"),
    [
        ([1, 2], [1], "one population per unit"),
        ([[1, 2]], [[1, 2]], "one population per unit"),
        ([1, -2], [1, 1], "negative"),
        ([1, 2], [1, -1], "negative"),
        ([1, np.nan], [1, 1], "unknown"),
        ([1, 2], [1, np.inf], "unknown"),
        ([1, 2], [1, 0], "nobody lives"),
    ],
)
def test_what_makes_no_sense_is_refused(amounts: list[float], populations: list[float], message: str) -> None:
    for index in (gini, theil, lorenz):
        with pytest.raises(ValueError, match=message):
            index(amounts, populations)


def test_one_group_and_one_count_per_unit() -> None:
    with pytest.raises(ValueError, match="one group per unit"):
        decompose([1, 2], [1, 1], ["a"])
    with pytest.raises(ValueError, match="of one length"):
        concentration.concentration([1, 2], [1, 1], [1], with_empty=True)


def test_an_index_says_how_many_projects_of_the_counted_units_have_an_amount() -> None:
    # The last unit knows no amount: its projects are not among those of the counted ones.
    amounts, projects, known = [5, 0, math.nan], [4, 0, 9], [1, 0, 0]
    found = concentration.concentration(amounts, [10, 10, 10], projects, known=known, with_empty=True, draws=0)
    assert (found.known, found.projects) == (1, 4)
    counted = concentration.concentration(amounts, [10, 10, 10], projects, with_empty=True, draws=0)
    assert counted.known == counted.projects == 4
