"""How much of compared groups is known: shares, weak groups, groups that are not known alike."""

import math

import numpy as np
import pytest

from components.text import coverages
from components.text.formats import NARROW_NBSP, NBSP
from data.query import coverage


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def test_a_share_is_of_the_projects_of_the_group_and_none_has_no_share() -> None:
    found = coverage.share([1, 0, 3], [4, 2, 3]).tolist()
    assert found == [0.25, 0.0, 1.0]
    assert math.isnan(coverage.share([0], [0])[0])


def test_a_group_is_weak_under_thirty_per_cent_and_not_without_any_value() -> None:
    assert coverage.weak([29, 30, 0, 0], [100, 100, 100, 0]).tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("known", "projects", "names"),
    [
        ([60, 30, 50], [100, 100, 100], ("A", "B")),
        ([60, 40, 50], [100, 100, 100], None),  # 20 points, not more
        ([1, 3], [1, 10], None),  # one project is no group to compare
        ([0, 0], [0, 0], None),
        ([5, 0], [5, 4], ("A", "B")),  # nothing known is the farthest
    ],
)
def test_groups_more_than_twenty_points_apart_are_named(
    known: list[int], projects: list[int], names: tuple[str, str] | None
) -> None:
    found = coverage.apart("ABC"[: len(known)], known, projects)
    assert (found and (found.best, found.least)) == names


def test_the_warning_names_both_groups_and_their_coverages() -> None:
    told = coverages.warning(["Métropole", "Agglomération"], [62, 31], [100, 100], "un investissement connu")
    assert plain(told) == (
        "Couvertures éloignées : 62 % des projets de « Métropole » ont un investissement connu, contre 31 % de ceux de "
        "« Agglomération ». Une partie de l'écart peut venir de ce qui est publié."
    )
    assert coverages.warning(["A", "B"], [5, 5], [10, 10], "un investissement connu") == ""


def test_what_is_known_inside_is_said_beside_what_is_known_outside() -> None:
    assert plain(coverages.beside("aide", (1, 4), (3, 4))) == "aide, 25 % et 75 % des projets"
    assert plain(coverages.beside("aide", (1, 4), (0, 0))) == "aide, 25 % des projets"


def test_a_coverage_reads_with_its_counts() -> None:
    assert plain(coverages.told(13, 30)) == "43 % (13 sur 30)"
    assert coverages.told(0, 0) == ""
    assert coverage.weak(np.array([1]), np.array([4])).all()
