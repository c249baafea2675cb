"""What the page of sectors says of its figures in a sentence."""

from dataclasses import replace

import pandas as pd
import pytest

from components.text.formats import NARROW_NBSP, NBSP
from components.views.filieres import sentences

ROW = {"filiere": "Santé", "part": 0.4, "connus": 20, "n": 42}


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [(1, "emplois", "1 emploi"), (12_345, "emplois", "12 345 emplois"), (12_345, "t de CO2", "12 345 t de CO2")],
)
def test_a_leader_is_said_in_the_unit_of_its_measure(
    value: int, unit: str, amount: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sentences.MEASURES, "emplois", replace(sentences.MEASURES["emplois"], unit=unit))  # type: ignore[arg-type]
    told = sentences.leading(pd.DataFrame([{**ROW, "grandeur": "emplois", "valeur": value}]))
    assert (
        told.partition(", soit")[0].replace(NBSP, " ").replace(NARROW_NBSP, " ")
        == f"Emplois annoncés : Santé en tête, avec {amount}"
    )
