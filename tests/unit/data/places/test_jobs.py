"""Industrial jobs of groups of communes: what is secret is not zero, and a sum that lacks much is not given."""

import math

import pandas as pd
import pytest

from data.places import jobs
from data.places.levels import Places, View
from data.query.measures import BY_JOBS, DENOMINATORS, values
from data.query.selection import Selection
from tests.unit.support.plain_projects import projects_of


def summed(*communes: tuple[int, float]) -> float:
    """The jobs of one group of communes. communes: population and jobs of each."""
    table = pd.DataFrame(communes, columns=["population", jobs.JOBS]).assign(group="a")
    sums = jobs.of_communes(table).groupby("group")[list(jobs.SUMMED)].sum()
    return float(jobs.of_groups(sums)[0])


@pytest.mark.parametrize(
    ("communes", "found"),
    [
        ([(100, 10), (300, 0)], 10),
        ([(9_900, 10), (100, math.nan)], 10),  # one inhabitant in a hundred
        ([(9_800, 10), (200, math.nan)], math.nan),
        ([(100, math.nan)], math.nan),
    ],
)
def test_a_sum_is_given_where_nearly_all_is_known(communes: list[tuple[int, float]], found: float) -> None:
    assert summed(*communes) == pytest.approx(found, nan_ok=True)


def test_without_any_number_nothing_is_known_and_nothing_can_be_divided() -> None:
    communes = pd.DataFrame({"population": [100]}, index=["01001"])
    assert jobs.of_communes(communes)[jobs.JOBS].isna().all()
    assert BY_JOBS not in Places({}, communes).denominators
    told = jobs.of_communes(communes.assign(**{jobs.JOBS: pd.array([5], dtype="Int64")}))
    assert Places({}, told).denominators == tuple(DENOMINATORS)


def test_a_level_is_divided_by_the_jobs_of_its_places() -> None:
    names = pd.DataFrame(
        {"nom": ["A", "B"], "precision_nom": "", "population": 1_000, "superficie_km2": 1.0, "ordre": [1, 2]},
        index=["2-ti-1", "2-ti-2"],
    ).assign(**{jobs.JOBS: [500.0, math.nan]})
    projects = projects_of({"a": {"id_territoire_2": "2-ti-1"}, "b": {"id_territoire_2": "2-ti-2"}})
    selection = Selection(denominator=BY_JOBS)
    found = View.of(projects, Places({"territoires-2": names}, pd.DataFrame()), selection).table["valeur"]
    assert found.to_list() == pytest.approx([2, math.nan], nan_ok=True)
    with pytest.raises(ValueError, match="emplois"):
        values(pd.DataFrame({"projets": [1]}), "projets", BY_JOBS)
