"""What a figure shows: each measure and denominator, its formula on the columns of `query.aggregate`, and its coverage.

An unknown is NaN, never 0: a sum over no known amount, a ratio without a common project, a rate per nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.words import vocabulary

Needed = TypeVar("Needed")
Floats = npt.NDArray[np.float64]
CENTS_PER_EURO = 100
MIN_PROJECTS = 3  # below, a rate says more about one project than about a place


@dataclass(frozen=True)
class Measure:
    """A measure of projects: `times * numerator / (over * divisor)` of the columns of `aggregate`.

    `known` is the column that counts the projects which enter the formula.
    `kind` is « total » (adds up, may be divided by a denominator) or « ratio » (neither).
    """

    key: str
    unit: str
    kind: Literal["total", "ratio"]
    decimals: int
    definition: str
    numerator: str
    known: str
    divisor: str | None = None
    times: int = 1
    over: int = 1

    @property
    def label(self) -> str:
        return vocabulary.MEASURES[self.key]


@dataclass(frozen=True)
class Denominator:
    """What a total is divided by: `per` inhabitants or km², or the total of the whole selection."""

    key: str
    unit: str
    definition: str
    per: float = 1.0

    @property
    def label(self) -> str:
        return vocabulary.DENOMINATORS[self.key]


MEASURES: Mapping[str, Measure] = {
    m.key: m
    for m in (
        Measure(
            key="projets",
            unit="projets",
            kind="total",
            decimals=0,
            definition="Nombre de projets.",
            numerator="projets",
            known="projets",
        ),
        Measure(
            key="investissement",
            unit="€",
            kind="total",
            decimals=0,
            definition="Somme des investissements annoncés, sur les projets dont le montant est connu.",
            numerator="investissement_centimes",
            known="investissement_connus",
            over=CENTS_PER_EURO,
        ),
        Measure(
            key="aide",
            unit="€",
            kind="total",
            decimals=0,
            definition="Somme des aides publiques (subventions et avances), sur les projets dont l'aide est connue.",
            numerator="aide_centimes",
            known="aide_connus",
            over=CENTS_PER_EURO,
        ),
        Measure(
            key="emplois",
            unit="emplois",
            kind="total",
            decimals=0,
            definition="Somme des emplois annoncés, sur les projets dont le nombre est connu.",
            numerator="emplois",
            known="emplois_connus",
        ),
        Measure(
            key="effet_levier",
            unit="€ investis par € d'aide",
            kind="ratio",
            decimals=1,
            definition="Investissement divisé par l'aide publique, sur les projets dont les deux sont connus.",
            numerator="levier_investissement_centimes",
            divisor="levier_aide_centimes",
            known="levier_connus",
        ),
        Measure(
            key="emplois_par_million",
            unit="emplois par M€ d'aide",
            kind="ratio",
            decimals=1,
            definition="Emplois annoncés par million d'euros d'aide, sur les projets dont les deux sont connus.",
            numerator="ratio_emplois",
            divisor="ratio_aide_centimes",
            known="ratio_connus",
            times=1_000_000 * CENTS_PER_EURO,
        ),
        Measure(
            key="part_petites_communes",
            unit="% des projets",
            kind="ratio",
            decimals=1,
            definition="Part des projets situés dans une commune de moins de 20 000 habitants.",
            numerator="petites",
            divisor="tailles_connues",
            known="tailles_connues",
            times=100,
        ),
    )
}
DENOMINATORS: Mapping[str, Denominator] = {
    d.key: d
    for d in (
        Denominator("aucun", "", "La valeur elle-même."),
        Denominator("habitants", "pour 10 000 habitants", "Valeur pour 10 000 habitants du territoire.", 10_000),
        Denominator("superficie", "pour 100 km²", "Valeur pour 100 km² du territoire.", 100),
        Denominator("part", "% du total", "Part du total de tous les projets de la sélection.", 100),
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


def applicable(measure: str, denominator: str) -> str:
    """The denominator that is in fact used: a ratio is never divided again."""
    return denominator if MEASURES[measure].kind == "total" else "aucun"


def unit(measure: str, denominator: str = "aucun") -> str:
    """French unit of a value: « € pour 10 000 habitants », « % du total »."""
    per = DENOMINATORS[applicable(measure, denominator)]
    return per.unit if per.key == "part" else f"{MEASURES[measure].unit} {per.unit}".rstrip()


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
    whole: pd.DataFrame | None = None,
) -> Values:
    """Values of a measure on the rows of `totals` (as `query.aggregate` returns them).

    population, superficie_km2: one number per row, needed by the denominators « habitants » and « superficie ».
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
        result = _ratio(per.per * result, _raw(_given(whole, "whole"), formula))
    elif per.key != "aucun":
        size = population if per.key == "habitants" else superficie_km2
        result = _ratio(per.per * result, np.asarray(_given(size, per.key), dtype=np.float64))
    is_rate = formula.kind == "ratio" or per.key in {"habitants", "superficie"}
    fragile = (known > 0) & (known < MIN_PROJECTS) & is_rate
    return Values(result, known, totals["projets"].to_numpy(), fragile)


def _raw(totals: pd.DataFrame, formula: Measure) -> Floats:
    # Cents are divided by 100, not multiplied by 0.01, so that whole euros come out exact.
    numerator = totals[formula.numerator].to_numpy(dtype=np.float64) * formula.times
    divisor = 1.0 if formula.divisor is None else totals[formula.divisor].to_numpy(dtype=np.float64)
    return _ratio(numerator, divisor * formula.over)


def _ratio(numerator: Floats, divisor: Floats | float) -> Floats:
    """NaN where the divisor is not a positive number."""
    divisor = np.broadcast_to(divisor, np.shape(numerator))
    return np.divide(numerator, divisor, out=np.full(np.shape(numerator), np.nan), where=divisor > 0)


def _given(value: Needed | None, name: str) -> Needed:
    if value is None:
        raise ValueError(f"this denominator needs {name}")
    return value
