"""The pictures that figures offer hold the values of the page, and are drawn when they are asked for."""

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pptx import Presentation

from components.figures import figure, plates
from components.text import measure_labels
from data.documents import sheets
from data.documents.plates import Dots, Map, Plate
from data.documents.slides import powerpoint
from data.editions.registry import STATIC_FOLDER
from data.places.levels import Places, View
from data.query.projects import Projects
from data.query.selection import Selection
from tests.app.test_pages import open_page

Shown = dict[str, Plate]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """The figures that pages draw from here on, as their files would have them, by key."""
    found: Shown = {}

    def keep(described: figure.Figure, drawn: Any) -> None:
        found[described.key] = plates.draft(described.key, drawn)(described)

    monkeypatch.setattr(figure, "menu", keep)
    monkeypatch.setattr(figure, "downloads", lambda described, drawn=(): keep(described, drawn))
    return found


def test_the_picture_of_a_map_has_the_values_of_the_page(
    app_home: Path, shown: Shown, places: Places, projects: Projects
) -> None:
    chosen = Selection(measure="investissement")
    open_page("carte", chosen)
    plate = shown["carte"]
    values = View.of(projects, places, chosen).table["valeur"].to_numpy(dtype=np.float64)
    (drawn,) = plate.pictures
    assert isinstance(drawn, Map)
    short = measure_labels.short(chosen)
    assert [plain(said) for said in drawn.values] == [plain(short(value)) for value in values]
    (circles,) = [layer for layer in drawn.layers if isinstance(layer, Dots)]
    assert np.argmax(circles.radii) == np.nanargmax(values)
    document = sheets.drawn(plate, STATIC_FOLDER).decode()
    assert all(said in plain(document) for said in ("Marseille", "Guadeloupe", "Sources : inventaire", "€"))


def test_the_charts_of_slides_have_the_euros_of_the_page(
    app_home: Path, shown: Shown, places: Places, projects: Projects
) -> None:
    chosen = Selection(measure="investissement")
    open_page("carte", chosen)
    ranked = View.of(projects, places, chosen).table["valeur"].sort_values(ascending=False).head(15)
    deck = Presentation(io.BytesIO(powerpoint.deck([shown["classement"]], STATIC_FOLDER)))
    (chart,) = [shape.chart for shape in deck.slides[0].shapes if shape.has_chart]
    (series,) = chart.plots[0].series
    assert list(series.values) == ranked.tolist()
    said = [series.points[rank].data_label.text_frame.text for rank in range(len(ranked))]
    assert [plain(text) for text in said] == [plain(measure_labels.short(chosen)(value)) for value in ranked]
    assert [number.value for number in shown["classement"].numbers] == said[:3]  # not the decimals of the table


def test_every_figure_of_a_page_of_charts_has_a_picture(app_home: Path, shown: Shown) -> None:
    open_page("repartition")
    for plate in shown.values():
        assert re.search(r"<text ", sheets.drawn(plate, STATIC_FOLDER).decode())
    assert {picture.kind for plate in shown.values() for picture in plate.pictures} >= {"chart"}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
