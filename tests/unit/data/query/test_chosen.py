"""Several questions on the same projects gather each of their columns once, and are answered as if asked alone."""

import numpy as np
import pandas as pd

from data.query import aggregation
from data.query.aggregation import Medians, Sums
from data.query.selection import Selection
from tests.unit.support.plain_projects import projects_of

PROJECTS = projects_of(
    {
        "a": {"code_insee": "59178", "investissement_centimes": 300},
        "b": {"code_insee": "63430", "investissement_centimes": 500, "projet": "Forge"},
        "c": {"code_insee": "63430", "investissement_centimes": 900},
        "d": {"code_insee": "63430", "investissement_centimes": None},
    }
)
ASKED = Selection(text="usine")


def test_questions_of_the_same_projects_are_answered_as_if_asked_alone() -> None:
    kept = aggregation.chosen(PROJECTS, ASKED)
    assert kept.rows.tolist() == [0, 2, 3]
    for by in (None, "communes", ("communes", "annees")):
        pd.testing.assert_frame_equal(Sums(by).of(kept), aggregation.aggregate(PROJECTS, ASKED, by))
        pd.testing.assert_series_equal(Medians(by).of(kept), aggregation.medians(PROJECTS, ASKED, by))
    assert Medians("communes").of(kept).to_dict() == {"59178": 300, "63430": 900}


def test_each_column_is_gathered_once() -> None:
    kept = aggregation.chosen(PROJECTS, ASKED)
    Sums("communes").of(kept)
    first = kept.codes("communes"), kept.values("investissement"), kept.profiles()
    Sums("communes").of(kept)
    Medians("communes").of(kept)
    again = kept.codes("communes"), kept.values("investissement"), kept.profiles()
    assert all(one is other for one, other in zip(first, again, strict=True))
    assert np.array_equal(first[1], [300, 900, 0])
