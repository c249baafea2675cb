"""A visitor's table checked some rows at a time, as it is checked whole.

What all its rows tell is learnt first, in three passes: what its columns look like (`Look`), how its amounts are
written, then where its rows end and which codes and amounts they have (`learn`). A last one checks each part
(`checks`). What is held does not grow with the rows, but for 16 bytes per distinct amount and per named project.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import pandas as pd

from data.cells.amounts import Numbers, Signs, Style
from data.own import asides, join, prepared, proposals, report
from data.own.asides import NOTE, Scan
from data.own.doubtful import CODE_OR_POSTCODE, Tally
from data.own.doubts import Firsts, Median
from data.own.ground import Ground
from data.own.headers import Money
from data.own.proposals import Proposal
from data.own.report import Choices
from data.own.verdicts import Question
from geo.errors import DataError, Problem

# Passes over the rows of a table, from the first one, as often as it is called: as `reading.read_table` gives them.
Parts = Callable[[], Iterator[pd.DataFrame]]
_CHOOSE: Final = "répondre sur la page « Mes données » avec un extrait de la table, et donner ses réglages à --reglages"


class Look:
    """What the columns of a table look like, from one part to the next."""

    def __init__(self) -> None:
        self.lines = 0
        self.apart: dict[str, Money] = {}  # columns of money that counts nowhere
        self._first: dict[str, pd.Series] = {}
        self._samples: dict[str, pd.Series] = {}
        self._head: list[pd.DataFrame] = []

    def add(self, frame: pd.DataFrame) -> None:
        """Look at the next part."""
        self._first = prepared.first_cells(frame, self._first)
        # A column of points may prove to be none: it is one at the end only if it was since its first cell.
        self._samples = proposals.sampled(prepared.split(frame, self.points), self._samples)
        self._head.append(frame.iloc[: max(0, proposals.SAMPLE - self.lines)])
        self.apart |= proposals.set_apart(frame)
        self.lines += len(frame)

    @property
    def points(self) -> tuple[str, ...]:
        """The columns of points."""
        return prepared.of_points(self._first)

    def columns(self, void: Sequence[str] = ()) -> list[str]:
        """Those of the table once it is prepared, without the void ones."""
        return [column for column in self._samples if column not in void]

    def proposed(self, ground: Ground, void: Sequence[str] = ()) -> dict[str, Proposal]:
        """What `proposals.propose` gives of the whole table."""
        samples = {column: self._samples[column] for column in self.columns(void)}
        head = prepared.split(pd.concat(self._head), self.points)
        return proposals.of_samples(samples, head[list(samples)], ground)


@dataclass
class _Seen:
    """What rows tell of their table: its signs, its codes, its amounts, by column."""

    signs: dict[str, Signs] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)

    def add(self, frame: pd.DataFrame, choices: Choices, ground: Ground) -> None:
        for column, signs in report.signs_of(frame, choices).items():
            self.signs[column] = self.signs.get(column, Signs()) | signs
        self.codes |= join.codes_of(frame, choices.roles, ground)

    def take(self, other: Self) -> None:
        for column, signs in other.signs.items():
            self.signs[column] = self.signs.get(column, Signs()) | signs
        self.codes |= other.codes


@dataclass(frozen=True)
class Whole:
    """What all the rows of a table tell. styles: how its amounts are read; asked: how they are written in the rows that
    count, as `Checked.styles`; usual: the median of the filled cells of a row; notes: how many of the last rows are
    notes; postcodes: the codes that may be postcodes; medians: of amounts, by column.
    """

    choices: Choices
    lines: int
    styles: Mapping[str, Style]
    asked: Mapping[str, Style]
    usual: float
    notes: int
    postcodes: frozenset[str]
    medians: Mapping[str, float]

    def open_signs(self, name: str) -> list[Problem]:
        """The decimal signs that the table does not tell and that nobody chose."""
        return [
            Problem(
                name,
                f"« {style.example} » se lit de deux façons, et aucune autre case de la colonne ne tranche",
                _CHOOSE,
                column=self.choices.roles[role],
            )
            for role, style in self.asked.items()
            if style.decimal is None and role not in self.choices.decimals
        ]

    def open_codes(self, questions: Mapping[str, Question], name: str) -> list[Problem]:
        """The column of codes of communes that seems to hold postcodes, while nobody said which."""
        rows = sum(each.rows for each in questions.values() if self.postcodes and each.kind == CODE_OR_POSTCODE)
        message = f"des codes INSEE sont peut-être des codes postaux ({rows} lignes attendent une réponse)"
        return [Problem(name, message, _CHOOSE, column=self.choices.roles["code_insee"])] if rows else []


def learn(parts: Parts, choices: Choices, ground: Ground) -> Whole:
    """What all the rows of a table tell, in two passes over them, already prepared."""
    signs: dict[str, Signs] = {}
    filled = np.zeros(0, dtype=np.intp)
    for frame in parts():
        for column, found in report.signs_of(frame, choices).items():
            signs[column] = signs.get(column, Signs()) | found
        counts = np.bincount(asides.filled_cells(frame), minlength=len(frame.columns) + 1)
        filled = counts if not len(filled) else filled + counts
    styles, usual = report.styles_of(signs, choices), asides.middle(filled)
    seen, last = _Seen(), _Seen()
    medians = {report.VALUES[role]: Median() for role in report.VALUES if role in choices.roles}
    scan, notes = Scan(report.placing(choices), usual), 0
    for frame in parts():
        read = report.read_values(frame, choices, styles)
        kinds, trailing = _kinds(scan, frame, read)
        is_row = report.is_counted(kinds, choices)
        for role, values in report.quantities(read).items():
            medians[report.VALUES[role]].over(values[is_row])
        if trailing < len(frame):  # the last rows of the parts above are no end of the table
            seen.take(last)
            notes, last = 0, _Seen()
        notes += trailing
        # Rows that a note would set aside, if they prove to be the last ones.
        at_end = pd.Series(np.arange(len(frame)) >= len(frame) - trailing, index=frame.index) & (kinds == "")
        seen.add(frame[is_row & ~at_end], choices, ground)
        if at_end.any():
            last.add(frame[at_end], choices, ground)
    lines = int(filled.sum())
    if notes == lines or NOTE in choices.kept:
        seen.take(last)
    return Whole(
        choices,
        lines,
        styles,
        report.styles_of(seen.signs, choices),
        usual,
        notes if notes < lines else 0,
        join.seems_postcodes(seen.codes, ground),
        {name: median.value for name, median in medians.items()},
    )


def _kinds(scan: Scan, frame: pd.DataFrame, read: Mapping[str, Numbers]) -> tuple[pd.Series, int]:
    """What sets the rows of the next part aside, and how many of its last ones are notes if they end the table."""
    filled, values = asides.filled_cells(frame), report.quantities(read)
    kinds = pd.Series(scan.kinds(frame, values, filled), index=frame.index, dtype="str")
    return kinds, scan.notes(frame, values, filled)


@dataclass(frozen=True)
class Part:
    """Some rows of a table, checked: as `report.Checked` has them. frame: their cells."""

    frame: pd.DataFrame
    rows: pd.DataFrame
    questions: tuple[Question, ...]
    said: Mapping[str, Counter[str]]


def checks(parts: Parts, whole: Whole, ground: Ground, tally: Tally) -> Iterator[Part]:
    """Check each part of a table. Once all are, `Tally.settle` tells whether they have to be checked again."""
    choices, above, firsts = whole.choices, 0, Firsts()
    scan = Scan(report.placing(choices), whole.usual)
    for frame in parts():
        read = report.read_values(frame, choices, whole.styles)
        kinds, _ = _kinds(scan, frame, read)
        ranks = np.arange(above, above + len(frame))
        kinds = kinds.mask((ranks >= whole.lines - whole.notes) & (kinds == ""), NOTE)
        above += len(frame)
        rows, questions = report.placed_rows(
            frame, choices, ground, read, kinds, tally=tally, postcodes=whole.postcodes
        )
        rows = report.remarked(frame, choices, rows, firsts, whole.medians)
        yield Part(frame, rows, questions, report.said_of(read, report.is_counted(kinds, choices)))


class Outcome:
    """What became of a table, added up from its parts. statuses: as `report.groups` gives them."""

    def __init__(self) -> None:
        self.statuses: pd.DataFrame | None = None
        self.questions: dict[str, Question] = {}
        self.said: dict[str, Counter[str]] = {}
        self.placed = 0

    def add(self, part: Part) -> None:
        """Add what a part tells."""
        found = report.groups(part.rows).set_index("statut")
        self.statuses = found if self.statuses is None else self.statuses + found
        for question in part.questions:
            before = self.questions.get(question.key)
            self.questions[question.key] = question.asked(question.rows + (before.rows if before else 0))
        for role, counts in part.said.items():
            self.said[role] = self.said.get(role, Counter()) + counts
        self.placed += int(report.is_placed(report.kept(part.rows)).sum())


def require(problems: Sequence[Problem]) -> None:
    """Raises `DataError` when a decision is open without which amounts or places would be wrong in silence."""
    if problems:
        raise DataError(problems)
