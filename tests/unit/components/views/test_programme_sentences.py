"""When a programme runs, in words."""

import pandas as pd

from components.views.programmes import sentences


def test_a_period_says_the_ends_that_are_known() -> None:
    programmes = pd.DataFrame({"debut": ["2018-11", "2021", None, None], "fin": ["2023", None, "2027-12", None]})
    told = sentences.periods(programmes).tolist()
    assert told[:3] == ["novembre 2018 – 2023", "depuis 2021", "jusqu'en décembre 2027"]
    assert pd.isna(told[3])
