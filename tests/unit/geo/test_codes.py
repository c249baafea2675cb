"""Which values are among known ones."""

import pandas as pd

from geo.codes import among


def test_a_value_is_among_known_ones_and_an_absent_one_never_is() -> None:
    values = pd.Series(["01001", None, "99999"], index=[3, 5, 8], dtype="str")
    known = pd.Series(["01001", None, "01002"], dtype="str")
    assert among(values, known).to_dict() == {3: True, 5: False, 8: False}
    assert among(values, {"99999"}).to_dict() == {3: False, 5: False, 8: True}
    assert among(values, []).dtype == bool
