"""Public claims beside the data: what the nearest measure of each one gives, always computed, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from data.cells.kinds import CellError
from data.published.claim_measures import ENSEMBLES, Change, Measure, Published, PublishedShare, Share, parse
from data.query import aggregation, measures
from data.query.measures import Values
from data.query.projects import NONE, Projects, Rows
from data.query.selection import Selection
from data.words.vocabulary import Vocabulary
from geo.errors import DataError, Problem

FILE: Final = "affirmations.csv"
MEASURES: Final = ("mesure_proche", "mesure_autre")
"""The columns that hold a measure, the nearest first."""
_PREFIXES: Final = tuple(column.removeprefix("mesure_") for column in MEASURES)
_EXPORTED: Final = ("valeur", "partie", "tout", "connus", "n", "couverture")


@dataclass(frozen=True)
class Finding:
    """What a measure gives.

    valeur: the share (0 to 1), or the change relative to the start; NaN when too little is known, or nothing outside
    the ensemble. partie: of the ensemble, or at the end; tout: of the whole selection, or at the start (projects,
    euros, jobs, or the unit of the indicator). connus: how many of the n projects have a known value (2 of 2 values
    for an indicator, 1 of 1 for a share that was published).
    """

    measure: Measure
    valeur: float
    partie: float
    tout: float
    connus: int
    n: int


def check(claims: pd.DataFrame, vocabulary: Vocabulary, indicateurs: pd.DataFrame) -> None:
    """Refuse claims with a measure that cannot be computed.

    claims: the facts, indexed by the line of their file. Raises DataError, a problem for each bad cell.
    """
    problems = []
    for column in MEASURES:
        for line, cell in claims[column].dropna().items():
            try:
                parse(cell, vocabulary, indicateurs)
            except CellError as error:
                problems.append(Problem(FILE, error.message, error.remedy, int(str(line)), column))
    if problems:
        raise DataError(sorted(problems, key=lambda problem: problem.row or 0))


def findings(
    claims: pd.DataFrame, projects: Projects, vocabulary: Vocabulary, indicateurs: pd.DataFrame
) -> dict[str, tuple[Finding, ...]]:
    """Our figures for each claim, by id_affirmation: the nearest first, none where no measure is near.

    claims: the table of an edition, whose measures the build has checked.
    """
    return {
        str(row["id_affirmation"]): tuple(
            compute(parse(row[column], vocabulary, indicateurs), projects)
            for column in MEASURES
            if not pd.isna(row[column])
        )
        for row in claims.to_dict("records")
    }


def output(claims: pd.DataFrame, found: Mapping[str, tuple[Finding, ...]]) -> pd.DataFrame:
    """The claims as they leave in a file, each with our figures, empty where no measure is near.

    Adds proche_valeur (in %), proche_partie, proche_tout, proche_connus, proche_n and proche_couverture (0 to 1) for
    the nearest measure, the same with « autre » for the other.
    """
    added = [_exported(found[key]) for key in claims["id_affirmation"]]
    columns = [f"{prefix}_{name}" for prefix in _PREFIXES for name in _EXPORTED]
    figures = pd.DataFrame(added, columns=columns, index=claims.index, dtype="float64")
    whole = {f"{prefix}_{name}": "Int64" for prefix in _PREFIXES for name in ("connus", "n")}
    return pd.concat([claims, figures.astype(whole)], axis=1)


def compute(measure: Measure, projects: Projects) -> Finding:
    """What a measure gives on the projects of an edition. A change looks at the projects of its ensemble alone."""
    if isinstance(measure, PublishedShare):
        return Finding(measure, measure.valeur / 100, measure.valeur, 100, 1, 1)
    if isinstance(measure, Published):
        return Finding(measure, _ratio(measure.apres, measure.avant) - 1, measure.apres, measure.avant, 2, 2)
    if isinstance(measure, Share):
        rows = aggregation.matching(projects, measure.selection)
        sums = _sums(projects, measure, measure.selection, rows)
        inside, classed = (
            pd.DataFrame({"valeur": [value], "connus": [known], "n": [n]})
            for value, known, n in zip(sums.values, sums.known, sums.n, strict=True)
        )
        part, whole = sums.values.tolist()
        share = float(measures.part(inside, classed)[0])
        return Finding(measure, share, part, whole, int(sums.known[1]), len(rows))
    before, after = (
        _sums(projects, measure, replace(measure.selection, years=(year, year))) for year in (measure.de, measure.a)
    )
    start, end = float(before.values[0]), float(after.values[0])
    known, n = (int(values[0] + others[0]) for values, others in ((before.known, after.known), (before.n, after.n)))
    return Finding(measure, _ratio(end, start) - 1, end, start, known, n)


def _sums(projects: Projects, measure: Share | Change, selection: Selection, rows: Rows | None = None) -> Values:
    """The grandeur of the selected projects in the ensemble, then in all of them but those whose class is unknown."""
    ensemble = ENSEMBLES[measure.ensemble]
    columns = measures.columns(measure.grandeur)
    totals = aggregation.aggregate(projects, selection, by=ensemble.by, rows=rows, columns=columns)
    classed = totals[totals.index != NONE]
    inside = classed[classed.index.isin(ensemble.classes) != ensemble.outside]
    return measures.values(pd.DataFrame([inside.sum(), classed.sum()]), measure.grandeur)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _exported(figures: Sequence[Finding]) -> dict[str, float]:
    return {
        f"{prefix}_{name}": value
        for prefix, finding in zip(_PREFIXES, figures, strict=False)
        for name, value in zip(
            _EXPORTED,
            (
                100 * finding.valeur,
                finding.partie,
                finding.tout,
                finding.connus,
                finding.n,
                _ratio(finding.connus, finding.n),
            ),
            strict=True,
        )
    }
