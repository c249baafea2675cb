"""How much is known of each value, and where nothing is."""

import pandas as pd

from data.review import holes
from data.words.quantities import QUANTITIES
from tests.unit.data.review.conftest import Made


def test_each_value_says_what_share_of_its_projects_is_known(projets: Made) -> None:
    rows = projets({}, {"emplois": None}, {"filiere": "Bois", "aide_centimes": None})
    found = holes.known_by(rows, "filiere")
    assert list(found.index) == ["Construction", "Bois"]
    assert list(found.columns) == ["projets", *QUANTITIES]
    known = found[["projets", "investissement", "aide", "emplois"]]
    assert known.loc["Construction"].tolist() == [2, 1, 1, 0.5]
    assert known.loc["Bois"].tolist() == [1, 1, 0, 1]


def test_years_are_in_order_and_small_publishers_together(projets: Made) -> None:
    rows = projets({"annee": 2022}, {"annee": 2022}, {"annee": 2020})
    assert list(holes.known_by(rows, "annee").index) == ["2020", "2022"]
    many = projets(*({"source_editeur": f"Journal {rank}"} for rank in range(30)))
    found = holes.known_by(many, "source_editeur")["projets"]
    assert (found.sum(), found["autres"], len(found)) == (30, 10, 21)


def test_a_row_of_a_table_says_which_columns_it_has_not() -> None:
    rows = pd.DataFrame({"region": ["Corse", "Corse", "Normandie"], "filiere": ["Bois", "Santé", "Bois"]})
    found = holes._crossed("Filières par région", rows, "region", "filiere")
    assert found == holes.Hole("Filières par région", 2, ("Normandie : Santé",))
