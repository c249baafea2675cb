"""Classes of a choropleth: where to cut, on bounds that a reader can remember and that never misplace a value."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, log10
from typing import Final, Self

import jenkspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# More shades of one hue cannot be told apart on a map; and the next digits mean something else.
MAX_CLASSES: Final = 7
# Codes that are not a class, after those that are. All are one digit: a map sends one character per place.
NO_DATA: Final = MAX_CLASSES
FRAGILE: Final = NO_DATA + 1

QUANTILES: Final = "quantiles"
JENKS: Final = "jenks"
EQUAL: Final = "egales"
METHODS: Final[Mapping[str, str]] = {
    QUANTILES: "effectifs égaux (quantiles)",
    JENKS: "seuils naturels (Jenks)",
    EQUAL: "amplitudes égales",
}
CHOSEN: Final = "choisis"
DIVERGING: Final = "symetriques"
_LABELS: Final[Mapping[str, str]] = {
    **METHODS,
    CHOSEN: "seuils choisis",
    DIVERGING: "mêmes seuils de part et d'autre de zéro",
}
# Jenks costs the square of the number of values (7 s for 35 000): it is run on this many order statistics.
_JENKS_SAMPLE: Final = 250
_SMALLEST_STEP: Final = -15  # power of ten: a float64 has no digit below, of values about 1
# Share of a class of quantiles that a bound may pass over to be readable.
_QUANTILE_SLACK: Final = 0.2
_FEW: Final = 20  # values that fewer classes suit


@dataclass(frozen=True)
class Classes:
    """Classes of a set of values.

    bounds: ascending, one more than there are classes (none without a value): the least value, then the least value
    that each next class may hold, then the greatest value. Class `c` holds bounds[c] <= value < bounds[c + 1], and the
    last one its upper bound too. codes: uint8, a class, `NO_DATA` or `FRAGILE` per value, in their order.
    counts: how many values each class holds. label: the method, in French.
    """

    bounds: tuple[float, ...]
    codes: npt.NDArray[np.uint8]
    counts: tuple[int, ...]
    method: str

    @property
    def label(self) -> str:
        return _LABELS[self.method]

    def first(self, count: int, start: int = 0) -> Self:
        """The same classes of some values alone, so that several maps are read with one legend. start: of the first."""
        codes = self.codes[start : start + count]
        held = np.bincount(codes[codes < MAX_CLASSES], minlength=len(self.counts))
        return replace(self, codes=codes, counts=tuple(held.tolist()))


def classify(values: Floats, *, k: int | None = None, method: str = QUANTILES, fragile: Mask | None = None) -> Classes:
    """Cut values into at most `k` classes (2 to 7; chosen from the number of values if None).

    values: float64, NaN where there is no data. fragile: values that rest on too few projects, which neither enter a
    class nor move its bounds. Ties never straddle two classes; fewer distinct values than `k` make fewer classes.
    Quantiles are the default: amounts and rates of places are so skewed that natural or equal steps leave half of the
    map in one colour. Raises `ValueError` for an unknown method or a `k` out of range.

    >>> cut = classify(np.array([0, 0, 3, 12, 14, 980, np.nan]), k=3)
    >>> cut.bounds, cut.codes.tolist(), cut.counts
    ((0.0, 2.0, 14.0, 980.0), [0, 0, 1, 1, 2, 2, 7], (2, 2, 2))
    """
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}")
    if k is not None and not 2 <= k <= MAX_CLASSES:
        raise ValueError(f"2 to {MAX_CLASSES} classes, got {k}")
    weak = np.zeros(len(values), dtype=np.bool_) if fragile is None else fragile & np.isfinite(values)
    counted = np.isfinite(values) & ~weak
    codes = np.where(weak, FRAGILE, NO_DATA).astype(np.uint8)
    kept = np.sort(values[counted])
    if not kept.size:
        return Classes((), codes, (), method)
    return _classes(values, counted, codes, _cuts(kept, k or _class_count(kept.size), method), method)


def around_zero(values: Floats, *, fragile: Mask | None = None) -> Classes:
    """Cut values into as many classes below zero as from zero on, at the same distances on both sides.

    values, fragile: as `classify` takes them. A side that no value reaches keeps its classes, so that a class means the
    same distance whatever the values.

    >>> cut = around_zero(np.array([-4.0, -0.5, 0.2, 0.6, 2.0, 9.0]))
    >>> cut.bounds, cut.codes.tolist()
    ((-4.0, -2.0, 0.0, 2.0, 9.0), [0, 1, 2, 2, 3, 3])
    """
    weak = np.zeros(len(values), dtype=np.bool_) if fragile is None else fragile & np.isfinite(values)
    counted = np.isfinite(values) & ~weak
    codes = np.where(weak, FRAGILE, NO_DATA).astype(np.uint8)
    if not counted.any():
        return Classes((), codes, (), DIVERGING)
    distances = np.sort(np.abs(values[counted]))
    cuts = _cuts(distances, 2 if distances.size < _FEW else 3, QUANTILES)
    found = _classes(values, counted, codes, [*(-cut for cut in reversed(cuts)), 0.0, *cuts], DIVERGING)
    least, *inner, most = found.bounds
    return replace(found, bounds=(min(least, inner[0]), *inner, max(most, inner[-1])))


def cut_at(values: Floats, bounds: Sequence[float]) -> Classes:
    """Cut values at chosen inner bounds, ascending, so that one of them can be read on the map.

    A bound that no value is under, or none reaches, makes no class. values: float64, NaN where there is no data.

    >>> cut_at(np.array([0.4, 1.0, 2.5]), [1, 2, 50]).codes.tolist()
    [0, 1, 2]
    """
    counted = np.isfinite(values)
    codes = np.full(len(values), NO_DATA, dtype=np.uint8)
    if not counted.any():
        return Classes((), codes, (), CHOSEN)
    least, most = values[counted].min(), values[counted].max()
    return _classes(values, counted, codes, [float(bound) for bound in bounds if least < bound <= most], CHOSEN)


def ranked(ranks: Floats, k: int, *, fragile: Mask) -> Classes:
    """`k` classes that are given, each of one rank, 0 to k - 1, whether or not it holds any place.

    ranks: float64, NaN where there is no data. fragile: places that are in no one class, whatever their rank.
    """
    counted = np.isfinite(ranks) & ~fragile
    codes = np.where(fragile, FRAGILE, NO_DATA).astype(np.uint8)
    codes[counted] = ranks[counted].astype(np.uint8)
    counts = np.bincount(codes[counted], minlength=k)
    return Classes((*map(float, range(k)), float(k - 1)), codes, tuple(int(n) for n in counts), CHOSEN)


def _classes(
    values: Floats, counted: Mask, codes: npt.NDArray[np.uint8], cuts: Sequence[float], method: str
) -> Classes:
    codes[counted] = np.searchsorted(cuts, values[counted], side="right")
    counts = np.bincount(codes[counted], minlength=len(cuts) + 1)
    bounds = (float(values[counted].min()), *cuts, float(values[counted].max()))
    return Classes(bounds, codes, tuple(int(n) for n in counts), method)


def _class_count(size: int) -> int:
    """Few classes for few places: at least four places per class or so."""
    return 4 if size < _FEW else 5 if size < 60 else 6


def _cuts(ordered: Floats, k: int, method: str) -> list[float]:
    """The inner bounds, ascending."""
    distinct, places = np.unique(ordered, return_index=True)
    if distinct.size <= k:
        return [_readable(low, high) for low, high in pairwise(distinct.tolist())]
    if method == EQUAL:
        return _equal_cuts(distinct, k)
    last = np.unique(np.searchsorted(distinct, _upper_bounds(ordered, k, method), side="right"))
    last = last[(last > 0) & (last < distinct.size)]
    # Equal numbers are approximate anyway: a bound may pass over a few values to be a rounder number.
    slack = ordered.size / k * _QUANTILE_SLACK if method == QUANTILES else 0.0
    return sorted({_roundest(distinct, places, int(n), slack) for n in last})


def _roundest(distinct: Floats, places: npt.NDArray[np.intp], position: int, slack: float) -> float:
    """The bound with the fewest digits among the gaps within `slack` values of the one before `position`."""
    near = [n for n in range(1, distinct.size) if abs(int(places[n]) - int(places[position])) <= slack]
    bounds = {_readable(float(distinct[n - 1]), float(distinct[n])): abs(n - position) for n in near}
    return min(bounds, key=lambda bound: (_digits(bound), bounds[bound]))


def _digits(number: float) -> int:
    """How many digits a number has, but for its leading and trailing zeros.

    >>> [_digits(number) for number in (1200.0, 0.05, 13.7)]
    [2, 1, 3]
    """
    mantissa = f"{number:.15e}".split("e")[0]
    return len(mantissa.replace(".", "").replace("-", "").strip("0"))


def _upper_bounds(ordered: Floats, k: int, method: str) -> Floats:
    """Greatest value of each class."""
    if method == QUANTILES:
        least = int(np.searchsorted(ordered, ordered[0], side="right"))
        # Many places at zero are a class of their own; quantiles of all would leave the others one or two classes.
        alone = 1 if k > 2 and least * k > ordered.size else 0
        others = np.quantile(ordered[least * alone :], np.arange(1, k - alone + 1) / (k - alone))
        return np.concatenate([ordered[:alone], others])
    if ordered.size > _JENKS_SAMPLE:
        ordered = ordered[np.linspace(0, ordered.size - 1, _JENKS_SAMPLE).round().astype(np.intp)]
    k = min(k, np.unique(ordered).size)
    return np.asarray(jenkspy.jenks_breaks(ordered, n_classes=k)[1:], dtype=np.float64)


def _equal_cuts(distinct: Floats, k: int) -> list[float]:
    """Steps of one round amplitude: rounding a bound inside its gap would make the amplitudes unequal."""
    low, high = float(distinct[0]), float(distinct[-1])
    step = _round_step(_round_step((high - low), (1.0, 2.0, 5.0)) / (k - 1), (1.5, 3.0, 7.0))
    bins = np.arange(floor(low / step) + 1, ceil(high / step)) * step
    inside = bins[(bins > low) & (bins <= high)]
    return [float(f"{bound:.12g}") for bound in inside] if inside.size < MAX_CLASSES else _equal_cuts(distinct, k - 1)


def _round_step(amplitude: float, below: tuple[float, float, float]) -> float:
    """1, 2, 5 or 10 times a power of ten, as the first digits of an amplitude are below these bounds (P. Heckbert)."""
    power = 10.0 ** floor(log10(amplitude))
    return float((1, 2, 5, 10)[bisect_left(below, amplitude / power)]) * power


def _readable(low: float, high: float) -> float:
    """The number with the fewest digits in ]low, high]; `high` itself when floating point leaves no other.

    >>> _readable(12, 980), _readable(12.31, 12.39), _readable(-3, 4)
    (500.0, 12.35, 0.0)
    """
    if low < 0 <= high:
        return 0.0
    largest = max(abs(low), abs(high))
    for exponent in range(ceil(log10(largest)), max(_SMALLEST_STEP, floor(log10(largest)) - 15), -1):
        for tenths in (10, 5, 2, 1):
            step = tenths * 10.0 ** (exponent - 1)
            candidate = round(floor(high / step) * step, max(0, 1 - exponent))
            if low < candidate <= high:
                return candidate
    return high
