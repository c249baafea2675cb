"""A map in relief: heights that are proportional, nothing that is not a number in an expression, a short message."""

import json
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from components.maps import relief
from components.maps.frame import HoverRow, MapFrame
from components.maps.relief import HEIGHT_STEPS
from geo.classes import classify
from tests.unit.components.maps.test_drawing import HOSTILE, NAN, frame

EPCI = 1253


def made(shown: MapFrame) -> str:
    text: str = relief.deck(shown, classify(shown.values, fragile=shown.fragile)).to_json()
    return text


def layer(shown: MapFrame, name: str) -> dict[str, Any]:
    (found,) = [each for each in json.loads(made(shown))["layers"] if each["id"] == name]
    return found


def looked_up(expression: str) -> list[str]:
    """What the lookups of an expression give, place by place, put end to end: `properties.i` is their only name."""
    literals = re.findall(r"\('([0-9a-f]*)'\)\[properties\.i\]", expression)
    rest = re.sub(r"\('[0-9a-f]*'\)\[properties\.i\]", "", expression)
    assert re.fullmatch(r"@@=\('0x'\+\+\+\)\*1|@@=\(\[[\d,\[\]]+\]\)\[\]", rest), rest
    return ["".join(digits) for digits in zip(*literals, strict=True)]


def heights(shown: MapFrame) -> list[int]:
    return [int(digits, 16) for digits in looked_up(layer(shown, "prisms")["getElevation"])]


def test_heights_start_from_zero_and_are_proportional_to_the_greatest() -> None:
    assert heights(frame([0, 1, 2.5, 10])) == [0, round(HEIGHT_STEPS / 10), round(HEIGHT_STEPS / 4), HEIGHT_STEPS]


def test_the_greatest_has_the_same_height_whatever_it_is() -> None:
    small, large = (layer(frame([1, greatest]), "prisms")["elevationScale"] for greatest in (2, 2e9))
    assert small == large > 0


@pytest.mark.parametrize("values", [[NAN, 3.0, 6.0], [0.0, 3.0, 6.0]])
def test_no_data_and_nothing_are_flat_and_of_two_colours(values: Sequence[float]) -> None:
    shown = frame(values)
    assert heights(shown) == [0, 2048, HEIGHT_STEPS]
    assert (looked_up(layer(shown, "prisms")["getFillColor"])[0] == "0") == (values[0] == 0)


def test_a_fragile_value_is_flat_and_said() -> None:
    shown = frame([500, 1, 2], fragile=np.array([True, False, False]))
    assert heights(shown) == [0, 2048, HEIGHT_STEPS]
    assert "À plat, dans leur teinte\u00a0: moins de 3 projets." in relief.reading(
        shown, classify(shown.values, fragile=shown.fragile)
    )


def test_a_map_without_a_value_is_flat() -> None:
    assert heights(frame([NAN, 0])) == [0, 0] == relief.heights(np.array([NAN, NAN])).tolist()


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        relief.heights(np.array([-1.0]))


def test_no_text_of_a_table_is_in_the_message() -> None:
    values = list(range(len(HOSTILE)))
    told = frame(values, hover=(HoverRow("<b>", HOSTILE),), unit="@@=unit", noun="@@=noun")
    assert made(told) == made(frame(values))


def test_the_message_is_short_and_names_no_host() -> None:
    values = np.random.default_rng(1).pareto(1, EPCI)
    text = made(frame(values.tolist()))
    assert len(text.encode()) < 10_000
    assert "//" not in text and json.loads(text)["mapStyle"] == "__MAP_STYLE__"  # that Streamlit takes for none


def test_no_key_of_the_server_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAPBOX_API_KEY", "CARTO_API_KEY", "GOOGLE_MAPS_API_KEY"):
        monkeypatch.setenv(name, "secret")
    shown = frame([1, 2])
    deck = relief.deck(shown, classify(shown.values))
    assert deck.mapbox_key is None and "secret" not in deck.to_json()
