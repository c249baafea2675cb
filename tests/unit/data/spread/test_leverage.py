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
    found = leverage.with_own(made, table(), leverage.behind(made, Selection(), None, ""))
    assert found["id_projet"].tolist() == ["p3", "p2", "p1", "p7", "p6"]
    both = found[found["investissement_centimes"].notna()]
    assert len(both) == whole["effet_levier_connus"]
    assert both["investissement_centimes"].sum() / both["aide_centimes"].sum() == whole["effet_levier"]
    assert found["effet_levier"].tolist()[:3] == [2.0, 1.0, 4.0]
    assert found["emplois_par_million"].tolist()[0] == pytest.approx(100_000)
    assert np.isnan(found["effet_levier"].iloc[4]) and np.isnan(found["emplois_par_million"].iloc[1])


def test_a_row_has_its_own_projects_alone(made: Projects) -> None:
    found = leverage.behind(made, Selection(), "filieres", "Bois")
    assert table()["id_projet"].iloc[found].tolist() == ["p7", "p6"]
    assert not len(leverage.behind(made, Selection(), "filieres", "Santé"))


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


KINDS: dict[str, dict[str, Any]] = {
    "grant": {"aide_centimes": 10 * EURO, "investissement_centimes": 40 * EURO, "nature_aide": "subvention"},
    "unnamed": {"aide_centimes": 10 * EURO, "investissement_centimes": 20 * EURO, "nature_aide": "non précisée"},
    "ceiling": {"aide_centimes": 900 * EURO, "investissement_centimes": 900 * EURO, "nature_aide": "plafond autorisé"},
    "loan": {"aide_centimes": 5 * EURO, "investissement_centimes": 50 * EURO, "nature_aide": "prêt"},
    "mixed": {"aide_centimes": 4 * EURO, "emplois": 3, "nature_aide": "mixte"},
}


def test_kinds_of_aid_are_never_added_up() -> None:
    made = projects_of(KINDS)
    whole = leverage.ratios(made, Selection(), None).iloc[0]
    assert (whole["projets"], whole["effet_levier_connus"], whole["effet_levier"]) == (5, 2, 3.0)
    asked = leverage.ratios(made, Selection(aid_kinds=("prêt", "garantie", "plafond autorisé")), None).iloc[0]
    assert asked["effet_levier_connus"] == 0 and np.isnan(asked["effet_levier"])
    kinds = leverage.by_nature(made, Selection())
    assert kinds["effet_levier"].dropna().to_dict() == {
        "subvention": 4.0,
        "non précisée": 2.0,
        "plafond autorisé": 1.0,
        "prêt": 10.0,
    }
    assert kinds.at["mixte", "emplois_par_million"] == 750_000
    assert leverage.by_nature(made, Selection(aid_kinds=("prêt",))).index.tolist() == ["prêt"]


def test_the_projects_behind_have_no_aid_of_a_kind_apart() -> None:
    found = leverage.behind(projects_of(KINDS), Selection(), None, "")
    assert sorted(list(KINDS)[row] for row in found) == ["grant", "unnamed"]


def test_the_page_says_how_many_kinds_nobody_named() -> None:
    told = leviers.kinds_counted(leverage.by_nature(projects_of(KINDS), Selection()))
    assert "Nature non précisée : 1 sur 2\N{NO-BREAK SPACE}aides comptées." in told
    assert "Prêts, garanties, plafonds autorisés" in told


def test_the_largest_are_weighed_and_the_ratio_said_without_them() -> None:
    rows = {
        f"p{rank}": {"aide_centimes": EURO, "investissement_centimes": (rank + 1) * EURO, "nature_aide": "subvention"}
        for rank in range(10)
    }
    heavy = leverage.weight(projects_of(rows), Selection(), "effet_levier")
    assert heavy == leverage.Weight(5, 40 / 55, 3.0)
    assert leverage.weight(projects_of(dict(list(rows.items())[:5])), Selection(), "effet_levier") is None
    found = leverage.sensitivity(projects_of(rows), Selection(), "effet_levier")
    assert found.value == 5.5 and 3 < found.low < 5.5 < found.high < 8
    assert found == leverage.sensitivity(projects_of(rows), Selection(), "effet_levier")
    told = leviers.firmness(found, heavy, "effet_levier")
    assert "Les 5 plus gros pèsent 73" in told and "sans eux, 3,0" in told and "Sensibilité" in told


def test_what_many_projects_draw_is_what_they_draw_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    amounts = np.column_stack([random.lognormal(12, 2, 3_000), random.lognormal(10, 2, 3_000)])
    exact = leverage._drawn(amounts, 2_000)
    monkeypatch.setattr(leverage, "DRAWN_ONE_BY_ONE", 300)
    fast = leverage._drawn(amounts, 2_000)
    bounds = [np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.5, 0.975]) for sums in (exact, fast)]
    np.testing.assert_allclose(bounds[1], bounds[0], rtol=0.04)
    np.testing.assert_allclose(fast.std(axis=0), exact.std(axis=0), rtol=0.1)


def test_few_projects_have_no_interval(made: Projects) -> None:
    found = leverage.sensitivity(made, Selection(), "effet_levier")
    assert np.isnan(found.low) and np.isnan(found.high) and found.value > 0
    assert leviers.firmness(found, None, "effet_levier") == ""
