"""Where a table begins, and what its columns are called."""

import pytest

from data.files import header
from data.files.header import NO_HEADER, Row


def rows(*cells: list[str]) -> list[Row]:
    return list(enumerate(cells, start=1))


def names(*cells: list[str], chosen: int | None = None) -> list[str]:
    found = header.find(rows(*cells), chosen)
    assert found is not None
    return list(found.names)


def test_a_header_is_the_first_full_row() -> None:
    found = header.find(rows(["Aides 2023", "", ""], [""] * 3, ["Commune", "Dép", "Aide"], ["Thiers", "63", "1"]))
    assert found is not None
    assert (found.line, found.begin, found.notes) == (
        3,
        3,
        ("Ce qui précède l'en-tête (ligne 3) est laissé de côté.",),
    )


def test_sixty_lines_of_titles_come_before_a_header() -> None:
    found = header.find(rows(*[[f"Article {rank}", "", ""] for rank in range(60)], ["a", "b", "c"], ["x", "1", "2"]))
    assert found is not None
    assert (found.line, found.names) == (61, ("a", "b", "c"))


def test_two_rows_of_header_are_one() -> None:
    table = (
        ["Commune", "Année", "Montants (€)", "", "Emplois"],
        ["", "", "Investissement", "Aide", ""],
        ["Thiers", "2023", "1000000", "200000", "3"],
        ["Roanne", "2022", "500000", "100000", "NC"],
    )
    assert names(*table) == [
        "Commune",
        "Année",
        "Montants (€) – Investissement",
        "Montants (€) – Aide",
        "Emplois",
    ]
    found = header.find(rows(*table))
    assert found is not None and found.begin == 2 and "deux lignes (1 et 2)" in found.notes[0]


@pytest.mark.parametrize(
    "second",
    [
        ["Thiers", "une note", ""],  # a row with a note in a column without a name
        ["Thiers", "", "12"],
        ["", "", ""],
    ],
)
def test_a_row_under_a_column_without_a_name_is_no_header(second: list[str]) -> None:
    assert names(["Commune", "", "Aide"], second, ["Roanne", "", "5"], ["Vichy", "autre", "7"]) == [
        "Commune",
        "",
        "Aide",
    ]


def test_a_row_of_units_gives_them_to_the_names() -> None:
    found = header.find(rows(["Commune", "Aide", "Part", "Note"], ["", "k€", "(%)", "-"], ["Thiers", "12", "3", "x"]))
    assert found is not None
    assert found.names == ("Commune", "Aide (k€)", "Part (%)", "Note")
    assert found.begin == 2


@pytest.mark.parametrize(
    "table",
    [
        (["01001"], ["01002"], ["01004"]),
        (["Angoulême", "16015"], ["Balzac", "16026"]),
        (["2A004", "12,5 €"], ["2B033", "7 €"]),
    ],
)
def test_a_header_of_codes_and_numbers_is_a_row(table: tuple[list[str], ...]) -> None:
    found = header.find(rows(*table))
    assert found is not None
    assert (found.line, found.begin, set(found.names)) == (NO_HEADER, 0, {""})
    assert "Aucun en-tête" in found.notes[0]


@pytest.mark.parametrize(
    "table",
    [
        (["Commune", "2022", "2023"], ["Thiers", "10", "20"]),
        (["2022", "2023"], ["10", "20"], ["30", "2019"], ["5", "7"]),
        (["Code", "Montant 1", "3e axe"], ["01004", "1", "2"]),
        (["n° 1", "b"], ["1", "2"]),
    ],
)
def test_years_and_words_are_a_header(table: tuple[list[str], ...]) -> None:
    assert names(*table) == table[0]


def test_the_visitor_has_the_last_word() -> None:
    table = (["Titre", "x"], ["a", "b"], ["1", "2"])
    assert names(*table, chosen=2) == ["a", "b"]
    assert names(*table, chosen=NO_HEADER) == ["", ""]
    assert names(["01001"], ["01002"], chosen=1) == ["01001"]


def test_nothing_has_no_header() -> None:
    assert header.find(rows([""], ["", ""])) is None
