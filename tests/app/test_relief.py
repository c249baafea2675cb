"""The page of the map in relief: prisms by address, how they read, and a flat picture in documents."""

import json
from pathlib import Path

import pytest

from components.maps import webgl
from data.documents.plates import Dots, Map
from data.query.selection import Selection
from data.words.vocabulary import RELIEF
from tests.app.test_pages import open_page, texts
from tests.app.test_pictures import Shown, shown  # noqa: F401
from tests.shown_maps import shown_maps

CHOSEN = Selection(measure="investissement", form=RELIEF)


def test_the_relief_is_chosen_by_the_address_and_its_picture_stays_flat(
    app_home: Path,
    shown: Shown,  # noqa: F811
) -> None:
    at = open_page("carte", CHOSEN)
    (chart,) = at.get("deck_gl_json_chart")
    layers = {layer["id"]: layer for layer in json.loads(chart.proto.json)["layers"]}
    assert layers["prisms"]["extruded"] and layers["prisms"]["data"].startswith("app/static/geo/")
    assert len(chart.proto.json.encode()) < 10_000
    assert not shown_maps(at) and "plus haut prisme" in texts(at)
    (drawn,) = shown["carte"].pictures
    assert isinstance(drawn, Map) and any(isinstance(layer, Dots) for layer in drawn.layers)


def test_without_webgl_the_map_is_flat_and_the_page_says_so(app_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webgl, "heard", lambda _: (True, False))
    at = open_page("carte", CHOSEN)
    assert not at.get("deck_gl_json_chart")
    assert len(shown_maps(at)) == 1 and "voici la carte à plat" in texts(at)
