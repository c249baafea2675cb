"""A measure says what it knows: NaN is « pas de donnée », a rate on two projects is flagged, a ratio stays a ratio."""

import math

import numpy as np
import pandas as pd
import pytest

from data.query.aggregation import COLUMNS
from data.query.measures import DENOMINATORS, MEASURES, Values, applicable, columns, decimals, unit, values


def totals(*rows: dict[str, int]) -> pd.DataFrame:
    """Rows of totals in which everything that is not said is 0."""
    return pd.DataFrame([{**dict.fromkeys(COLUMNS, 0), **row} for row in rows])


RICH = {
    "projets": 10,
    "investissement_centimes": 5_000_000_050,
    "investissement_connus": 4,
    "aide_centimes": 1_000_000_000,
    "aide_connus": 3,
    "emplois": 120,
    "emplois_connus": 5,
    "levier_investissement_centimes": 3_000_000_000,
    "levier_aide_centimes": 800_000_000,
    "levier_connus": 3,
    "ratio_emplois": 90,
    "ratio_aide_centimes": 600_000_000,
    "ratio_connus": 2,
    "tailles_connues": 8,
    "petites": 6,
}
EMPTY: dict[str, int] = {}
NOTHING_KNOWN = {"projets": 5, "tailles_connues": 5}


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_measure_reads_the_columns_it_names_and_no_other(measure: str) -> None:
    rich = totals({**dict.fromkeys(COLUMNS, 7), **RICH})
    few = rich[list(columns(measure))]
    assert values(few, measure).values.tolist() == values(rich, measure).values.tolist()


def one(row: dict[str, int], measure: str, denominator: str = "aucun", **context: object) -> float:
    return float(values(totals(row), measure, denominator, **context).values[0])


@pytest.mark.parametrize(
    ("measure", "value", "known"),
    [
        ("projets", 10, 10),
        ("investissement", 50_000_000.5, 4),
        ("aide", 10_000_000, 3),
        ("emplois", 120, 5),
        ("effet_levier", 3.75, 3),
        ("emplois_par_million", 15, 2),
        ("part_petites_communes", 75, 8),
    ],
)
def test_each_formula_and_its_coverage(measure: str, value: float, known: int) -> None:
    found = values(totals(RICH), measure)
    assert found.values.tolist() == [value]
    assert found.known.tolist() == [known]
    assert found.n.tolist() == [10]


@pytest.mark.parametrize("measure", sorted(set(MEASURES) - {"projets", "part_petites_communes"}))
def test_a_sum_over_nothing_known_is_not_a_zero(measure: str) -> None:
    assert math.isnan(one(NOTHING_KNOWN, measure))


@pytest.mark.parametrize("measure", sorted(set(MEASURES) - {"projets"}))
def test_a_place_without_a_project_has_no_amount(measure: str) -> None:
    assert math.isnan(one(EMPTY, measure))


def test_a_place_without_a_project_has_zero_projects() -> None:
    assert one(EMPTY, "projets") == 0
    assert one(EMPTY, "projets", "habitants", population=[5_000]) == 0


def test_a_known_zero_is_a_zero() -> None:
    assert one({"projets": 1, "aide_connus": 1}, "aide") == 0


def test_a_leverage_on_zero_aid_is_unknown_and_not_infinite() -> None:
    row = {"projets": 1, "levier_connus": 1, "levier_investissement_centimes": 100}
    assert math.isnan(one(row, "effet_levier"))


def test_euros_of_the_whole_country_are_exact() -> None:
    row = {"projets": 875, "investissement_connus": 326, "investissement_centimes": 6_248_092_881_800}
    assert one(row, "investissement") == 62_480_928_818


@pytest.mark.parametrize(
    ("denominator", "context", "value"),
    [
        ("habitants", {"population": [40_000]}, 30),
        ("superficie", {"superficie_km2": [600.0]}, 20),
        ("part", {"whole": totals({"projets": 100, "emplois": 480, "emplois_connus": 50})}, 25),
    ],
)
def test_each_denominator(denominator: str, context: dict[str, object], value: float) -> None:
    assert one(RICH, "emplois", denominator, **context) == value


def test_the_share_is_of_the_whole_selection_and_not_of_the_rows_shown() -> None:
    shown = totals({"projets": 30}, {"projets": 10})
    found = values(shown, "projets", "part", whole=totals({"projets": 80}))
    assert found.values.tolist() == [37.5, 12.5]


def test_an_unknown_population_of_a_nullable_column() -> None:
    found = values(totals(RICH, RICH), "emplois", "habitants", population=pd.Series([None, 40_000], dtype="Int64"))
    assert np.isnan(found.values[0])
    assert found.values[1] == 30


@pytest.mark.parametrize("missing", [0, np.nan])
def test_a_rate_per_nobody_is_unknown(missing: float) -> None:
    assert math.isnan(one(RICH, "emplois", "habitants", population=[missing]))


def test_a_share_of_nothing_is_unknown() -> None:
    assert math.isnan(one(EMPTY, "projets", "part", whole=totals(EMPTY)))


@pytest.mark.parametrize("denominator", ["habitants", "superficie", "part"])
def test_a_denominator_without_its_data_is_an_error(denominator: str) -> None:
    with pytest.raises(ValueError, match="needs"):
        values(totals(RICH), "aide", denominator)


@pytest.mark.parametrize("measure", [key for key, m in MEASURES.items() if m.kind == "ratio"])
@pytest.mark.parametrize("denominator", sorted(DENOMINATORS))
def test_a_ratio_is_never_divided_again(measure: str, denominator: str) -> None:
    assert one(RICH, measure, denominator) == one(RICH, measure)
    assert unit(measure, denominator) == unit(measure)
    assert applicable(measure, denominator) == "aucun"


def fragile(found: Values) -> list[bool]:
    return found.fragile.tolist()


def test_a_rate_on_one_or_two_projects_is_fragile() -> None:
    counts = totals(*({"projets": n, "tailles_connues": n, "petites": n} for n in (0, 1, 2, 3)))
    assert fragile(values(counts, "part_petites_communes")) == [False, True, True, False]
    assert fragile(values(counts, "projets", "habitants", population=[1_000] * 4)) == [False, True, True, False]


def test_a_count_or_a_share_of_the_total_is_not_a_rate() -> None:
    counts = totals({"projets": 1})
    assert fragile(values(counts, "projets")) == [False]
    assert fragile(values(counts, "projets", "part", whole=totals({"projets": 9}))) == [False]


def test_what_counts_is_the_projects_in_the_formula_and_not_all_of_them() -> None:
    assert fragile(values(totals(RICH), "emplois_par_million")) == [True]
    assert fragile(values(totals(RICH), "effet_levier")) == [False]


@pytest.mark.parametrize(
    ("measure", "denominator", "expected"),
    [
        ("projets", "aucun", "projets"),
        ("investissement", "habitants", "€ pour 10 000 habitants"),
        ("emplois", "superficie", "emplois pour 100 km²"),
        ("aide", "part", "% du total"),
        ("effet_levier", "habitants", "€ investis par € d'aide"),
    ],
)
def test_the_unit_follows_the_denominator(measure: str, denominator: str, expected: str) -> None:
    assert unit(measure, denominator) == expected


def test_a_rate_of_a_whole_number_is_shown_with_a_decimal() -> None:
    assert decimals("projets") == 0
    assert decimals("projets", "habitants") == 2
    assert decimals("emplois", "habitants") == 1
    assert decimals("effet_levier", "part") == 1


def test_every_measure_is_told_and_reads_columns_that_exist() -> None:
    for measure in MEASURES.values():
        assert {measure.numerator, measure.known} | {measure.divisor or measure.numerator} <= set(COLUMNS)
        assert measure.definition.endswith(".")
        assert measure.label
