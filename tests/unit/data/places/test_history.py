"""The life of one project."""

import pandas as pd

from data.places import history


def test_the_events_of_a_project_are_those_of_its_own_the_last_first() -> None:
    events = pd.DataFrame(
        {
            "id_projet": ["a", "b", "a", "a"],
            "date": [None, "2020", "2021-05", "2024"],
            "statut": ["Annoncé", "Annoncé", "En construction", "En service"],
        }
    )
    found = history.of_project(events, "a")
    assert found["statut"].tolist() == ["En service", "En construction", "Annoncé"]
    assert history.of_project(events, "c").empty
