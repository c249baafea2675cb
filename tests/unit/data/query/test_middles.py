"""Medians by stratum are those of a plain sort, whatever the groups, the ties and the sizes."""

import numpy as np
import pytest

from data.query import middles as module
from data.query.middles import middles
from data.query.projects import _strata

RANDOM = np.random.default_rng(20_260_101)
ROWS = 20_000


def strata_of(values: np.ndarray) -> np.ndarray:
    return _strata(values, np.ones(len(values), dtype=bool))


@pytest.mark.parametrize("size", [1, 7, 184, 30_000])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param(RANDOM.lognormal(14, 3, ROWS).astype(np.int64), id="spread"),
        pytest.param(RANDOM.choice([0, 5, 2**61], ROWS), id="ties, too large to be packed"),
        pytest.param(np.full(ROWS, 12, dtype=np.int64), id="all alike"),
    ],
)
def test_the_median_of_each_group_is_that_of_a_sort(values: np.ndarray, size: int) -> None:
    rows = np.flatnonzero(RANDOM.random(ROWS) < 0.8)
    groups = RANDOM.integers(0, size, len(rows))
    found = middles(groups.copy(), size, values[rows], strata_of(values)[rows])
    for group in range(0, size, max(1, size // 50)):
        own = values[rows[groups == group]]
        half = np.sort(own)[[(len(own) - 1) // 2, len(own) // 2]].mean() if len(own) else np.nan
        assert found[group] == half or (np.isnan(half) and np.isnan(found[group]))


def test_only_what_is_near_the_middle_is_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    sorted_within, seen = module._sorted_within, []
    monkeypatch.setattr(module, "_sorted_within", lambda s, v: seen.append(len(v)) or sorted_within(s, v))
    values = RANDOM.lognormal(14, 3, ROWS).astype(np.int64)
    middles(RANDOM.integers(0, 5, ROWS), 5, values, strata_of(values))
    assert seen[0] < ROWS / 50


def test_strata_ascend_with_the_value_and_never_cut_equal_ones() -> None:
    values = RANDOM.integers(0, 500, ROWS) ** 3
    strata = strata_of(values)
    order = np.argsort(values)
    assert (np.diff(strata[order].astype(int)) >= 0).all()
    assert all(len(set(strata[values == value].tolist())) == 1 for value in np.unique(values)[::7])
    assert np.bincount(strata).max() < ROWS / 50
