"""What is said of projects that no commune has: they count in a place above communes, or in the country alone."""

import pandas as pd
import pytest

from components.frame.dataset_choice import unplaced
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
