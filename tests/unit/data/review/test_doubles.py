"""Rows that may be one project."""

import pandas as pd

from data.review import doubles
from tests.unit.data.review.conftest import Made

NONE = pd.DataFrame({"id_projet": [], "id_conserve": []}, dtype="str")
SAME = {"projet": "USINE de tuiles", "entreprise": "SAS TUILES DU LOT", "id_projet": "p00000002"}
ALIKE = {"projet": "Usine de tuiles et de briques", "id_projet": "p00000003"}
OTHER = {"projet": "Carrière d'argile", "id_projet": "p00000004"}
ELSEWHERE = {"code_insee": "46001", "id_projet": "p00000005"}


def test_a_title_told_twice_is_wrong_and_one_like_it_is_asked(projets: Made) -> None:
    found = doubles.pairs(projets({}, SAME, ALIKE, OTHER, ELSEWHERE), NONE)
    assert [(problem.row, problem.message) for problem in doubles.faults(found)] == [
        (3, "même entreprise, même commune, même titre : « USINE de tuiles » et « Usine de tuiles »")
    ]
    assert [problem.row for problem in doubles.asked(found)] == [4, 4]
    assert "titres semblables à 99 % : « Usine de tuiles et de briques »" in next(doubles.asked(found)).message


def test_what_was_merged_is_not_told_again_and_a_third_row_is(projets: Made) -> None:
    merged = pd.DataFrame({"id_projet": ["p00000002"], "id_conserve": ["p00000001"]})
    assert doubles.pairs(projets({}, SAME), merged) == []
    back = {**SAME, "id_projet": "p00000006"}
    assert [problem.row for problem in doubles.faults(doubles.pairs(projets({}, SAME, back), merged))] == [4, 4]
