"""Filter and aggregate: from a `Selection` to exact integer sums with their coverage.

Each filter is a look-up per code, and the look-ups make one mask. Then one count and one sum per amount, by group and
by what is known of a project, give every column. No float enters a sum and no order matters: totals of the parts of a
partition add up to those of the whole (but for `without_top`, which needs the whole to know what is largest).
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from data.masks import masks, without_largest
from data.projects import (
    AIDE_CONNUE,
    EMPLOIS_CONNUS,
    ENSEMBLE,
    INVESTISSEMENT_CONNU,
    PETITE_COMMUNE,
    PROFILES,
    TAILLE_CONNUE,
    Dimension,
    Integers,
    Projects,
    Rows,
)
from data.selection import FILTERS, Selection

DIMENSIONS: Final = (
    "territoires",
    "epci",
    "departements",
    "regions",
    "communes",
    "filieres",
    "programmes",
    "annees",
    "statuts",
    "tailles",
    "types_epci",
    "label",
    "precisions",
)
FACETS: Final = tuple(name for name in FILTERS if name in DIMENSIONS)

# Column -> (what is added up: projects or an amount, bits that a project must have to enter).
COLUMNS: Mapping[str, tuple[str, int]] = {
    "projets": ("projets", 0),
    "investissement_centimes": ("investissement", 0),
    "investissement_connus": ("projets", INVESTISSEMENT_CONNU),
    "aide_centimes": ("aide", 0),
    "aide_connus": ("projets", AIDE_CONNUE),
    "emplois": ("emplois", 0),
    "emplois_connus": ("projets", EMPLOIS_CONNUS),
    "levier_investissement_centimes": ("investissement", INVESTISSEMENT_CONNU | AIDE_CONNUE),
    "levier_aide_centimes": ("aide", INVESTISSEMENT_CONNU | AIDE_CONNUE),
    "levier_connus": ("projets", INVESTISSEMENT_CONNU | AIDE_CONNUE),
    "ratio_emplois": ("emplois", EMPLOIS_CONNUS | AIDE_CONNUE),
    "ratio_aide_centimes": ("aide", EMPLOIS_CONNUS | AIDE_CONNUE),
    "ratio_connus": ("projets", EMPLOIS_CONNUS | AIDE_CONNUE),
    "tailles_connues": ("projets", TAILLE_CONNUE),
    "tailles_investissement_centimes": ("investissement", TAILLE_CONNUE),
    "petites": ("projets", PETITE_COMMUNE),
    "petites_investissement_centimes": ("investissement", PETITE_COMMUNE),
    "petites_investissement_connus": ("projets", PETITE_COMMUNE | INVESTISSEMENT_CONNU),
}
# Amount -> (places of its columns, whether each profile enters each of them): (PROFILES, k) ones and zeros.
_PLAN: Mapping[str, tuple[list[int], Integers]] = {
    source: (
        [place for place, (added, _) in enumerate(COLUMNS.values()) if added == source],
        np.array(
            [[(p & bits) == bits for added, bits in COLUMNS.values() if added == source] for p in range(PROFILES)],
            dtype=np.int64,
        ),
    )
    for source in ("projets", "investissement", "aide", "emplois")
}
_COLUMN_INDEX = pd.Index(COLUMNS)
By = str | tuple[str, str] | None
Amount = Literal["investissement", "aide", "emplois"]


class Loosening(NamedTuple):
    """`selection.without(dimension, value)` would leave `n` projects."""

    dimension: str
    value: str | None
    n: int


def matching(projects: Projects, selection: Selection) -> Rows:
    """Positions of the selected projects, ascending."""
    mask = np.ones(len(projects), dtype=bool)
    for passed in masks(projects, selection).values():
        mask &= passed
    return np.flatnonzero(without_largest(projects, mask, selection.without_top))


def aggregate(projects: Projects, selection: Selection, by: By = None, rows: Rows | None = None) -> pd.DataFrame:
    """Sums of the selected projects, one row per value of `by`; the columns are those of `COLUMNS`, in int64.

    by: one of `DIMENSIONS`, a pair of them (the rows are then all the pairs), or None for the grand total in one row.
    Every value of a dimension has a row, selected or not, and projects without one are under NONE, so that rows add up
    to the grand total. `rows`, when known from `matching`, saves the filtering. KeyError for another dimension.
    """
    rows = matching(projects, selection) if rows is None else rows
    kept = slice(None) if len(rows) == len(projects) else rows  # a slice copies nothing
    dimensions = _dimensions(projects, selection, by)
    groups = _groups(dimensions, kept)
    totals = np.zeros((_size(dimensions), len(COLUMNS)), dtype=np.int64)
    if len(totals) > len(groups):  # most are empty, as for communes by filière: add up the others only
        present, groups = np.unique(groups, return_inverse=True)
        totals[present] = _totals(projects, kept, groups, len(present))
    else:
        totals[:] = _totals(projects, kept, groups, len(totals))
    return pd.DataFrame(totals, index=_index(dimensions, by), columns=_COLUMN_INDEX)


def medians(
    projects: Projects,
    selection: Selection,
    by: By = None,
    of: Amount = "investissement",
    rows: Rows | None = None,
) -> pd.Series:
    """Median known amount of the selected projects per value of `by`: float64 in cents (or jobs), NaN without any.

    An even number of amounts gives the mean of the middle two. Same `by`, index and `rows` as `aggregate`.
    """
    rows = matching(projects, selection) if rows is None else rows
    amounts = projects.amounts[of]
    rows = rows[amounts.known[rows]]
    dimensions = _dimensions(projects, selection, by)
    groups = _groups(dimensions, rows)
    values = _sorted_within(groups, amounts.values[rows])
    counts = np.bincount(groups, minlength=_size(dimensions))
    starts = (counts.cumsum() - counts)[counts > 0]
    filled = counts[counts > 0]
    result = np.full(len(counts), np.nan)
    result[counts > 0] = (values[starts + (filled - 1) // 2] + values[starts + filled // 2]) / 2
    return pd.Series(result, index=_index(dimensions, by), name=of)


def facets(projects: Projects, selection: Selection) -> dict[str, pd.Series]:
    """Number of projects beside each value of each of `FACETS`, with every filter applied but the facet's own."""
    passed = masks(projects, selection)
    # A project enters a facet when it fails no filter but the facet's own, so one count of failures serves them all.
    failures = np.zeros(len(projects), dtype=np.uint8)
    for mask in passed.values():
        failures += ~mask
    selected = without_largest(projects, failures == 0, selection.without_top)
    counts = {}
    for name in FACETS:
        kept = selected
        if name in passed:
            kept = without_largest(projects, failures == ~passed[name], selection.without_top)
        dimension = projects.dimension(name, selection.phase)
        found = np.bincount(dimension.codes[kept], minlength=len(dimension))
        counts[name] = pd.Series(found, index=dimension.labels.rename(name), name="projets")
    return counts


def loosening(projects: Projects, selection: Selection) -> list[Loosening]:
    """The filters whose removal alone would leave projects, the most generous first, ties in the order of the bar."""
    options = [
        Loosening(dimension, None, len(matching(projects, selection.without(dimension))))
        for dimension in selection.active()
    ]
    return sorted((option for option in options if option.n), key=lambda option: -option.n)


def _dimensions(projects: Projects, selection: Selection, by: By) -> list[Dimension]:
    names = (by or ENSEMBLE,) if by is None or isinstance(by, str) else by
    return [projects.dimension(name, selection.phase) for name in names]


def _size(dimensions: Sequence[Dimension]) -> int:
    return prod(map(len, dimensions))


def _groups(dimensions: Sequence[Dimension], rows: Rows | slice) -> Rows:
    """Rank of each project's values among all their combinations, the last dimension running fastest; a new array."""
    first, *others = dimensions
    groups = first.codes[rows].astype(np.intp)
    for dimension in others:
        groups *= len(dimension)
        groups += dimension.codes[rows]
    return groups


def _index(dimensions: Sequence[Dimension], by: By) -> pd.Index:
    if isinstance(by, tuple):
        return pd.MultiIndex.from_product([d.labels for d in dimensions], names=by)
    return dimensions[0].labels.rename(by or ENSEMBLE)


def _totals(projects: Projects, rows: Rows | slice, groups: Rows, size: int) -> Integers:
    """(size, columns) sums by group, exact: all is int64, and `Projects` refuses amounts that could overflow it."""
    slots = groups * PROFILES
    slots += projects.profiles[rows]
    totals = np.empty((size, len(COLUMNS)), dtype=np.int64)
    for source, (places, members) in _PLAN.items():
        if source == "projets":
            sums = np.bincount(slots, minlength=size * PROFILES)
        else:
            # `bincount` with weights would add float64, exact below 2**53 only, and take twice the time (numpy 2.4).
            sums = np.zeros(size * PROFILES, dtype=np.int64)
            np.add.at(sums, slots, projects.amounts[source].values[rows])
        totals[:, places] = sums.reshape(size, PROFILES) @ members
    return totals


def _sorted_within(groups: Rows, values: Integers) -> Integers:
    """`values` by group, ascending in each, in one sort of integers that hold the group above the value if both fit."""
    width = int(values.max(initial=0)).bit_length()
    if width + int(groups.max(initial=0)).bit_length() > 63:
        return values[np.lexsort((values, groups))]
    keys = (groups << width) | values
    keys.sort()
    return keys & ((1 << width) - 1)
