"""The median of each group without sorting it: count by stratum, then sort what is in the middle strata alone."""

import numpy as np
import numpy.typing as npt

from data.query.projects import STRATA, Integers, Rows

_BITS = STRATA.bit_length() - 1
_SPARED = 2  # bits: counting a stratum of no or one value takes longer than sorting four together


def middles(groups: Rows, size: int, values: Integers, strata: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """(size,) median of the values by group: the mean of the middle two of an even number, NaN of none.

    groups: that of each value, under `size`; it is used up. strata: as `Amounts` has them. The fewer values a group
    has, the fewer strata are told apart; in a single one, everything is sorted.
    """
    bits = min(_BITS, max(0, (len(values) // max(size, 1)).bit_length() - _SPARED))
    slots = groups
    slots <<= bits
    slots += strata >> (_BITS - bits)
    held = np.bincount(slots, minlength=size << bits).reshape(size, 1 << bits)
    upto = held.cumsum(axis=1)
    filled = np.flatnonzero(upto[:, -1])
    counts = upto[filled, -1]
    places = np.stack([(counts - 1) // 2, counts // 2])  # the two in the middle, the same one of an odd number
    middle = (filled << bits) + (upto[filled] <= places[:, :, None]).sum(axis=2)
    near = np.zeros(size << bits, dtype=bool)
    near[middle] = True
    kept = np.flatnonzero(near.take(slots))
    below = upto.ravel()[middle] - held.ravel()[middle]
    found = np.full(size, np.nan)
    found[filled] = _nth(slots.take(kept), values.take(kept), middle, places - below, size << bits).mean(axis=0)
    return found


def _nth(slots: Rows, values: Integers, slot: Rows, nth: Rows, size: int) -> Integers:
    """The nth value of each slot asked for, ascending from 0. Only slots of different values are sorted."""
    one = np.zeros(size, dtype=np.int64)
    one[slots] = values
    found = one[slot]
    differs = np.zeros(size, dtype=bool)
    differs[slots.compress(values != one.take(slots))] = True
    unlike = np.flatnonzero(differs.take(slots))
    slots, values = slots.take(unlike), values.take(unlike)
    held = np.bincount(slots, minlength=size)
    asked = differs[slot]
    found[asked] = _sorted_within(slots, values)[((held.cumsum() - held)[slot] + nth)[asked]]
    return found


def _sorted_within(slots: Rows, values: Integers) -> Integers:
    """`values` by slot, ascending in each, in one sort of integers that hold the slot above the value if both fit.

    `slots` is used up.
    """
    width = int(values.max(initial=0)).bit_length()
    if width + int(slots.max(initial=0)).bit_length() > 63:
        return values[np.lexsort((values, slots))]
    keys = slots
    keys <<= width
    keys |= values
    keys.sort()
    keys &= (1 << width) - 1
    return keys
