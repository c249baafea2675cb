"""Tables that stand side by side in one sheet: told from one table with spaces between its columns."""

import pytest

from data.files import worker
from data.files.limits import LIMITS


def tables(text: str) -> list[list[str]]:
    parsed = worker.read(text.encode(), "a.csv", LIMITS)
    return [list(names) for names in parsed.layout.beside]


def test_the_same_table_written_twice_is_two_tables() -> None:
    assert tables("Commune;Aide;;Commune;Aide\nThiers;1;;Lyon;2\nRoanne;3;;;\n") == [
        ["Commune", "Aide"],
        ["Commune (2)", "Aide (2)"],
    ]


def test_a_small_table_of_its_own_beside_a_long_one_is_offered() -> None:
    rows = "".join(f"Commune {rank};{rank};;;\n" for rank in range(20))
    text = "Commune;Aide;;Légende;Total\nThiers;1;;Subventions;4\nRoanne;3;;Prêts;2\n" + rows
    assert tables(text) == [["Commune", "Aide"], ["Légende", "Total"]]


@pytest.mark.parametrize(
    "text",
    [
        "Commune;Aide\nThiers;1\n",
        "Commune;Département;;Aide;Coût\nThiers;63;;1;2\nRoanne;42;;3;4\n",  # void columns for the eye
        "Commune;Département;;Aide\nThiers;63;;1\nRoanne;42;;\n",  # one column is no table
        "Commune;Aide;;Commune;Aide\nThiers;1;x;Lyon;2\n",  # a column without a name that says something
        "Commune;Département;;Aide;Remarque\nThiers;63;;1;\n" + "Roanne;42;;3;\n" * 8,
    ],
)
def test_one_table_is_one_table(text: str) -> None:
    assert tables(text) == []
