"""What is drawn in a figure is kept for its pictures, and only there."""

import numpy as np
import pandas as pd

from components.drawn import chart, recorder

ROWS = pd.DataFrame({"nom": ["a", None], "n": np.array([1, 2]), "valeur": [1.25, np.nan], "sur": [True, False]})


def test_what_is_drawn_in_a_figure_is_recorded_in_order() -> None:
    with recorder.recording() as found:
        recorder.add(lambda: chart.plain(ROWS, {"mark": "bar"}, "un"))
        with recorder.recording() as inner:
            recorder.add(lambda: chart.plain(None, {"data": {"values": []}}, "dedans"))
        recorder.add(lambda: chart.plain(ROWS, {}, "deux"))
    recorder.add(lambda: chart.plain(ROWS, {}, "dehors"))
    assert [make().alt for make in found] == ["un", "deux"]
    assert [make().alt for make in inner] == ["dedans"]


def test_rows_become_json_with_nothing_where_there_is_nothing() -> None:
    assert chart.plain(ROWS, {}, "").spec["data"]["values"] == [
        {"nom": "a", "n": 1, "valeur": 1.25, "sur": True},
        {"nom": None, "n": 2, "valeur": None, "sur": False},
    ]
