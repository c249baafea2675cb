"""The life of a project: what its last status is, and since when a source shows it."""

import pandas as pd
import pytest

from data.sources import histories

EVENT = ("id_projet", "date", "statut", "source_editeur", "source_date", "source_url", "remarque")


def stand(*steps: tuple[str | None, str], told: tuple[str | None, str] = (None, "Annoncé")) -> tuple[str, str | None]:
    """Where a project stands, told (date, status) by its own source, after the steps of its file of events."""
    source = {"source_editeur": "Presse", "source_url": "https://example.org/a"}
    projets = pd.DataFrame([{"id_projet": "p1", "source_date": told[0], "statut": told[1], **source}])
    rows = [
        dict.fromkeys(EVENT) | {"id_projet": "p1", "date": date, "statut": status} | source for date, status in steps
    ]
    table = pd.DataFrame(rows, columns=list(EVENT)).astype("str")
    found = histories.last_status(histories.events(projets.astype("str"), table)).loc["p1"]
    return found["statut"], None if pd.isna(found["statut_date"]) else found["statut_date"]


@pytest.mark.parametrize(
    ("steps", "told", "expected"),
    [
        ([], ("2021-05", "Annoncé"), ("Annoncé", "2021-05")),
        ([], (None, "En service"), ("En service", None)),
        ([("2023", "En construction")], ("2021-05", "Annoncé"), ("En construction", "2023")),
        # A page of after the opening that still says « annoncé » says less, not more.
        ([("2021", "Annoncé")], ("2023-11", "En service"), ("En service", "2023-11")),
        ([("2024-05", "En construction")], ("2025-09", "Annoncé"), ("En construction", "2024-05")),
        # The same status seen again is fresher.
        ([("2025-10", "Annoncé")], ("2021", "Annoncé"), ("Annoncé", "2025-10")),
        ([("2025", "Liquidé"), ("2025-03", "En service")], ("2021", "Annoncé"), ("Liquidé", "2025")),
        (
            [("2024-05", "Suspendu"), ("2025-06", "En construction")],
            ("2022", "Annoncé"),
            ("En construction", "2025-06"),
        ),
        ([("2024-05", "Abandonné"), ("2025-06", "Annoncé")], ("2022", "En construction"), ("Annoncé", "2025-06")),
        # What no date places comes first.
        ([("2020", "Abandonné")], (None, "Annoncé"), ("Abandonné", "2020")),
    ],
)
def test_a_project_stands_where_its_last_event_left_it(
    steps: list[tuple[str | None, str]], told: tuple[str | None, str], expected: tuple[str, str | None]
) -> None:
    assert stand(*steps, told=told) == expected
