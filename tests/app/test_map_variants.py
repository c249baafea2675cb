"""The map of a level once per year, filière or status: their values add up to the whole, coverage beside each."""

import re
from pathlib import Path

import numpy as np

from components.maps.drawing import SIZES
from data.places.levels import Places, View
from data.query.projects import Projects
from data.query.selection import Selection
from tests import inventory
from tests.app.test_pages import open_page, texts
from tests.shown_maps import shown_maps


def test_the_maps_of_years_add_up_to_the_whole(app_home: Path, places: Places, projects: Projects) -> None:
    at = open_page("carte", Selection(form="annees"))
    (drawn,) = shown_maps(at)
    found = drawn["variants"]
    assert found["labels"] == sorted(found["labels"]) and len(found["labels"]) > 10
    values = np.array([[float(value) for value in each.split("|")] for each in found["values"]])
    assert values.sum(axis=0).tolist() == View.of(projects, places, Selection()).table["projets"].tolist()
    counted = [int(re.sub(r"\D", "", said)) for said in found["told"]]
    assert sum(counted) == len(inventory.live_projects()) and found["first"] == int(np.argmax(values.sum(axis=1)))
    sizes = np.array([[SIZES.index(size) for size in each] for each in found["sizes"]])
    assert sizes.shape == values.shape and sizes.max() == 63  # one scale: that of the greatest of all
    assert ((sizes > 0) == (values > 0)).all() and np.argmax(sizes) == np.argmax(values)
    assert len(at.get("bidi_component")[0].proto.bytes) < 16_000
    assert "Une carte par année, toutes à la même échelle" in texts(at)


def test_rates_are_not_drawn_once_per_value_and_the_page_says_so(app_home: Path) -> None:
    at = open_page("carte", Selection(form="filieres", denominator="habitants"))
    (drawn,) = shown_maps(at)
    assert "variants" not in drawn and "montre des totaux" in texts(at)
