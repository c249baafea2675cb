"""Standing among its kind, projects over time, what a comparison and a click may bring, on small tables."""

import numpy as np
import pandas as pd
import pytest

from components.frame import search_box
from components.maps import clickable, locator_map
from components.places import comparison_text, place_sentences
from components.text.formats import NBSP, NO_DATA
from data.places import sheet
from data.places.place import Place
from data.query.aggregation import COLUMNS
from data.query.selection import Selection
from data.words.levels import KINDS, LEVELS, PERIMETER
from data.words.place_keys import level_of, place_key, split
from tests.unit.support.plain_projects import projects_of

NAN = float("nan")


def sums(**projects: int) -> pd.DataFrame:
    """Places of 10 000 inhabitants with so many projects of a million each; a place named « z » has no known amount."""
    table = pd.DataFrame(0, index=pd.Index(list(projects)), columns=list(COLUMNS), dtype="int64")
    table["projets"] = list(projects.values())
    known = table["projets"].where(table.index != "z", 0)
    table["investissement_connus"], table["investissement_centimes"] = known, known * 100_000_000
    return table.assign(population=10_000, superficie_km2=100.0, nom=list(projects))


def standing(table: pd.DataFrame, code: str, measure: str = "projets") -> "pd.Series":
    found = sheet.standings(sheet.Kin.of(table), code)
    return found[(found["mesure"] == measure) & (found["denominateur"] == "aucun")].iloc[0]


def test_ties_share_the_best_rank_and_the_next_one_counts_them() -> None:
    table = sums(a=3, b=2, c=2, d=0)
    assert standing(table, "b")["rang"] == standing(table, "c")["rang"] == 2
    assert standing(table, "b")["ex_aequo"] == 1
    assert standing(table, "d")["rang"] == 4
    assert standing(table, "a")["mediane"] == 2


def test_an_unknown_amount_has_no_rank_and_moves_no_median() -> None:
    table = sums(a=1, b=3, z=2, d=0)
    unknown = standing(table, "z", "investissement")
    assert pd.isna(unknown["rang"]) and pd.isna(unknown["valeur"])
    assert unknown["classes"] == 2
    assert unknown["mediane"] == 2_000_000


def test_no_known_amount_at_all_has_no_quartiles() -> None:
    none = standing(sums(z=2), "z", "investissement")
    assert pd.isna(none["mediane"]) and none["classes"] == 0


def project(filiere: str, year: int, euros: int | None) -> dict[str, object]:
    cents = None if euros is None else 100 * euros
    return {"filiere": filiere, "annee": year, "investissement_centimes": cents, "aide_centimes": None}


def table_of(*projects: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(projects)).astype({"investissement_centimes": "Int64", "aide_centimes": "Int64"})


def test_years_are_grouped_and_an_unknown_sum_is_not_zero() -> None:
    table = table_of(project("Santé", 2021, None), project("Bois", 2020, 5), project("Bois", 2020, None))
    found = sheet.over_time(table, "filiere")
    assert found["filiere"].tolist() == ["Bois", "Santé"]
    assert found["investissement_centimes"].tolist()[0] == 500
    assert pd.isna(found["investissement_centimes"].iloc[1])
    assert found["investissement_connus"].tolist() == [1, 0]
    assert found["projets"].tolist() == [2, 1]


def test_the_largest_projects_leave_out_unknown_amounts() -> None:
    table = table_of(*(project("Bois", 2020, euros) for euros in (9, 5, 1, None))).assign(id_projet=list("cdab"))
    assert sheet.largest(table, 2)["id_projet"].tolist() == ["c", "d"]
    assert sheet.largest(table)["id_projet"].tolist() == ["c", "d", "a"]


def test_the_largest_come_first_then_those_of_the_greatest_aid() -> None:
    amounts = {"a": (1, None), "b": (None, 5), "c": (9, None), "d": (None, None), "e": (9, 2), "f": (None, 0)}
    projects = projects_of({key: {"investissement_centimes": i, "aide_centimes": a} for key, (i, a) in amounts.items()})
    assert sheet.largest_first(projects, np.arange(6)).tolist() == [4, 2, 0, 1, 5, 3]
    assert sheet.largest_first(projects, np.array([3, 0, 2])).tolist() == [2, 0, 3]


def test_a_plant_over_several_communes_reaches_those_that_it_is_not_counted_in() -> None:
    spread = pd.DataFrame({"projet": ["x", "y"], "code_departement": ["01", "38"], "code_insee": ["01001", "38001"]})
    sites = [np.array([0, 7]), np.array([9, 0])]
    assert sheet.reaching(spread, sites, place())["projet"].tolist() == ["y"]
    assert sheet.reaching(spread, sites, place(rows=np.array([5]))).empty
    assert sheet.reaching(spread.iloc[:0], [], place()).empty


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_tells_its_kind_and_code(kind: str) -> None:
    code = "2-ti-0101" if kind == "territoire" else "84"
    key = place_key(kind, code)
    assert split(key) == (kind, code)
    assert {**LEVELS, PERIMETER.key: PERIMETER}[level_of(key)].kind == kind


def test_an_unknown_kind_is_refused() -> None:
    for wrong in (lambda: place_key("canton", "1"), lambda: split("canton-1"), lambda: split("")):
        with pytest.raises(KeyError):
            wrong()


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"layer": "areas"},
        {"layer": "areas", "place": "3"},
        {"layer": "areas", "place": -1},
        {"layer": "areas", "place": True},
        {"layer": "areas", "place": 2.0},
        {"layer": 1, "place": 3},
    ],
)
def test_a_click_that_is_not_a_position_is_not_heard(said: object) -> None:
    assert clickable._place(said) is None


def test_a_click_says_its_layer_and_position() -> None:
    assert clickable._place({"layer": "areas", "place": 3, "nom": "x"}) == ("areas", 3)


def test_a_search_adds_to_a_comparison_and_replaces_a_sheet() -> None:
    before = Selection(places=("region-84", "region-11"), filieres=("Santé",))
    assert search_box.opened(before, "region-93", "territoire").places == ("region-93",)
    added = search_box.opened(before, "region-93", "comparer")
    assert added.places == ("region-84", "region-11", "region-93")
    assert added.filieres == before.filieres
    assert search_box.opened(added, "region-84", "comparer").places == ("region-11", "region-93", "region-84")
    full = Selection(places=tuple(f"region-{n}" for n in (1, 2, 3, 4)))
    assert search_box.opened(full, "region-5", "comparer").places == tuple(f"region-{n}" for n in (2, 3, 4, 5))


def test_differences_bear_their_sign() -> None:
    write = comparison_text.reader("projets", "aucun")
    assert comparison_text.signed(write, 3.0) == "+3"
    assert comparison_text.signed(write, -3.0) == "\N{MINUS SIGN}3"
    assert comparison_text.signed(write, 0.0) == "0"
    assert comparison_text.signed(write, NAN) is None
    assert write(4.5) == "4,5"
    assert comparison_text.reader("investissement", "aucun")(2_500_000.0) == f"2,5{NBSP}M€"
    assert comparison_text.reader("aide", "aucun")(107_793_723.5) == f"107,8{NBSP}M€"


def place(kind: str = "departement", **changes: object) -> Place:
    described = {
        "key": place_key(kind, "01"),
        "level": "departements",
        "code": "01",
        "nom": "Ain",
        "situation": "Auvergne-Rhône-Alpes",
        "population": 1,
        "population_millesime": "2023",
        "superficie_km2": NAN,
        "communes": pd.Index(["01001"]),
        "rows": np.array([0]),
    }
    return Place(**(described | changes))  # type: ignore[arg-type]


def test_identity_leaves_out_what_is_not_known_and_agrees_in_number() -> None:
    text = place_sentences.identity(place()).replace(NBSP, " ")
    assert text == "Département – Auvergne-Rhône-Alpes – 1 commune, 1 habitant (2023)"
    many = place(population=12, superficie_km2=100.2, communes=pd.Index(["01001", "01002"]))
    assert place_sentences.identity(many).replace(NBSP, " ").endswith("2 communes, 12 habitants (2023), 100 km²")


def test_the_first_is_not_the_1e() -> None:
    assert [place_sentences.ordinal(n) for n in (1, 2)] == ["1er", "2e"]


def test_the_alt_text_of_a_locator_map_agrees_in_number() -> None:
    for codes, expected in ((["1"], "1 commune a un projet connu"), (["1", "2"], "2 communes ont un projet connu")):
        text = locator_map.alt(place(), pd.DataFrame({"code_insee": codes}))
        assert expected in text.replace(NBSP, " ")
    assert NO_DATA not in locator_map.alt(place(), pd.DataFrame({"code_insee": []}))
