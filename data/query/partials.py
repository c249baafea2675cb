"""Answers of parts of a table that add up to those of the whole, whatever the parts and their order.

Sums add up as they are. A median is that of the values of all the parts: each part gives its distinct values by group
with how often each occurs, which is what published amounts take the least room as.
"""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.query.aggregation import Medians, Sums
from data.query.chosen import Chosen
from data.query.projects import Integers, Rows

Question = Sums | Medians


class Runs(NamedTuple):
    """Distinct values by group, ascending by group then by value, with how often each occurs."""

    groups: Rows
    values: Integers
    counts: Rows


Partial = Integers | Runs


def partial(question: Question, kept: Chosen) -> Partial:
    """What one part says of a question."""
    if isinstance(question, Sums):
        return question.totals(kept)
    groups, values, _ = question.known(kept)
    return _runs(groups, values, np.ones(len(groups), dtype=np.intp))


def merged(one: Sequence[Partial], other: Sequence[Partial]) -> list[Partial]:
    """What two parts say together of the same questions."""
    return [_both(first, second) for first, second in zip(one, other, strict=True)]


def difference(one: Partial, other: Partial) -> Partial:
    """What makes one of the other when both are merged."""
    if isinstance(other, Runs):
        return _both(one, other._replace(counts=-other.counts))
    return cast("Integers", one) - other


def answer(question: Question, whole: Partial, nobody: Chosen) -> pd.DataFrame | pd.Series:
    """The answer that the kernel gives of all the parts held at once. nobody: none of their projects, under their
    labels.
    """
    empty = question.of(nobody)
    if isinstance(empty, pd.DataFrame):
        return pd.DataFrame(whole, index=empty.index, columns=empty.columns)
    return pd.Series(_middles(cast("Runs", whole), len(empty)), index=empty.index, name=empty.name)


def _both(one: Partial, other: Partial) -> Partial:
    if isinstance(one, Runs) and isinstance(other, Runs):
        return _runs(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))
    return cast("Integers", one) + cast("Integers", other)


def _runs(groups: Rows, values: Integers, counts: Rows) -> Runs:
    order = np.lexsort((values, groups))
    groups, values, counts = (each.take(order) for each in (groups, values, counts))
    first = np.ones(len(groups), dtype=bool)
    first[1:] = (groups[1:] != groups[:-1]) | (values[1:] != values[:-1])
    begins = np.flatnonzero(first)
    added = np.add.reduceat(counts, begins) if len(begins) else counts
    return Runs(groups.take(begins), values.take(begins), added)


def _middles(runs: Runs, size: int) -> npt.NDArray[np.float64]:
    """(size,) median of each group, as `middles.middles` gives it."""
    held = np.zeros(size, dtype=np.intp)
    np.add.at(held, runs.groups, runs.counts)
    filled = np.flatnonzero(held)
    count, begin = held[filled], (held.cumsum() - held)[filled]
    upto = runs.counts.cumsum()
    middle = [runs.values[np.searchsorted(upto, begin + nth, side="right")] for nth in ((count - 1) // 2, count // 2)]
    found = np.full(size, np.nan)
    found[filled] = np.stack(middle).mean(axis=0)
    return found
