"""Ratios on a table made by hand: what enters them, what is fragile, and the projects behind."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from components.views import leviers
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import leverage
from tests.unit.support.plain_projects import PLAIN, projects_of

EURO = 100
# Aid, investment (euros) and jobs.
ROWS: dict[str, dict[str, Any]] = {
    "p1": {"aide_centimes": 10 * EURO, "investissement_centimes": 40 * EURO, "emplois": 5},
    "p2": {"aide_centimes": 20 * EURO, "investissement_centimes": 20 * EURO, "emplois": None},
    "p3": {"aide_centimes": 70 * EURO, "investissement_centimes": 140 * EURO, "emplois": 7},
    "p4": {"aide_centimes": None, "investissement_centimes": 999 * EURO, "emplois": 99},
    "p5": {"aide_centimes": 50 * EURO},
    "p6": {"aide_centimes": 0, "investissement_centimes": 9 * EURO, "filiere": "Bois"},
    "p7": {"aide_centimes": 3 * EURO, "emplois": 6, "filiere": "Bois"},
    "p8": {"filiere": "Santé"},
}


def table() -> pd.DataFrame:
    made = pd.DataFrame([{**PLAIN, **row, "id_projet": key} for key, row in ROWS.items()])
    return made.astype(dict.fromkeys(["investissement_centimes", "aide_centimes", "emplois"], "Int64"))


@pytest.fixture
def made() -> Projects:
    return projects_of(ROWS)


def test_only_projects_with_both_amounts_enter_a_ratio(made: Projects) -> None:
    found = leverage.ratios(made, Selection(), "filieres")
    metal = found.loc["Métallurgie"]
    assert metal["projets"] == 5
    assert (metal["effet_levier"], metal["effet_levier_connus"], metal["effet_levier_fragile"]) == (2.0, 3, False)
    assert (metal["emplois_par_million"], metal["emplois_par_million_connus"]) == (12 / 80 * 1_000_000, 2)
    assert metal["emplois_par_million_fragile"]
    assert metal["levier_aide_centimes"] == 100 * EURO


def test_no_aid_makes_no_ratio_and_nothing_known_no_row_of_zero(made: Projects) -> None:
    found = leverage.ratios(made, Selection(), "filieres")
    assert np.isnan(found.at["Bois", "effet_levier"]) and found.at["Bois", "effet_levier_connus"] == 1
    assert found.loc["Santé", ["effet_levier", "emplois_par_million"]].isna().all()
    assert leverage.ratios(made, Selection(filieres=("Bois",)), "filieres").index.tolist() == ["Bois"]
    assert leverage.ratios(made, Selection(filieres=("Spatial",)), None).empty


def test_the_projects_behind_a_value_give_it_again(made: Projects) -> None:
    whole = leverage.ratios(made, Selection(), None).iloc[0]
    found = leverage.behind(made, table(), Selection(), None, "")
    assert found["id_projet"].tolist() == ["p3", "p2", "p1", "p7", "p6"]
    both = found[found["investissement_centimes"].notna()]
    assert len(both) == whole["effet_levier_connus"]
    assert both["investissement_centimes"].sum() / both["aide_centimes"].sum() == whole["effet_levier"]
    assert found["effet_levier"].tolist()[:3] == [2.0, 1.0, 4.0]
    assert found["emplois_par_million"].tolist()[0] == pytest.approx(100_000)
    assert np.isnan(found["effet_levier"].iloc[4]) and np.isnan(found["emplois_par_million"].iloc[1])


def test_a_row_has_its_own_projects_alone(made: Projects) -> None:
    found = leverage.behind(made, table(), Selection(), "filieres", "Bois")
    assert found["id_projet"].tolist() == ["p7", "p6"]
    assert leverage.behind(made, table(), Selection(), "filieres", "Santé").empty


def test_fragile_rates_come_after_the_others_whatever_their_value(made: Projects) -> None:
    found = leverage.ratios(made, Selection(), "filieres")
    rows = leviers.ordered(found.assign(nom=found.index), "emplois_par_million")
    assert rows["nom"].tolist() == ["Bois", "Métallurgie"]
    rows = leviers.ordered(
        found.assign(nom=found.index, emplois_par_million_fragile=found.index == "Bois"), "emplois_par_million"
    )
    assert rows["nom"].tolist() == ["Métallurgie", "Bois"]


def test_sentences_say_what_is_fragile_and_what_is_unknown(made: Projects) -> None:
    found = leverage.ratios(made, Selection(), "filieres")
    told = leviers.sentence(found.loc["Métallurgie"], "emplois_par_million")
    assert "fragile : moins de 3 projets" in told and "2 des 5" in told
    assert "fragile" not in leviers.sentence(found.loc["Métallurgie"], "effet_levier")
    assert "pas de donnée" in leviers.sentence(found.loc["Santé"], "effet_levier")


def test_files_are_in_euros(made: Projects) -> None:
    found = leverage.ratios(made, Selection(), "filieres")
    output = leviers.output(found.assign(nom=found.index)).set_index("nom")
    assert output.at["Métallurgie", "levier_aide_eur"] == 100
    assert not [column for column in output if "centimes" in column]
