"""What public aid goes with: euros invested and jobs announced per euro of aid, and the projects behind each value.

Two ratios, never one score. Each is a ratio of sums over the projects whose two amounts are known, so a large project
weighs as much as its amounts. Aid of a kind apart (`NATURES_A_PART`) enters neither; `by_nature` shows each kind alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.query import aggregation, measures
from data.query.measures import MEASURES
from data.query.projects import AIDE_COMPTEE, Amounts, Flags, Projects, Rows
from data.query.selection import Selection
from data.spread.concentration import CONFIDENCE, DRAWS, SEED, Estimate, resampled
from data.words import numbers
from data.words.numbers import Floats
from data.words.quantities import AIDE, EMPLOIS, INVESTISSEMENT

RATIOS: Final = ("effet_levier", "emplois_par_million")
# Dimension -> what one of its values is.
DIMENSIONS: Final[Mapping[str, str]] = {"programmes": "Programme", "filieres": "Filière", "territoires": "Territoire"}
_COLUMNS: Final = tuple(dict.fromkeys(column for ratio in RATIOS for column in measures.columns(ratio)))
_OVER: Final = {"effet_levier": INVESTISSEMENT, "emplois_par_million": EMPLOIS}
LARGEST: Final = 5  # named in a sentence: a ratio of the ten projects that it needs at least is then half theirs
DRAWN_ONE_BY_ONE: Final = 5_000  # projects: more than the inventory has; the draws of a million take a minute
MIN_DRAWN: Final = 10  # projects: below, what so few can draw means nothing


@dataclass(frozen=True)
class Weight:
    """What the `n` projects with the greatest numerator weigh in a ratio.

    share: of the numerator, 0 to 1. without: the ratio of the others, NaN when they have none.
    """

    n: int
    share: float
    without: float


def ratios(projects: Projects, selection: Selection, by: str | None) -> pd.DataFrame:
    """Both ratios of each value of a dimension that has a project, in the order of its labels.

    by: of `DIMENSIONS`, or None for the whole selection in one row. Columns: projets, and for each of `RATIOS` its
    value (float64, NaN for « pas de donnée »), `_connus` (projects that enter it), `_fragile` (one or two of them);
    then its numerator and its divisor as `query.aggregate` names them (int64, cents or jobs).
    """
    totals = aggregation.aggregate(projects, selection, by=by, columns=_COLUMNS)
    totals = totals[totals["projets"] > 0]
    parts = [totals[["projets"]]]
    for ratio in RATIOS:
        formula, found = MEASURES[ratio], measures.values(totals, ratio)
        values = {ratio: found.values, f"{ratio}_connus": found.known, f"{ratio}_fragile": found.fragile}
        parts += [pd.DataFrame(values, index=totals.index), totals[[formula.numerator, str(formula.divisor)]]]
    return pd.concat(parts, axis=1)


def by_nature(projects: Projects, selection: Selection) -> pd.DataFrame:
    """Both ratios of each kind of aid that a selected project has, never added up: as `ratios`, indexed by kind.

    projets: those whose aid is known. The columns of sums are named as in `ratios`; without any known aid, no row.
    """
    natures = projects.dimension("natures_aide", selection.phase)
    rows = aggregation.matching(projects, selection)
    rows = rows[projects.amounts[AIDE.key].known[rows]]
    found = {}
    for code in np.unique(natures.codes[rows]):
        own = rows[natures.codes[rows] == code]
        line: dict[str, float] = {"projets": len(own)}
        for ratio in RATIOS:
            over, under = _amounts(projects, own, ratio)
            line |= {
                ratio: _value(over, under, ratio),
                f"{ratio}_connus": len(over),
                f"{ratio}_fragile": 0 < len(over) < measures.MIN_PROJECTS,
                MEASURES[ratio].numerator: int(over.sum()),
                str(MEASURES[ratio].divisor): int(under.sum()),
            }
        found[natures.labels[code]] = line
    return pd.DataFrame.from_dict(found, orient="index", columns=_by_nature_columns()).rename_axis("nature_aide")


def _by_nature_columns() -> list[str]:
    columns = ["projets"]
    for ratio in RATIOS:
        formula = MEASURES[ratio]
        columns += [ratio, f"{ratio}_connus", f"{ratio}_fragile", formula.numerator, str(formula.divisor)]
    return columns


def sensitivity(projects: Projects, selection: Selection, ratio: str, draws: int = DRAWS) -> Estimate:
    """The ratio, and between what bounds it stays when the projects that enter it are drawn with replacement.

    Percentile bootstrap with the fixed seed of `concentration`: how much it owes to which projects are there, and no
    margin of error, since nobody drew them. NaN bounds under `MIN_DRAWN` projects.
    """
    over, under = _entering(projects, selection, ratio)
    value, low, high = _value(over, under, ratio), np.nan, np.nan
    if len(over) >= MIN_DRAWN and not np.isnan(value):
        sums = _drawn(np.column_stack([over, under]), draws)
        # A draw may hold none of the projects with aid: it has no ratio, not one of zero.
        with_aid = sums[sums[:, 1] > 0]
        drawn = MEASURES[ratio].times * with_aid[:, 0] / with_aid[:, 1]
        low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Estimate(value, float(low), float(high))


def _drawn(amounts: Floats, draws: int) -> Floats:
    """(draws, 2) sums of (n, 2) amounts drawn n times with replacement.

    Beyond `DRAWN_ONE_BY_ONE`, the largest of either amount alone are drawn one by one: the sum of as many small ones
    as a draw takes among the others is normal (central limit theorem), with their mean and their covariance.
    """
    n = len(amounts)
    if n <= DRAWN_ONE_BY_ONE:
        return np.concatenate([counts @ amounts for counts in resampled(n, draws)])
    order = np.argsort(-(amounts / np.maximum(amounts.sum(axis=0), 1)).max(axis=1), kind="stable")
    heavy, others = amounts[order[:DRAWN_ONE_BY_ONE]], amounts[order[DRAWN_ONE_BY_ONE:]]
    random = np.random.default_rng(SEED)
    odds = np.append(np.full(len(heavy), 1 / n), len(others) / n)
    counts = random.multinomial(n, odds, size=draws)
    taken = counts[:, -1:].astype(np.float64)
    spread = random.multivariate_normal(np.zeros(2), np.cov(others, rowvar=False), size=draws, method="eigh")
    return counts[:, :-1] @ heavy + taken * others.mean(axis=0) + np.sqrt(taken) * spread


def weight(projects: Projects, selection: Selection, ratio: str, n: int = LARGEST) -> Weight | None:
    """What the n largest weigh in a ratio; None when no more than n projects enter it, or it has no value."""
    over, under = _entering(projects, selection, ratio)
    if len(over) <= n or np.isnan(_value(over, under, ratio)) or not over.any():
        return None
    # Stable: of equal amounts, the first of the table.
    order = np.argsort(-over, kind="stable")
    share = float(over[order[:n]].sum() / over.sum())
    return Weight(n, share, _value(over[order[n:]], under[order[n:]], ratio))


def behind(projects: Projects, selection: Selection, by: str | None, value: str) -> Rows:
    """The selected projects that enter one of the ratios of a value of `by`, the greatest known aid first.

    value: of the dimension, ignored if `by` is None.
    """
    rows = _rows(projects, selection, by, value)
    rows = rows[_counted(projects, rows)]
    entering = np.zeros(len(projects), dtype=bool)
    entering[rows] = np.logical_or.reduce([projects.amounts[each.key].known[rows] for each in _OVER.values()])
    ordered = projects.largest[AIDE.key]
    return ordered[entering[ordered]]


def with_own(projects: Projects, table: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    """Rows of the table of projects, with one column per ratio, that of the project alone: NaN where one of its two
    amounts is not known, or its aid is zero. table: in the order of the column store.
    """
    aid = projects.amounts[AIDE.key]
    own = {
        ratio: _own_ratio(projects.amounts[over.key], aid, rows, MEASURES[ratio].times) for ratio, over in _OVER.items()
    }
    return table.iloc[rows].assign(**own)


def _own_ratio(over: Amounts, under: Amounts, rows: Rows, times: int) -> Floats:
    """That of each project alone: NaN where it has not both amounts, or the one that divides is zero."""
    values = numbers.ratio(times * over.values[rows].astype(np.float64), under.values[rows].astype(np.float64))
    return np.where(over.known[rows], values, np.nan)


def _rows(projects: Projects, selection: Selection, by: str | None, value: str) -> Rows:
    rows = aggregation.matching(projects, selection)
    if by is None:
        return rows
    dimension = projects.dimension(by, selection.phase)
    return rows[dimension.labels[dimension.codes[rows]] == value]


def _counted(projects: Projects, rows: Rows) -> Flags:
    """Whether the aid of each row, if it has one, is not of a kind apart."""
    return projects.profiles[rows] & AIDE_COMPTEE > 0


def _entering(projects: Projects, selection: Selection, ratio: str) -> tuple[Floats, Floats]:
    rows = aggregation.matching(projects, selection)
    return _amounts(projects, rows[_counted(projects, rows)], ratio)


def _amounts(projects: Projects, rows: Rows, ratio: str) -> tuple[Floats, Floats]:
    """What a ratio divides and is divided by, of the rows where both are known, as its columns hold them."""
    compared = MEASURES[ratio].compared or ()
    known = np.logical_and.reduce([projects.amounts[each.key].known[rows] for each in compared])
    over, under = (projects.amounts[each.key].values[rows[known]].astype(np.float64) for each in compared)
    return over, under


def _value(over: Floats, under: Floats, ratio: str) -> float:
    return float(numbers.ratio(MEASURES[ratio].times * over.sum(keepdims=True), under.sum(keepdims=True))[0])
