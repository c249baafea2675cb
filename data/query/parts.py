"""The projects of a table that an edition holds in parts, asked as if they were held at once.

The kernel works on each part; what it finds is merged (`partials`), here or on a cluster (`scheduler`). The labels of a
dimension are those of all the parts, so that a code means the same in each. The largest projects are chosen among the
largest few of each part, and each part then leaves out its own of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from heapq import nsmallest
from typing import Any, Self

import numpy as np
import pandas as pd

from data.editions.edition import Edition
from data.query import aggregation, partials, scheduler
from data.query.chosen import Chosen
from data.query.measures import ranking
from data.query.partials import Partial, Question
from data.query.projects import COLUMNS, LARGEST_SUM, Projects, labels_of_all, overflow
from data.query.selection import Selection
from data.words.levels import NATIONAL

_HELD = 16  # parts that a process keeps: of 16 MB of text each, some 10 MB as columns
_EMPTY = np.empty(0, dtype=np.intp)
Labels = Mapping[str, pd.Index]
Ranked = tuple[int, str]  # the amount of a project, negative, and its identifier: the largest come first
Largest = list[tuple[Ranked, int]]  # with the rank of its part


@dataclass(frozen=True)
class Part:
    """One file of a table. source: the source whose rows count, every one when None."""

    edition: Edition
    path: str
    source: str | None

    def projects(self) -> Projects:
        """Its projects under its own labels."""
        return _held(self.edition.id, self)[0]

    def identifiers(self) -> Sequence[str]:
        """Theirs, by row."""
        return _held(self.edition.id, self)[1]


@dataclass(frozen=True)
class Parts:
    """parts: that have projects; nobody: none of them, under the labels of all."""

    parts: tuple[Part, ...]
    nobody: Projects

    @classmethod
    def of(cls, edition: Edition, table: str, source: str | None = None) -> Self:
        """Those of a table. Raises `DataError` when the sum of its amounts cannot be exact."""
        apart = Edition(edition.id, edition.folder)  # without what was read of it: it travels
        return cls.over(tuple(Part(apart, path, source) for path in edition.parts(table)))

    @classmethod
    def over(cls, parts: tuple[Part, ...]) -> Self:
        """These, which are at least one."""
        labels, totals = scheduler.gathered(_described, parts, _together)
        for name, total in totals.items():
            if total >= LARGEST_SUM:
                raise overflow(name)
        return cls(parts, parts[0].projects().take(_EMPTY).under(labels_of_all(labels)))

    def ask(self, selection: Selection, questions: Sequence[Question]) -> list[Any]:
        """The answers of all the questions of a page, in one pass over the parts, two when the largest are left out:
        what the kernel gives, a table of `Sums`, a column of `Medians`.
        """
        labels = {name: dimension.labels for name, dimension in self.nobody.dimensions.items()}
        without = self._without(selection, labels)
        asked = [(part, replace(selection, without_top=without.get(rank, 0))) for rank, part in enumerate(self.parts)]
        work = partial(_answered, labels=labels, questions=tuple(questions))
        found: list[Partial] = scheduler.gathered(work, asked, partials.merged)
        nobody = Chosen(self.nobody, _EMPTY, selection.phase)
        return [partials.answer(*pair, nobody) for pair in zip(questions, found, strict=True)]

    def _without(self, selection: Selection, labels: Labels) -> dict[int, int]:
        """How many of the largest projects each part leaves out, by its rank."""
        if not selection.without_top:
            return {}
        work = partial(_largest, selection=selection, labels=labels)
        first = partial(_first, count=selection.without_top)
        found: Largest = scheduler.gathered(work, list(enumerate(self.parts)), first)
        ranks, counts = np.unique([rank for _, rank in found], return_counts=True)
        return dict(zip(ranks.tolist(), counts.tolist(), strict=True))


@lru_cache(maxsize=_HELD)
def _held(_edition: str, part: Part) -> tuple[Projects, Sequence[str]]:
    table = part.edition.part(part.path, COLUMNS)
    if part.source is not None:
        table = table[table["source_id"] == part.source].reset_index(drop=True)
    return Projects.from_tables(table, **_levels(part.edition.id, part.edition)), table["id_projet"].tolist()


@lru_cache(maxsize=1)
def _levels(_edition: str, edition: Edition) -> dict[str, pd.DataFrame]:
    return {table: edition.table(table) for table in dict.fromkeys(level.table for level in NATIONAL)}


def _described(part: Part) -> tuple[dict[str, list[Any]], dict[str, float]]:
    """The labels of each dimension of a part, and the sum of each of its amounts."""
    projects = part.projects()
    labels = {name: dimension.labels.tolist() for name, dimension in projects.dimensions.items()}
    return labels, {key: float(each.values.sum(dtype=np.float64)) for key, each in projects.amounts.items()}


def _together(
    one: tuple[dict[str, list[Any]], dict[str, float]], other: tuple[dict[str, list[Any]], dict[str, float]]
) -> tuple[dict[str, list[Any]], dict[str, float]]:
    labels = {name: list(dict.fromkeys([*own, *other[0][name]])) for name, own in one[0].items()}
    return labels, {key: total + other[1][key] for key, total in one[1].items()}


def _answered(asked: tuple[Part, Selection], labels: Labels, questions: Sequence[Question]) -> list[Partial]:
    part, selection = asked
    kept = aggregation.chosen(part.projects().under(labels), selection)
    return [partials.partial(question, kept) for question in questions]


def _largest(ranked: tuple[int, Part], selection: Selection, labels: Labels) -> Largest:
    rank, part = ranked
    projects, identifiers = part.projects().under(labels), part.identifiers()
    key = ranking(selection.measure).key
    mask = np.zeros(len(projects), dtype=bool)
    mask[aggregation.matching(projects, replace(selection, without_top=0))] = True
    rows = projects.largest[key]
    rows = rows.compress(mask.take(rows))[: selection.without_top]
    values = projects.amounts[key].values
    return [((-int(values[row]), identifiers[row]), rank) for row in rows.tolist()]


def _first(one: Largest, other: Largest, count: int) -> Largest:
    return nsmallest(count, [*one, *other])
