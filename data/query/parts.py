"""The projects of a table that an edition holds in parts, asked as if they were held at once.

The kernel works on each part; what it finds is merged (`partials`), here or on a cluster (`scheduler`). The labels of a
dimension are those of all the parts, so that a code means the same in each. The largest projects are chosen among the
largest few of each part; the parts that hold them, and no other, then say what leaving them out changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from heapq import nsmallest
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.editions.edition import Edition
from data.query import aggregation, partials, scheduler
from data.query.chosen import Chosen
from data.query.measures import ranking
from data.query.partials import Partial, Question
from data.query.projects import (
    CODED,
    COLUMNS,
    DESCRIBING,
    LARGEST_SUM,
    Projects,
    Rows,
    described,
    labels_of_all,
    overflow,
)
from data.query.selection import Selection
from data.words.levels import NATIONAL
from geo.errors import DataError

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

    def table(self, columns: Sequence[str]) -> pd.DataFrame:
        """Its rows."""
        where = None if self.source is None else ("source_id", self.source)
        return self.edition.part(self.path, columns, where, [each for each in CODED if each in columns])

    def projects(self) -> Projects:
        """Its projects under its own labels."""
        return _held(self.edition.id, self)[0]

    def identifiers(self) -> Sequence[str]:
        """Theirs, by row."""
        return _held(self.edition.id, self)[1]


@dataclass(frozen=True)
class Apart(Part):
    """One file of a table that is in no edition, placed in the geography of `edition`. path: where it is."""

    def table(self, columns: Sequence[str]) -> pd.DataFrame:
        """Its rows. Raises `DataError`."""
        coded = [each for each in CODED if each in columns]
        try:
            file = pq.ParquetFile(self.path, page_checksum_verification=True, read_dictionary=coded)
            found: pd.DataFrame = file.read(columns=list(columns)).to_pandas()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise DataError.single(self.path, "fichier absent ou abîmé", "refaire le dossier de la table") from error
        return found


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
    def apart(cls, edition: Edition, paths: Sequence[Path]) -> Self:
        """Those of a table that is in no edition. Raises `DataError`, as `of` does."""
        held = Edition(edition.id, edition.folder)
        return cls.over(tuple(Apart(held, str(path.resolve()), None) for path in paths))

    @classmethod
    def over(cls, parts: tuple[Part, ...]) -> Self:
        """These, which are at least one."""
        labels, totals = scheduler.gathered(_described, parts, _together)
        for name, total in totals.items():
            if total >= LARGEST_SUM:
                raise overflow(name)
        return cls(parts, parts[0].projects().take(_EMPTY).under(labels_of_all(labels)))

    def ask(self, selection: Selection, questions: Sequence[Question]) -> list[Any]:
        """The answers of all the questions of a page, in one pass over the parts: what the kernel gives, a table of
        `Sums`, a column of `Medians`.
        """
        labels = {name: dimension.labels for name, dimension in self.nobody.dimensions.items()}
        ways: dict[str, Any] = {"selection": selection, "labels": labels, "questions": tuple(questions)}
        merge = partial(_both, count=selection.without_top)
        found, largest = scheduler.gathered(partial(_answered, **ways), list(enumerate(self.parts)), merge)
        if largest:
            ranks, counts = np.unique([rank for _, rank in largest], return_counts=True)
            holders = [(self.parts[rank], count) for rank, count in zip(ranks.tolist(), counts.tolist(), strict=True)]
            change = scheduler.gathered(partial(_changed, **ways), holders, partials.merged)
            found = partials.merged(found, change)
        nobody = Chosen(self.nobody, _EMPTY, selection.phase)
        return [partials.answer(*pair, nobody) for pair in zip(questions, found, strict=True)]


@lru_cache(maxsize=_HELD)
def _held(_edition: str, part: Part) -> tuple[Projects, Sequence[str]]:
    table = part.table(COLUMNS)
    return Projects.from_tables(table, **_levels(part.edition.id, part.edition)), table["id_projet"].tolist()


@lru_cache(maxsize=1)
def _levels(_edition: str, edition: Edition) -> dict[str, pd.DataFrame]:
    return {table: edition.table(table) for table in dict.fromkeys(level.table for level in NATIONAL)}


def _described(part: Part) -> tuple[dict[str, list[Any]], dict[str, float]]:
    """The labels of each dimension of a part, and the sum of each of its amounts."""
    return described(part.table(DESCRIBING), **_levels(part.edition.id, part.edition))


def _together(
    one: tuple[dict[str, list[Any]], dict[str, float]], other: tuple[dict[str, list[Any]], dict[str, float]]
) -> tuple[dict[str, list[Any]], dict[str, float]]:
    labels = {name: list(dict.fromkeys([*own, *other[0][name]])) for name, own in one[0].items()}
    return labels, {key: total + other[1][key] for key, total in one[1].items()}


def _answered(
    ranked: tuple[int, Part], selection: Selection, labels: Labels, questions: Sequence[Question]
) -> tuple[list[Partial], Largest]:
    """What a part says of the questions with all of its projects, and the largest of these, if some are left out."""
    rank, part = ranked
    projects = part.projects().under(labels)
    kept = aggregation.chosen(projects, replace(selection, without_top=0))
    largest = _largest(projects, kept.rows, selection)
    identifiers, values = part.identifiers(), projects.amounts[ranking(selection.measure).key].values
    named = [((-int(values[row]), identifiers[row]), rank) for row in largest.tolist()]
    return [partials.partial(question, kept) for question in questions], named


def _largest(projects: Projects, selected: Rows, selection: Selection) -> Rows:
    mask = np.zeros(len(projects), dtype=bool)
    mask[selected] = True
    rows = projects.largest[ranking(selection.measure).key]
    return rows.compress(mask.take(rows))[: selection.without_top]


def _both(
    one: tuple[list[Partial], Largest], other: tuple[list[Partial], Largest], count: int
) -> tuple[list[Partial], Largest]:
    return partials.merged(one[0], other[0]), nsmallest(count, [*one[1], *other[1]])


def _changed(
    holder: tuple[Part, int], selection: Selection, labels: Labels, questions: Sequence[Question]
) -> list[Partial]:
    """What the answers of a part become when it leaves out so many of its largest: to be added to them."""
    part, count = holder
    projects = part.projects().under(labels)
    without, whole = (aggregation.chosen(projects, replace(selection, without_top=n)) for n in (count, 0))
    return [
        partials.difference(*(partials.partial(question, kept) for kept in (without, whole))) for question in questions
    ]
