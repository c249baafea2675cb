"""What a figure shows: each measure and denominator, its formula on the columns of `query.aggregate`, and its coverage.

An unknown is NaN, never 0: a sum over no known amount, a ratio without a common project, a rate per nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.words.numbers import CENTS_PER_EURO, MILLION, Floats, ratio
from data.words.quantities import AIDE, EMPLOIS, INVESTISSEMENT, QUANTITIES, Quantity

Needed = TypeVar("Needed")
MIN_PROJECTS = 3  # below, a rate says more about one project than about a place


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure of projects: `times * numerator / (over * divisor)` of the columns of `aggregate`.

    `known` is the column that counts the projects which enter the formula: those that have `having`, not `lacking`.
    `kind` is « total » (adds up, may be divided by a denominator) or « ratio » (neither).
    `compared`: of a ratio of two quantities, which a project must both have to enter.
    """

    key: str
    label: str
    unit: str
    kind: Literal["total", "ratio"]
    definition: str
    numerator: str
    known: str
    having: str = ""
    lacking: str = ""
    decimals: int = 0
    divisor: str | None = None
    times: int = 1
    over: int = 1
    compared: tuple[Quantity, Quantity] | None = None


@dataclass(frozen=True)
class Denominator:
    """What a total is divided by: `per` inhabitants, km² or jobs, or the total of the whole selection."""

    key: str
    label: str
    unit: str
    definition: str
    per: float = 1.0


def _sum(of: Quantity) -> Measure:
    return Measure(
        key=of.key,
        label=of.label,
        unit=of.unit,
        kind="total",
        definition=of.definition,
        numerator=of.column,
        known=of.known,
        having=of.having,
        lacking=of.lacking,
        over=of.held_in,
    )


def _ratio_of(over: Quantity, under: Quantity, columns: str, **told: Any) -> Measure:
    """columns: what the names of its columns begin with, also in files."""
    return Measure(
        kind="ratio",
        decimals=1,
        numerator=f"{columns}_{over.column}",
        divisor=f"{columns}_{under.column}",
        known=f"{columns}_connus",
        compared=(over, under),
        **told,
    )


# times: amounts are in cents, and per million. decimals: a share alone has some, as places differ by less than a point.
MEASURES: Mapping[str, Measure] = {
    m.key: m
    for m in (
        Measure(
            key="projets",
            label="Projets",
            unit="projets",
            kind="total",
            definition="Nombre de projets.",
            numerator="projets",
            known="projets",
        ),
        *map(_sum, QUANTITIES.values()),
        _ratio_of(
            INVESTISSEMENT,
            AIDE,
            columns="levier",
            key="effet_levier",
            label="Euros investis par euro d'aide",
            unit="€ investis par € d'aide",
            definition="Investissement divisé par l'aide publique, sur les projets dont les deux sont connus ; "
            "prêts, garanties, plafonds autorisés et aides mixtes ne sont pas comptés.",
            having="un investissement et une aide connus",
            lacking="d'investissement et d'aide connus",
        ),
        _ratio_of(
            EMPLOIS,
            AIDE,
            columns="ratio",
            key="emplois_par_million",
            label="Emplois par million d'aide",
            unit="emplois par M€ d'aide",
            definition="Emplois annoncés par million d'euros d'aide, sur les projets dont les deux sont connus ; "
            "prêts, garanties, plafonds autorisés et aides mixtes ne sont pas comptés.",
            having="des emplois et une aide connus",
            lacking="d'emplois et d'aide connus",
            times=MILLION * CENTS_PER_EURO,
        ),
        Measure(
            key="part_petites_communes",
            label="Part des petites communes",
            unit="% des projets",
            kind="ratio",
            decimals=1,
            definition="Part des projets situés dans une commune de moins de 20 000 habitants.",
            numerator="petites",
            divisor="tailles_connues",
            known="tailles_connues",
            having="une commune connue",
            lacking="de commune connue",
            times=100,
        ),
    )
}
_SHARED = ("aucun", "part")  # denominators of what still adds up
BY_JOBS = "emplois"  # the denominator that only an edition with the industrial jobs of communes can offer
# Per so many that usual values have one to three digits before the comma.
DENOMINATORS: Mapping[str, Denominator] = {
    d.key: d
    for d in (
        Denominator("aucun", "Sans dénominateur", "", "La valeur elle-même."),
        Denominator(
            "habitants",
            "Pour 10 000 habitants",
            "pour 10 000 habitants",
            "Valeur pour 10 000 habitants du territoire.",
            10_000,
        ),
        Denominator("superficie", "Pour 100 km²", "pour 100 km²", "Valeur pour 100 km² du territoire.", 100),
        Denominator(
            BY_JOBS,
            "Pour 1 000 emplois industriels",
            "pour 1 000 emplois industriels",
            "Valeur pour 1 000 postes salariés de l'industrie du territoire (INSEE, FLORES), si l'édition les a. Une "
            "commune sous secret statistique n'est pas un zéro : aucun taux où plus de 1 % des habitants sont dans de "
            "telles communes.",
            1_000,
        ),
        Denominator(
            "part", "Part du total national", "% du total", "Part du total de tous les projets de la sélection.", 100
        ),
    )
}


class Values(NamedTuple):
    """One value per row of totals.

    values: float64 in the unit of the measure, NaN for « pas de donnée ». known: projects that enter the formula.
    n: projects. fragile: True for a rate on 1 or 2 projects, to be shown as such.
    """

    values: Floats
    known: npt.NDArray[np.int64]
    n: npt.NDArray[np.int64]
    fragile: npt.NDArray[np.bool_]


def columns(measure: str) -> tuple[str, ...]:
    """The columns of `query.aggregate` that `values` reads for this measure."""
    formula = MEASURES[measure]
    return tuple(dict.fromkeys(c for c in ("projets", formula.known, formula.numerator, formula.divisor) if c))


def ranking(measure: str) -> Quantity:
    """The quantity by which projects are the largest when a measure is shown: its own, what a ratio divides, or else
    the investment.
    """
    compared = MEASURES[measure].compared
    return compared[0] if compared else QUANTITIES.get(measure, INVESTISSEMENT)


def applicable(measure: str, denominator: str) -> str:
    """The denominator that is in fact used: a ratio is never divided again."""
    return denominator if MEASURES[measure].kind == "total" else "aucun"


def unit(measure: str, denominator: str = "aucun") -> str:
    """French unit of a value: « € pour 10 000 habitants », « % du total »."""
    per = DENOMINATORS[applicable(measure, denominator)]
    return per.unit if per.key == "part" else f"{MEASURES[measure].unit} {per.unit}".rstrip()


def is_total(measure: str, denominator: str = "aucun") -> bool:
    """Whether values add up over places: amounts and counts do, also as shares; rates and ratios do not."""
    return MEASURES[measure].kind == "total" and applicable(measure, denominator) in _SHARED


def decimals(measure: str, denominator: str = "aucun") -> int:
    """Decimals to display: rates of projects differ by hundredths, other rates by tenths."""
    per = applicable(measure, denominator)
    if per == "aucun":
        return MEASURES[measure].decimals
    return 2 if measure == "projets" and per != "part" else 1


def values(
    totals: pd.DataFrame,
    measure: str,
    denominator: str = "aucun",
    population: npt.ArrayLike | None = None,
    superficie_km2: npt.ArrayLike | None = None,
    emplois_industriels: npt.ArrayLike | None = None,
    whole: pd.DataFrame | None = None,
) -> Values:
    """Values of a measure on the rows of `totals` (as `query.aggregate` returns them).

    population, superficie_km2, emplois_industriels: one number per row, each needed by its denominator.
    whole: the grand total of the selection, `aggregate(projects, selection)`, needed by « part »: rows of `totals`
    may not add up to it, for projects outside any territory. ValueError when what is needed is missing.
    """
    formula = MEASURES[measure]
    known = totals[formula.known].to_numpy()
    result = _raw(totals, formula)
    if formula.numerator != formula.known:  # a sum over nothing known is unknown, but a count of 0 projects is a 0
        result[known == 0] = np.nan
    per = DENOMINATORS[applicable(measure, denominator)]
    if per.key == "part":
        result = ratio(per.per * result, _raw(_given(whole, "whole"), formula))
    elif per.key != "aucun":
        sizes = {"habitants": population, "superficie": superficie_km2, BY_JOBS: emplois_industriels}
        size = sizes[per.key]
        result = ratio(per.per * result, np.asarray(_given(size, per.key), dtype=np.float64))
    fragile = (known > 0) & (known < MIN_PROJECTS) & (not is_total(measure, denominator))
    return Values(result, known, totals["projets"].to_numpy(), fragile)


def part(own: Mapping[str, Floats] | pd.DataFrame, whole: Mapping[str, Floats] | pd.DataFrame) -> Floats:
    """The share of `whole` that `own` has, 0 to 1; both on the same rows, with valeur, connus and n.

    NaN where nothing is known, and where the rest has projects without any known value: « 100 % » would be a hole.
    """
    (value, known, n), (all_of_it, all_known, all_n) = (
        [np.asarray(rows[name], dtype=np.float64) for name in ("valeur", "connus", "n")] for rows in (own, whole)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(told_of_rest(all_known - known, all_n - n), value / all_of_it, np.nan)


def told_of_rest(known: npt.ArrayLike, projects: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether a part can be held against its whole: something is known of the projects of the rest, or it has none.

    known, projects: those of the rest.
    """
    return (np.asarray(known) > 0) | (np.asarray(projects) == 0)


def _raw(totals: pd.DataFrame, formula: Measure) -> Floats:
    # Cents are divided by 100, not multiplied by 0.01, so that whole euros come out exact.
    numerator = totals[formula.numerator].to_numpy(dtype=np.float64) * formula.times
    divisor = 1.0 if formula.divisor is None else totals[formula.divisor].to_numpy(dtype=np.float64)
    return ratio(numerator, divisor * formula.over)


def _given(value: Needed | None, name: str) -> Needed:
    if value is None:
        raise ValueError(f"this denominator needs {name}")
    return value
