"""Perimeters follow their communes: never an id, never a name, and a strip of land is not a merger."""

import pandas as pd
import pytest

from data.places import genealogy
from data.places.genealogy import MONEY, SIDES, SUMS
from data.places.levels import Places

# code, population, code_epci, territory of phase 1, of phase 2. The ids of the two phases collide, as the real ones do.
COMMUNES = [
    ("a1", 600, "E1", "1-ti-01", "2-ti-09"),
    ("a2", 400, "E1", "1-ti-01", "2-ti-09"),
    ("b1", 600, "E2", "1-ti-02", "2-ti-02"),
    ("b2", 300, "E2", "1-ti-02", "2-ti-03"),
    ("b3", 100, None, "1-ti-02", None),
    ("b4", 50, "E2", "1-ti-02", None),
    ("c1", 500, "E3", "1-ti-03", "2-ti-03"),
    ("d1", 700, "E4", "1-ti-04", None),
    ("e1", 200, "E2", None, "2-ti-02"),
    ("e2", 10, None, None, "2-ti-02"),
    ("e3", 20, None, None, "2-ti-02"),
    ("f1", 900, "E5", None, "2-ti-01"),
    ("g1", 9_000, "E5", None, None),
]
NAMES = {
    "1-ti-01": "Cergy - Ouest 95",
    "1-ti-02": "Vallées",
    "1-ti-03": "Plaine",
    "1-ti-04": "Littoral",
    "2-ti-01": "Plaine",
    "2-ti-02": "Vallées",
    "2-ti-03": "Monts",
    "2-ti-09": "CERGY Ouest 95",
}


def made(communes: list[tuple[object, ...]] = COMMUNES, names: dict[str, str] = NAMES) -> Places:
    columns = ["code_insee", "population", "code_epci", "id_territoire_1", "id_territoire_2"]
    table = pd.DataFrame(communes, columns=columns).set_index("code_insee").astype({"population": "int32"})
    named = pd.DataFrame({"nom": names})
    levels = {f"territoires-{phase}": named[named.index.str.startswith(f"{phase}-")] for phase in (1, 2)}
    codes = table["code_epci"].dropna().unique()
    return Places(levels | {"epci": pd.DataFrame({"nom": [f"CC {code}" for code in codes]}, index=codes)}, table)


def projets(*rows: tuple[str, int | None, int | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["code_insee", "investissement_centimes", "aide_centimes"])
    return table.astype({"code_insee": "str", "investissement_centimes": "Int64", "aide_centimes": "Int64"})


PROJETS = projets(("b1", 2**53, None), ("b1", 1, 5), ("b1", None, 0), ("b3", None, None), ("e1", 7, 8), ("g1", 9, 9))
PLACES = made()
LINKS = genealogy.links(genealogy.Pairs.of(PLACES.communes), PROJETS)


def rows(table: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(value) else value for value in row) for row in table.itertuples(index=False)]


def test_links_follow_communes_and_no_id() -> None:
    assert rows(LINKS[["id_territoire_1", "id_territoire_2", "nb_communes", "population"]]) == [
        ("1-ti-01", "2-ti-09", 2, 1_000),
        ("1-ti-02", "2-ti-02", 1, 600),
        ("1-ti-02", "2-ti-03", 1, 300),
        ("1-ti-02", None, 2, 150),
        ("1-ti-03", "2-ti-03", 1, 500),
        ("1-ti-04", None, 1, 700),
        (None, "2-ti-01", 1, 900),
        (None, "2-ti-02", 3, 230),
    ]


def test_amounts_of_a_link_are_exact_and_say_what_is_known() -> None:
    money = LINKS.set_index(["id_territoire_1", "id_territoire_2"])[MONEY]
    assert (money.dtypes == "int64").all()
    assert money.loc[("1-ti-02", "2-ti-02")].tolist() == [3, 2**53 + 1, 2, 5, 2]
    kept = LINKS.set_index(SIDES)[MONEY].sum()
    assert kept.tolist() == [5, 2**53 + 8, 3, 13, 3]  # the project outside both perimeters is in no link
    left = LINKS[(LINKS["id_territoire_1"] == "1-ti-02") & LINKS["id_territoire_2"].isna()]
    assert left[MONEY].to_numpy().tolist() == [[1, 0, 0, 0, 0]]


def test_an_empty_selection_keeps_the_perimeters() -> None:
    found = genealogy.links(genealogy.Pairs.of(PLACES.communes), projets())
    assert found["population"].tolist() == LINKS["population"].tolist()
    assert not found[MONEY].to_numpy().any()


def test_each_territory_has_one_outcome() -> None:
    found = genealogy.outcomes(PLACES, LINKS)
    assert found["devenir"].to_dict() == {
        "1-ti-01": "inchangé",
        "1-ti-02": "partagé",
        "1-ti-03": "modifié",
        "1-ti-04": "disparu",
        "2-ti-01": "nouveau",
        "2-ti-02": "modifié",
        "2-ti-03": "réunion",
        "2-ti-09": "inchangé",
    }
    assert found["nb_correspondants"].tolist() == [1, 2, 1, 0, 0, 1, 2, 1]


def test_a_name_is_kept_by_a_counterpart_and_not_by_another_territory() -> None:
    renamed = genealogy.outcomes(PLACES, LINKS)["renomme"]
    # « Plaine » went to a territory without any of its communes; a hyphen and capitals are no change of name.
    assert renamed[renamed].index.tolist() == ["1-ti-03", "2-ti-03"]


def outcomes_of(*communes: tuple[str, int, str | None, str | None]) -> dict[str, str]:
    names = {code: code for row in communes for code in row[2:] if code}
    places = made([(code, population, None, *ids) for code, population, *ids in communes], names)
    return genealogy.outcomes(places, genealogy.links(genealogy.Pairs.of(places.communes), projets()))[
        "devenir"
    ].to_dict()


@pytest.mark.parametrize(("strip", "merger", "split"), [(49, "modifié", "modifié"), (50, "réunion", "partagé")])
def test_a_strip_makes_a_merger_from_5_percent_of_one_of_the_two(strip: int, merger: str, split: str) -> None:
    found = outcomes_of(
        ("p", 1_000 - strip, "1-P", "2-P"), ("strip", strip, "1-Q", "2-P"), ("q", 5_000 - strip, "1-Q", "2-Q")
    )
    assert found == {"1-P": "modifié", "1-Q": split, "2-P": merger, "2-Q": "modifié"}


def test_a_strip_alone_is_no_origin() -> None:
    found = outcomes_of(("q", 5_000, "1-Q", "2-Q"), ("strip", 10, "1-Q", "2-N"), ("n", 5_000, None, "2-N"))
    assert found["2-N"] == "nouveau"


def test_the_only_territory_to_vanish_or_appear_is_not_unchanged() -> None:
    found = outcomes_of(("a", 10, "1-A", None), ("b", 10, None, "2-B"))
    assert found == {"1-A": "disparu", "2-B": "nouveau"}


def test_a_small_territory_dissolved_in_a_large_one_is_its_origin() -> None:
    found = outcomes_of(("small", 10, "1-S", "2-L"), ("large", 9_990, None, "2-L"))
    assert found == {"1-S": "modifié", "2-L": "modifié"}


def test_the_counterparts_of_a_territory_add_up_to_it() -> None:
    found = genealogy.lineage(PLACES, LINKS, "1-ti-02")
    assert (found.nom, found.devenir, found.renomme) == ("Vallées", "partagé", False)
    shown = found.correspondants
    assert rows(shown[["id_territoire", "nom", "nb_communes", "population", "retenu"]]) == [
        ("2-ti-02", "Vallées", 1, 600, True),
        ("2-ti-03", "Monts", 1, 300, True),
        (None, None, 2, 150, False),
    ]
    assert shown["part_population"].tolist() == pytest.approx([60_000 / 1_050, 30_000 / 1_050, 15_000 / 1_050])
    assert shown["part_correspondant"].tolist()[:2] == pytest.approx([60_000 / 830, 37.5])
    assert shown[SUMS].sum().tolist() == [4, 1_050, 4, 2**53 + 1, 2, 5, 2]


EPCI = ["situation", "code_epci", "nom", "id_territoire", "nb_communes", "population"]


def test_an_epci_is_shown_once_per_situation_and_counterpart() -> None:
    found = genealogy.lineage(PLACES, LINKS, "2-ti-02").epci
    assert rows(found[EPCI]) == [
        ("reste", "E2", "CC E2", "1-ti-02", 1, 600),
        ("entre", "E2", "CC E2", None, 1, 200),
        ("entre", None, "Sans intercommunalité", None, 2, 30),
        ("sort", None, "Sans intercommunalité", "1-ti-02", 1, 100),
        ("sort", "E2", "CC E2", "1-ti-02", 1, 50),
    ]


def test_the_epci_of_a_former_territory_say_where_they_went() -> None:
    found = genealogy.lineage(PLACES, LINKS, "1-ti-02").epci
    assert rows(found[EPCI]) == [
        ("reste", "E2", "CC E2", "2-ti-02", 1, 600),
        ("reste", "E2", "CC E2", "2-ti-03", 1, 300),
        ("entre", "E2", "CC E2", "2-ti-02", 1, 200),
        ("entre", None, "Sans intercommunalité", "2-ti-02", 2, 30),
        ("sort", None, "Sans intercommunalité", None, 1, 100),
        ("sort", "E2", "CC E2", None, 1, 50),
    ]


def test_a_territory_without_counterpart() -> None:
    found = genealogy.lineage(PLACES, LINKS, "1-ti-04")
    assert (found.devenir, found.renomme) == ("disparu", False)
    assert rows(found.correspondants[["id_territoire", "population", "part_population"]]) == [(None, 700, 100)]
    assert rows(found.epci[EPCI]) == [("sort", "E4", "CC E4", None, 1, 700)]


def test_an_unknown_territory_is_an_error() -> None:
    with pytest.raises(KeyError):
        genealogy.lineage(PLACES, LINKS, "3-ti-01")


def test_the_country_counts_every_outcome_and_every_commune() -> None:
    became = genealogy.counted_outcomes(genealogy.outcomes(PLACES, LINKS))
    assert became["territoires"].tolist() == [1, 1, 1, 1, 1, 1, 1, 1]
    assert became["renommes"].tolist() == [0, 1, 0, 0, 0, 0, 1, 0]
    found = genealogy.situations(genealogy.Pairs.of(PLACES.communes), LINKS)
    assert found[["nb_communes", "nb_epci", "population", "projets"]].to_dict("index") == {
        "reste": {"nb_communes": 5, "nb_epci": 3, "population": 2_400, "projets": 3},
        "entre": {"nb_communes": 4, "nb_epci": 2, "population": 1_130, "projets": 1},
        "sort": {"nb_communes": 3, "nb_epci": 2, "population": 850, "projets": 1},
    }


def test_outcomes_and_situations_that_do_not_occur_are_counted_zero() -> None:
    places = made([("a", 10, None, "1-A", "2-A")], {"1-A": "A", "2-A": "A"})
    pairs = genealogy.Pairs.of(places.communes)
    linked = genealogy.links(pairs, projets())
    became = genealogy.counted_outcomes(genealogy.outcomes(places, linked))
    assert became["territoires"].tolist() == [1, 0, 0, 0, 1, 0, 0, 0]
    found = genealogy.situations(pairs, linked)
    assert found["nb_communes"].to_dict() == {"reste": 1, "entre": 0, "sort": 0}
