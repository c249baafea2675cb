"""Duplicates: two sources that hold one project are put side by side, and nothing else is."""

import time
from typing import Any

import pandas as pd
import pytest

from data.query import duplicates
from data.query.duplicates import COLUMNS, MAX_BLOCK, company_key, groups

BASE: dict[str, Any] = {
    "source_id": "inventaire",
    "projet": "Extension de l'usine de Vire",
    "entreprise": "DUPONT",
    "siren": None,
    "code_insee": "14762",
    "annee": 2023,
}


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows that are `BASE` but for what they say, named a, b, c…"""
    frame = pd.DataFrame([{"id_projet": "abcdefgh"[rank], **BASE, **row} for rank, row in enumerate(rows)])
    return frame.astype({"siren": "str", "code_insee": "str", "annee": "Int64"})


def members(*rows: dict[str, Any]) -> list[list[str]]:
    found = groups(table(*rows))
    return [group["id_projet"].to_list() for _, group in found.groupby("groupe")]


OTHER = {"source_id": "fonds_vert_2023"}
SIREN = {"siren": "200018653"}


def test_two_sources_that_hold_one_project_make_a_group_that_says_why() -> None:
    found = groups(table({**SIREN}, {**OTHER, **SIREN, "projet": "Usine de Vire : extension", "annee": None}))
    assert found.to_dict("records") == [
        {
            "groupe": 1,
            "id_projet": name,
            "source_id": source,
            "raison": "SIREN, entreprise, commune (une année n'est pas publiée)",
            "similarite": 100,
        }
        for name, source in (("a", "inventaire"), ("b", "fonds_vert_2023"))
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"code_insee": "14763"},
        {"code_insee": None},
        {"annee": 2022},
        {"projet": "Achat d'un four électrique"},
        {"entreprise": "MARTIN"},
        {"entreprise": None},
        {"source_id": "inventaire"},
    ],
)
def test_one_difference_is_enough_to_stay_apart(change: dict[str, Any]) -> None:
    assert members({}, OTHER) == [["a", "b"]]
    assert members({}, {**OTHER, **change}) == []


def test_the_siren_tells_a_company_of_another_name_and_the_name_one_of_no_siren() -> None:
    assert members(SIREN, {**OTHER, **SIREN, "entreprise": "HOLDING MARTIN"}) == [["a", "b"]]
    found = groups(table({**SIREN}, {**OTHER, "entreprise": "Sté Dupont SAS"}))
    assert set(found["raison"]) == {"entreprise, commune et année"}


def test_names_of_companies_differ_by_their_writing_alone() -> None:
    assert company_key("SAS Dupont & Fils") == company_key("DUPONT ET FILS")
    assert company_key("Groupe L'Oréal") == company_key("L OREAL S.A".replace(".", ""))
    assert company_key("SAS") == ""
    # Two companies whose name is only a legal form are not one.
    assert members({"entreprise": "SAS"}, {**OTHER, "entreprise": "SARL"}) == []


def test_a_group_is_all_that_is_linked_step_by_step() -> None:
    rows = [{}, {**OTHER, "annee": None}, {"annee": 2021}, {**OTHER, "code_insee": "01001"}, {"code_insee": "01001"}]
    assert members(*rows) == [["a", "b", "c"], ["d", "e"]]


def test_grants_of_one_source_are_in_a_group_only_through_another_source() -> None:
    assert members(OTHER, OTHER) == []
    assert members(OTHER, OTHER, {}) == [["a", "b", "c"]]
    # Two phases of one project in one source, beside another project of the same company in another source.
    assert members({**OTHER, "projet": "Friche, phase 1"}, {**OTHER, "projet": "Friche, phase 2"}, {}) == []


def test_without_any_duplicate_the_table_has_its_columns_and_types() -> None:
    for rows in (table({}), table({}).iloc[:0]):
        found = groups(rows)
        assert (list(found.columns), len(found)) == (COLUMNS, 0)
        assert (str(found["groupe"].dtype), str(found["similarite"].dtype)) == ("int32", "int8")


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = table({}, {**OTHER, "annee": None}, {"annee": 2021}, {**OTHER, "code_insee": "01001"})
    one, other = groups(rows), groups(rows.iloc[::-1])
    assert one.sort_values("id_projet")["raison"].to_list() == other.sort_values("id_projet")["raison"].to_list()
    assert set(one["id_projet"]) == set(other["id_projet"]) == {"a", "b", "c"}


def block(titles: list[str]) -> pd.DataFrame:
    """One company in one commune, with each title in two sources."""
    rows = [
        {**BASE, "id_projet": f"{source}{rank}", "source_id": source, "projet": title}
        for source in ("a", "b")
        for rank, title in enumerate(titles)
    ]
    return pd.DataFrame(rows).astype({"siren": "str", "annee": "Int64"})


def test_a_block_of_thousands_of_equal_keys_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    pairs = duplicates.cpdist

    def counting(one: pd.Series, other: pd.Series, **options: Any) -> Any:
        compared.append(len(one))
        return pairs(one, other, **options)

    monkeypatch.setattr(duplicates, "cpdist", counting)
    begun = time.process_time()
    assert len(groups(block(["Extension"] * 5_000))) == 10_000
    assert len(groups(block([f"Extension {rank}" for rank in range(5_000)]))) == 10_000
    assert time.process_time() - begun < 5  # each takes a tenth of a second: all pairs would take minutes
    assert compared == [1, 5_000]


def test_a_block_under_the_bound_is_compared_in_full() -> None:
    titles = [f"Extension numéro {rank}" for rank in range(MAX_BLOCK // 2)]
    assert groups(block(titles))["groupe"].nunique() == 1  # all alike, one with the other
    assert groups(block([*titles, "Friche"]))["groupe"].nunique() == MAX_BLOCK // 2 + 1  # beyond: equal titles alone


def test_what_is_comparable_in_parts_makes_the_groups_of_the_whole() -> None:
    rows = [{**SIREN}, {"entreprise": "MARTIN"}, {**OTHER, **SIREN}, {**OTHER, "entreprise": "SAS Martin"}, {**OTHER}]
    whole = table(*rows, {"code_insee": "14763"}, {**OTHER, "entreprise": "SEUL"})
    found = duplicates.comparable(lambda: [whole[:2], whole[2:3], whole[3:]])
    assert found["id_projet"].tolist() == list("abcde")
    pd.testing.assert_frame_equal(groups(found), groups(whole))


def test_nothing_is_comparable_in_one_source() -> None:
    assert groups(duplicates.comparable(lambda: [table({**SIREN}, {**SIREN})])).empty
