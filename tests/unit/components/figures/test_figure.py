"""A figure of more rows than a browser can hold sends the first of them, and says where the others are."""

from typing import Any

import pandas as pd
import pytest

from components.figures import figure
from components.figures.figure import FIRST_ROWS, Figure


def described(rows: int, total: int | None = None) -> Figure:
    return Figure(
        key="x",
        title="Titre",
        source="",
        coverage="",
        rows=pd.DataFrame({"nom": ["a"] * rows}),
        columns=(),
        export=pd.DataFrame,
        filters=(),
        edition_id="",
        total=total,
    )


@pytest.mark.parametrize(
    ("rows", "total", "sent", "told"),
    [
        (3, None, 3, ""),
        (FIRST_ROWS, None, FIRST_ROWS, ""),
        (FIRST_ROWS + 1, None, FIRST_ROWS, "Les 2 000 premières lignes sur 2 001 ; le CSV les a toutes."),
        (FIRST_ROWS, 1_000_000, FIRST_ROWS, "Les 2 000 premières lignes sur 1 000 000 ; le CSV les a toutes."),
    ],
)
def test_only_the_first_rows_are_sent(
    monkeypatch: pytest.MonkeyPatch, rows: int, total: int | None, sent: int, told: str
) -> None:
    drawn: list[Any] = []
    captions: list[str] = [""]
    monkeypatch.setattr(figure.table, "html", lambda shown, *_, whole, **__: drawn.append((len(shown), whole)))
    monkeypatch.setattr(figure.st, "html", lambda _: None)
    monkeypatch.setattr(figure.st, "caption", captions.append)
    found = described(rows, total)
    figure._rows(found, figure.write(found))
    assert drawn == [(sent, not told)]
    assert " ".join(captions[-1].split()) == told
    assert found.count == (total or rows)
    assert found.kinds == (("csv",) if total else tuple(figure.KINDS))
