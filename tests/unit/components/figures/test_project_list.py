"""The files of a list of projects have what no page holds: the row that an official file published."""

from typing import Any

import pandas as pd

from components.figures import project_list
from tests.unit.support.plain_projects import PLAIN

PUBLISHED = [
    pd.DataFrame({"id_projet": ["f-1", "f-2"], "contenu": ["un", "deux"]}),
    pd.DataFrame({"id_projet": ["f-3"], "contenu": ["trois"]}),
]


class Held:
    """An edition of official rows, in two parts."""

    def batches(self, name: str, columns: list[str]) -> list[pd.DataFrame]:
        assert (name, columns) == ("projets_officiels", ["id_projet", "contenu"])
        return PUBLISHED


def rows(*identifiers: str) -> pd.DataFrame:
    return pd.DataFrame([{**PLAIN, "id_projet": each, "lon": 0, "lat": 0, "source_id": "f"} for each in identifiers])


def test_rows_of_an_official_file_leave_with_what_was_published_in_their_own_order() -> None:
    held: Any = Held()
    told = project_list.exported(rows("f-3", "f-1").assign(ligne=[4, 2]), held)
    assert told["id_projet"].tolist() == ["f-3", "f-1"]
    assert told["contenu"].tolist() == ["trois", "un"]


def test_others_have_no_published_row() -> None:
    held: Any = None
    assert "contenu" not in project_list.exported(rows("f-3"), held)
