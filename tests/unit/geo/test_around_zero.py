"""Classes on both sides of zero: the same distances, whatever the values."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from components.maps import drawing
from geo.classes import DIVERGING, FRAGILE, NO_DATA, around_zero

VALUES = arrays(np.float64, st.integers(0, 60), elements=st.floats(-1e6, 1e6) | st.just(float("nan")))


@given(VALUES)
def test_classes_are_at_the_same_distances_on_both_sides_and_hold_their_values(values: np.ndarray) -> None:
    cut = around_zero(values)
    known = np.isfinite(values)
    assert cut.method == DIVERGING and (cut.codes[~known] == NO_DATA).all()
    assert sum(cut.counts) == known.sum() and len(cut.counts) in {0, 2, 4, 6}
    if not known.any():
        return
    inner, half = np.array(cut.bounds[1:-1]), len(cut.counts) // 2
    assert (inner == -inner[::-1]).all() and inner[half - 1] == 0
    assert ((values[known] >= 0) == (cut.codes[known] >= half)).all()
    for rank, code in enumerate(cut.codes.tolist()):
        if known[rank]:
            low, high = cut.bounds[code], cut.bounds[code + 1]
            assert low <= values[rank] < high or values[rank] == high == cut.bounds[-1]
    assert len(drawing.fills(cut)) == len(cut.counts) + 2


def test_values_that_rest_on_too_little_move_no_bound() -> None:
    values, fragile = np.array([-3.0, 1.0, 2.0, 900.0]), np.array([False, False, False, True])
    cut = around_zero(values, fragile=fragile)
    assert cut.codes[3] == FRAGILE and cut.bounds[-1] < 900


def test_a_side_that_no_value_reaches_keeps_its_classes() -> None:
    cut = around_zero(np.array([5.0, 6.0, 8.0]))
    assert cut.counts[: len(cut.counts) // 2] == (0,) * (len(cut.counts) // 2)
    assert all(code >= len(cut.counts) // 2 for code in cut.codes)
