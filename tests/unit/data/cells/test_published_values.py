"""The cells of a file as texts: on one line, in NFC, at a cost that grows with the file alone."""

import time

import pandas as pd

from data.cells import published_values


def test_a_text_is_one_line_of_composed_letters() -> None:
    cells = pd.Series(["  Usine\n de&nbsp;l'e\N{COMBINING ACUTE ACCENT}tang ", None, " "], dtype="str")
    assert published_values.texts(cells).tolist()[0] == "Usine de l'étang"
    assert published_values.texts(cells).isna().tolist() == [False, True, True]


def test_cells_of_combining_marks_are_cut_before_they_are_put_in_order() -> None:
    """Whole, each of these cells takes a second."""
    marks = "e" + "\N{COMBINING GRAVE ACCENT}\N{COMBINING DOT BELOW}" * 16_000
    begun = time.process_time()
    texts = published_values.texts(pd.Series([f"{rank}{marks}" for rank in range(10)], dtype="str"))
    assert time.process_time() - begun < 2
    assert texts.notna().all()
