"""Filter and aggregate: from a `Selection` to exact integer sums with their coverage.

Each filter is a look-up per code, and the look-ups make one mask. Then one count and one sum per amount, by group and
by what is known of a project, give every column. No float enters a sum and no order matters: totals of the parts of a
partition add up to those of the whole (but for `without_top`, which needs the whole to know what is largest).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from itertools import chain, combinations
from math import prod
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.query.chosen import Chosen
from data.query.filters import FILTERS
from data.query.masks import holds_text, masks, without_largest
from data.query.measures import MEASURES, Measure
from data.query.middles import middles
from data.query.projects import (
    AIDE_COMPTEE,
    ENSEMBLE,
    KNOWN,
    NONE,
    PETITE_COMMUNE,
    PROFILES,
    TAILLE_CONNUE,
    Dimension,
    Flags,
    Integers,
    Projects,
    Rows,
)
from data.query.selection import Selection
from data.words.levels import ADMINISTRATIVE, TITLES
from data.words.quantities import INVESTISSEMENT, QUANTITIES, Quantity, together

DIMENSIONS: Final = (
    *TITLES,
    *(name for name, each in FILTERS.items() if each.column and name not in TITLES),
    "densites",
)
FACETS: Final = tuple(name for name in FILTERS if name in DIMENSIONS)


def _of_quantity(quantity: Quantity) -> Iterator[tuple[str, tuple[str, int]]]:
    yield quantity.column, (quantity.key, 0)
    yield quantity.known, ("projets", KNOWN[quantity.key])


def _of_ratio(measure: Measure) -> Iterator[tuple[str, tuple[str, int]]]:
    """Of a ratio of two quantities: both, over the projects that have both, their aid not of a kind apart."""
    if measure.compared is not None and measure.divisor is not None:
        over, under = measure.compared
        both = KNOWN[over.key] | KNOWN[under.key] | AIDE_COMPTEE
        yield measure.numerator, (over.key, both)
        yield measure.divisor, (under.key, both)
        yield measure.known, ("projets", both)


def _of_pair(pair: tuple[Quantity, Quantity]) -> tuple[str, tuple[str, int]]:
    """How many projects have both of two quantities."""
    first, second = pair
    return together(first, second), ("projets", KNOWN[first.key] | KNOWN[second.key])


# A commune of no known size is in no share of small communes: it would count as a large one.
_SIZED, _SMALL, _INVESTED = TAILLE_CONNUE, PETITE_COMMUNE, KNOWN[INVESTISSEMENT.key]
# Column -> (what is added up: projects or a quantity, bits that a project must have to enter).
COLUMNS: Mapping[str, tuple[str, int]] = {
    "projets": ("projets", 0),
    **dict(chain.from_iterable(map(_of_quantity, QUANTITIES.values()))),
    **dict(chain.from_iterable(map(_of_ratio, MEASURES.values()))),
    **dict(map(_of_pair, combinations(QUANTITIES.values(), 2))),
    "tailles_connues": ("projets", _SIZED),
    "tailles_investissement_centimes": (INVESTISSEMENT.key, _SIZED),
    "petites": ("projets", _SMALL),
    "petites_investissement_centimes": (INVESTISSEMENT.key, _SMALL),
    "petites_investissement_connus": ("projets", _SMALL | _INVESTED),
}
# Column -> 1 for each profile that enters it, 0 for the others: (PROFILES,).
_ENTERING: Mapping[str, Integers] = {
    column: (np.arange(PROFILES) & bits == bits).astype(np.int64) for column, (_, bits) in COLUMNS.items()
}
By = str | tuple[str, str] | None


class Loosening(NamedTuple):
    """`selection.without(dimension, value)` would leave `n` projects.

    `value` is None: a list is loosened whole, as taking one value out of it can only narrow it.
    """

    dimension: str
    value: None
    n: int


class Sums(NamedTuple):
    """A question: one row per value of `by`, one int64 column for each of `columns`.

    by: one of `DIMENSIONS`, a pair of them (the rows are then all the pairs), or None for the grand total in one row.
    Every value of a dimension has a row, selected or not, and projects without one are under NONE, so that rows add up
    to the grand total. Naming fewer `columns` saves the sums of the amounts that none of them needs.
    """

    by: By = None
    columns: tuple[str, ...] = tuple(COLUMNS)

    def of(self, kept: Chosen) -> pd.DataFrame:
        """Its answer."""
        index = _index(_dimensions(kept, self.by), self.by)
        return pd.DataFrame(self.totals(kept), index=index, columns=_header(self.columns), copy=False)

    def totals(self, kept: Chosen) -> Integers:
        """The figures of its answer."""
        dimensions = _dimensions(kept, self.by)
        groups = _groups(kept, dimensions)
        totals = np.zeros((_size(dimensions), len(self.columns)), dtype=np.int64)
        present: Rows | slice = slice(None)
        if len(totals) * _profiles(self.columns) > len(groups):  # most groups may be empty: skip those
            filled = np.bincount(groups, minlength=len(totals)) > 0
            present = np.flatnonzero(filled)
            groups = (filled.cumsum() - 1).take(groups)
        totals[present] = _totals(kept, groups, len(totals[present]), self.columns)
        return totals


class Medians(NamedTuple):
    """A question: the median known amount per value of `by`, float64 in cents (or jobs), NaN without any.

    An even number of amounts gives the mean of the middle two. Same `by` and index as `Sums`.
    """

    by: By = None
    quantity: str = INVESTISSEMENT.key

    def of(self, kept: Chosen) -> pd.Series:
        """Its answer."""
        dimensions = _dimensions(kept, self.by)
        groups, values, strata = self.known(kept)
        found = middles(groups, _size(dimensions), values, strata)
        return pd.Series(found, index=_index(dimensions, self.by), name=self.quantity, copy=False)

    def known(self, kept: Chosen) -> tuple[Rows, Integers, npt.NDArray[np.uint8]]:
        """The group, the value and the stratum of each known amount."""
        groups, values = _groups(kept, _dimensions(kept, self.by)), kept.values(self.quantity)
        known, strata = kept.known(self.quantity), kept.strata(self.quantity)
        if known.all():
            return groups, values, strata
        return groups.compress(known), values.compress(known), strata.compress(known)


def matching(projects: Projects, selection: Selection) -> Rows:
    """Positions of the selected projects, ascending."""
    passed = masks(projects, selection, but="texte").values()
    # Positions from here on: a column is gathered once for all the questions, and few rows are left of most filters.
    rows = np.flatnonzero(reduce(np.logical_and, passed)) if passed else np.arange(len(projects))
    if selection.text:  # where the other filters left something: it costs the most by far
        rows = rows.compress(holds_text(projects, selection, rows))
    if selection.without_top:  # last: the largest are those of what the other filters leave
        mask = np.zeros(len(projects), dtype=bool)
        mask[rows] = True
        rows = np.flatnonzero(without_largest(projects, mask, selection))
    return rows


def aggregate(
    projects: Projects,
    selection: Selection,
    by: By = None,
    rows: Rows | None = None,
    columns: Sequence[str] = tuple(COLUMNS),
) -> pd.DataFrame:
    """Sums of the selected projects, as `Sums` describes them. `rows`, when known from `matching`, saves the filtering.

    KeyError for an unknown dimension or column.
    """
    return Sums(by, tuple(columns)).of(chosen(projects, selection, rows))


def medians(
    projects: Projects,
    selection: Selection,
    by: By = None,
    of: str = INVESTISSEMENT.key,
    rows: Rows | None = None,
) -> pd.Series:
    """Medians of the selected projects, as `Medians` describes them. Same `by`, index and `rows` as `aggregate`."""
    return Medians(by, of).of(chosen(projects, selection, rows))


def chosen(projects: Projects, selection: Selection, rows: Rows | None = None) -> Chosen:
    """The selected projects, for several `Sums` and `Medians` of the same ones. rows: if known from `matching`."""
    return Chosen(projects, matching(projects, selection) if rows is None else rows, selection.phase)


def unplaced(projects: Projects, selection: Selection, rows: Rows | None = None) -> int:
    """How many of the selected projects are nowhere: in no known commune, nor in a place above communes. Fewer than
    those without a size class: a plant over communes of several sizes is in them all, and in no class.
    """
    rows = matching(projects, selection) if rows is None else rows
    lost = np.ones(len(rows), dtype=np.bool_)
    for name in ("communes", *(level.key for level in ADMINISTRATIVE)):
        dimension = projects.dimension(name, selection.phase)
        lost &= np.asarray(dimension.labels == NONE)[dimension.codes[rows]]
    return int(lost.sum())


def facets(projects: Projects, selection: Selection) -> dict[str, pd.Series]:
    """Number of projects beside each value of each of `FACETS`, with every filter applied but the facet's own."""
    passed = masks(projects, selection)
    # A project enters a facet when it fails no filter but the facet's own, so one count of failures serves them all.
    failures = np.zeros(len(projects), dtype=np.uint8)
    for mask in passed.values():
        failures += ~mask

    def rows(own: Flags | None) -> Rows:
        kept = failures == (0 if own is None else ~own)
        return np.flatnonzero(without_largest(projects, kept, selection))

    selected = rows(None)
    counts = {}
    for name in FACETS:
        entering = rows(passed[name]) if name in passed else selected
        dimension = projects.dimension(name, selection.phase)
        found = np.bincount(dimension.codes[entering], minlength=len(dimension))
        counts[name] = pd.Series(found, index=dimension.labels, name="projets")
    return counts


def loosening(projects: Projects, selection: Selection) -> list[Loosening]:
    """The filters whose removal alone would leave projects, the most generous first, ties in the order of the bar."""
    options = [
        Loosening(dimension, None, len(matching(projects, selection.without(dimension))))
        for dimension in selection.active()
    ]
    return sorted((option for option in options if option.n), key=lambda option: -option.n)


def _dimensions(kept: Chosen, by: By) -> list[tuple[str, Dimension]]:
    names = (by or ENSEMBLE,) if by is None or isinstance(by, str) else by
    return [(name, kept.projects.dimension(name, kept.phase)) for name in names]


def _size(dimensions: Sequence[tuple[str, Dimension]]) -> int:
    return prod(len(dimension) for _, dimension in dimensions)


def _groups(kept: Chosen, dimensions: Sequence[tuple[str, Dimension]]) -> Rows:
    """Rank of each project's values among all their combinations, the last dimension running fastest; a new array."""
    (first, _), *others = dimensions
    groups = kept.codes(first).astype(np.intp)  # codes are of one or two bytes: their products would wrap round
    for name, dimension in others:
        groups *= len(dimension)
        groups += kept.codes(name)
    return groups


def _index(dimensions: Sequence[tuple[str, Dimension]], by: By) -> pd.Index:
    if not isinstance(by, tuple):
        return dimensions[0][1].labels
    # Not `from_product`, which spends a millisecond on finding again that the labels are distinct.
    levels: Any = [dimension.labels for _, dimension in dimensions]
    codes: Any = np.unravel_index(np.arange(_size(dimensions)), [len(level) for level in levels])
    return pd.MultiIndex(levels=levels, codes=codes, names=by, verify_integrity=False)


@cache
def _header(columns: tuple[str, ...]) -> pd.Index:
    return pd.Index(columns)


def _totals(kept: Chosen, groups: Rows, size: int, columns: Sequence[str]) -> Integers:
    """(size, columns) sums by group, exact: all is int64, and `Projects` refuses amounts that could overflow it.

    `groups` is used up: on a million rows, a new array costs as much as the sum that it serves.
    """
    slots, profiles = groups, _profiles(columns)
    if profiles > 1:
        slots *= PROFILES
        slots += kept.profiles()
    sums = {
        added: _sums(slots, None if added == "projets" else kept.values(added), size * profiles)
        for added in {COLUMNS[column][0] for column in columns}
    }
    totals = np.empty((size, len(columns)), dtype=np.int64)
    for place, column in enumerate(columns):
        by_profile = sums[COLUMNS[column][0]].reshape(size, profiles)
        totals[:, place] = by_profile @ _ENTERING[column] if profiles > 1 else by_profile[:, 0]
    return totals


def _profiles(columns: Sequence[str]) -> int:
    """In how many profiles projects are told apart: one when every project enters each of the columns."""
    return PROFILES if any(COLUMNS[column][1] for column in columns) else 1


def _sums(slots: Rows, values: Integers | None, size: int) -> Integers:
    """Of `values` by slot, or counts."""
    if values is None:
        return np.bincount(slots, minlength=size)
    # `bincount` with weights would add float64, exact below 2**53 only, and take longer (numpy 2.4).
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, slots, values)
    return sums
