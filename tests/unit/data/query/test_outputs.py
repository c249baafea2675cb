"""What leaves in euros: exact, and empty rather than zero where nothing is known."""

import pandas as pd

from data.query import outputs


def test_whole_euros_stay_whole() -> None:
    cents = pd.Series([100, None, 120_000_000], dtype="Int64")
    assert outputs.euros(cents).tolist() == [1, pd.NA, 1_200_000]
    assert outputs.euros(cents).dtype == "Int64"


def test_cents_are_kept_when_there_are_some() -> None:
    assert outputs.euros(pd.Series([150, 200], dtype="Int64")).tolist() == [1.5, 2.0]
