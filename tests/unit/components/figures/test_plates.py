"""Three key numbers beside a figure: the first values of its table, where it does not say which sums it counts."""

import pandas as pd

from components.figures.plates import first_values
from components.figures.table import Column
from components.text import formats
from data.documents.plates import Number

COLUMNS = (
    Column("nom", "Nom"),
    Column("rang", "Rang", formats.number, numeric=True),
    Column("valeur", "Investissement (M€)", formats.number, numeric=True),
)


def test_the_first_known_values_are_told_never_a_rank() -> None:
    rows = pd.DataFrame({"nom": list("abcde"), "rang": [1, 2, 3, 4, 5], "valeur": [None, 52.0, 12.0, 7.0, 3.0]})
    told = [Number(name, value, "Investissement (M€)") for name, value in (("b", "52"), ("c", "12"), ("d", "7"))]
    assert list(first_values(rows, COLUMNS)) == told
    assert first_values(rows, COLUMNS[:2]) == ()
