"""Rows that are none: totals, notes, headers said again, hidden rows; set aside, said, kept in one click."""

from collections.abc import Collection

import pandas as pd
import pytest

from data.own import asides
from data.own.findings import ACCEPTED, ASIDE
from data.own.projects import own_projects
from data.own.proposals import propose
from data.own.report import Checked, Choices, check, groups
from tests.unit.data.own.ground import GROUND, table

HEADER = "Commune;Département;Projet;Subvention\n"
ROWS = "Thiers;63;Atelier;100000\nRoanne;42;Four;50000\nLe Creusot;71;Presse;250000\n"


def checked(text: str, kept: Collection[str] = (), hidden: Collection[int] = ()) -> Checked:
    frame = table(text)
    choices = Choices.proposed(propose(frame, GROUND))
    return check(frame, Choices(choices.roles, choices.also, kept=frozenset(kept)), GROUND, hidden)


def kinds(text: str, hidden: Collection[int] = ()) -> dict[int, str]:
    found = checked(text, hidden=hidden).rows["genre"]
    return found[found != ""].to_dict()


@pytest.mark.parametrize(
    "row",
    [
        "TOTAL;;;400000",
        ";;Total général;400000",
        ";;;400000",
        "Sous-total;;;400000",
        "Total Auvergne;;;400000",
        "Ensemble;;;400000",
        "Total;;;399999",  # a total that does not add up is one all the same
    ],
)
def test_a_total_is_set_aside(row: str) -> None:
    assert kinds(HEADER + ROWS + row) == {5: asides.TOTAL}


def test_totals_of_parts_and_the_total_of_all_are_set_aside() -> None:
    text = HEADER + ROWS + ";;;400000\nPau;64;Halle;7\nBrie;16;Four;8\n;;;15\n;;;400015"
    assert kinds(text) == {5: asides.TOTAL, 8: asides.TOTAL, 9: asides.TOTAL}


@pytest.mark.parametrize(
    "row",
    [
        "Thiers;63;Total rénovation;400000",  # a project of that name, in its commune
        ";;Totalement autre chose;5",
        ";;Halle sans lieu;400000",  # words, and the sum by chance
        "Pau;;;5",
        ";;;5",  # an amount that is no sum: a row without a place
    ],
)
def test_what_only_looks_like_a_total_stays_a_row(row: str) -> None:
    assert kinds(HEADER + ROWS + row) == {}


def test_notes_under_the_table_are_set_aside() -> None:
    text = HEADER + ROWS + "(1) convention en cours;;;\nDonnées provisoires;;;\n;;Source : service;"
    assert kinds(text) == {5: asides.NOTE, 6: asides.NOTE, 7: asides.NOTE}


@pytest.mark.parametrize("row", ["Pau;64;Halle;", "Pau;;;", ";64;Halle;"])
def test_a_last_row_without_an_amount_is_no_note(row: str) -> None:
    assert kinds(HEADER + ROWS + row) == {}


def test_a_header_said_again_is_set_aside() -> None:
    assert kinds(HEADER + ROWS + HEADER + "Pau;64;Halle;5") == {5: asides.HEADER}


def test_a_hidden_row_is_set_aside() -> None:
    assert kinds(HEADER + ROWS, hidden=[3]) == {3: asides.HIDDEN}


def test_what_is_set_aside_says_why_counts_apart_and_comes_back_in_one_click() -> None:
    text = HEADER + ROWS + "TOTAL;;;400000\n(1) une note;;;"
    found = checked(text)
    assert found.rows["statut"].tolist() == [ACCEPTED] * 3 + [ASIDE] * 2
    assert found.rows.loc[5, "motif"] == asides.KINDS[asides.TOTAL].reason
    table_of_groups = groups(found.rows).set_index("statut")
    assert table_of_groups.loc[ACCEPTED, ["lignes", "aide_centimes"]].tolist() == [3, 40_000_000]
    assert table_of_groups.loc[ASIDE, ["lignes", "aide_centimes"]].tolist() == [2, 40_000_000]
    kept = checked(text, kept={asides.TOTAL})
    assert kept.rows["statut"].eq(ASIDE).sum() == 1
    assert kept.rows.loc[5, "genre"] == asides.TOTAL  # still said to be one


def test_what_is_set_aside_is_no_project() -> None:
    frame = table(HEADER + ROWS + "TOTAL;;;400000")
    choices = Choices.proposed(propose(frame, GROUND))
    rows = check(frame, choices, GROUND).rows
    projects = own_projects(frame, choices.roles, rows, GROUND.wider)
    assert projects["projet"].tolist() == ["Atelier", "Four", "Presse"]
    assert projects["aide_centimes"].sum() == 40_000_000


def test_a_table_without_amounts_or_places_loses_nothing() -> None:
    assert kinds("a;b\nx;1\ny;2\nz;") == {}
    assert checked("Commune\nThiers\nPau").rows["genre"].eq("").all()
    empty = pd.DataFrame({"a": pd.Series(dtype="str")})
    assert check(empty, Choices({}), GROUND).rows.empty


def test_the_amounts_of_several_columns_are_added() -> None:
    text = "Commune;Subvention 2022;Subvention 2023\nThiers;1,50;2\nPau;;3\nBrie;;\nFaux;abc;4"
    found = checked(text)
    assert found.rows["aide_centimes"].fillna(-1).tolist() == [350, 300, -1, 400]
    assert sum(found.said["aide"].values()) == 1
    assert "abc" in found.rows["remarques"].iloc[3]
