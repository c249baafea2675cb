"""What is said of projects that no commune has: they count in a place above communes, or in the country alone."""

from typing import Any, cast

import pandas as pd
import pytest

from components.frame import dataset_choice
from components.frame.dataset_choice import unplaced
from components.visit import datasets
from components.visit.datasets import Dataset
from data.words.levels import LEVELS

HERE = {"code_insee": "01001", "code_epci": "200069193", "code_departement": "01", "code_region": "84"}
COLUMNS = [level.column for level in LEVELS.values()]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HERE], ""),
        ([HERE, {"code_epci": "200069193", "code_departement": "01"}], "1 projet sans commune : à l'intercommunalité,"),
        (
            [{"code_region": "84"}, {}],
            "1 projet sans commune : à l'intercommunalité, au département ou à la région. 1 ",
        ),
        ([{}, {}], "2 projets non localisés : dans les totaux nationaux seulement."),
    ],
)
def test_a_project_above_communes_is_not_said_to_be_nowhere(rows: list[dict[str, str]], said: str) -> None:
    told = " ".join(unplaced(pd.DataFrame(rows, columns=COLUMNS)))
    assert told.replace("\N{NO-BREAK SPACE}", " ").startswith(said)
    assert told or not said


class Opened:
    """A visit of an official source of so many rows, which notes that it is read."""

    edition_id, dataset, private = "essai", "grand", False

    def __init__(self, rows: int) -> None:
        self.count, self.read = rows, 0

    def edition(self) -> "Opened":
        return self

    def rows(self, name: str) -> int:
        assert name == "projets_officiels"
        return self.count

    def shown(self) -> Dataset:
        return datasets.official("grand", "Aides", "DGE", "2024")

    def projects(self) -> None:
        self.read += 1


class Notice:
    """What is said where a wait is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def info(self, text: str) -> None:
        self.said.append(text)

    def empty(self) -> None:
        self.said.append("")


@pytest.mark.parametrize("rows", [10, 1_000_000])
def test_the_first_reading_of_a_large_table_is_said_once(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(dataset_choice, "_READ", set())
    visit, notice = Opened(rows), Notice()
    for _ in range(2):
        assert dataset_choice.read(cast("Any", visit), cast("Any", notice)) is visit
    assert visit.read == 1
    assert [bool(text) for text in notice.said] == ([True, False] if rows > 10 else [False])
    assert ("Aides" in notice.said[0]) == (rows > 10)
