"""A section sends what is ready, in its order; a chart that is ready travels light."""

import pandas as pd
import pyarrow as pa

from components.drawn import chart, recorder
from components.figures import section


class Place:
    """Where a chart is drawn."""

    def __init__(self) -> None:
        self.sent: list[tuple[pa.Table | None, dict[str, object], str]] = []

    def vega_lite_chart(self, rows: pa.Table | None, spec: dict[str, object], *, width: str, alt: str) -> None:
        """One more."""
        assert width == "stretch"
        self.sent.append((rows, spec, alt))


def test_a_chart_that_is_ready_is_sent_as_often_as_it_is_looked_at() -> None:
    rows = pd.DataFrame({"nom": ["l'usine", "Bois"], "n": [1, 2]}, index=[7, 9])
    ready, place = chart.ready(rows, {"title": "Combien ?"}, alt="Titre : deux"), Place()
    with recorder.recording() as drawn:
        ready(place)
        ready(place)
    assert place.sent[0] is not place.sent[1] and place.sent[0] == place.sent[1]
    table, spec, alt = place.sent[0]
    assert table is not None
    assert table.schema.metadata is None and table.column_names == ["nom", "n"]
    assert table["nom"].to_pylist() == ["l’usine", "Bois"]
    assert spec == {"title": "Combien\N{NARROW NO-BREAK SPACE}?"} and alt == "Titre\N{NO-BREAK SPACE}: deux"
    assert [picture().spec["data"]["values"][0] for picture in drawn] == 2 * [{"nom": "l'usine", "n": 1}]


def test_what_is_empty_is_no_part() -> None:
    assert section.sentence("") == section.remark("") == []
    assert len(section.sentence("Un.")) == len(section.remark("Deux.")) == 1


def test_parts_stand_two_abreast() -> None:
    assert [len(section.abreast([print] * count)) for count in range(5)] == [0, 1, 1, 2, 2]
