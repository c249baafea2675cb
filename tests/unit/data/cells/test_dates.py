"""Dates as files write them: their year, or none."""

import pandas as pd
import pytest

from data.cells.dates import OUT_OF_BOUNDS, years


def column(*cells: str | None) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2023", 2023),
        ("2023-05-01T00:00:00", 2023),
        ("01/05/2023", 2023),
        ("1/5/23", 2023),
        ("mai 2023", 2023),
        ("2023-S1", 2023),
        ("45123", 2023),
        ("2023.0", 2023),
        ("03.05.2023", 2023),
        ("20230503", 2023),
        ("202305", 2023),
        ("mai-23", 2023),
        ("févr.-18", 2018),
        ("5 août 21", 2021),
        ("T2 2023", 2023),
        ("2022-2023", 2022),
        ("2017-12-14_2018-12-14", 2017),
        ("du 14/12/2017 au 14/12/2018", 2017),
        ("2017-10-06/2018-06-30", 2017),
        ("31.12.9999", None),
        ("20231399", None),
        ("2023-2022", None),
        ("avant 2020, puis 2023", None),
        ("1850", None),
        ("12345678", None),
        ("hier", None),
    ],
)
def test_a_date_of_any_style_gives_its_year_or_none(cell: str, year: int | None) -> None:
    numbers = years(column(cell))
    assert numbers.values.tolist() == [pd.NA if year is None else year]
    assert bool(numbers.unread.iloc[0]) == (year is None)


def test_what_has_no_year_says_why() -> None:
    assert years(column("31.12.9999", "1850", "hier", "NC", None)).said.tolist() == [
        OUT_OF_BOUNDS,
        OUT_OF_BOUNDS,
        "illisible, compté comme inconnu",
        "",
        "",
    ]
