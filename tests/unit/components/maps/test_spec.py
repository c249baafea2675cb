"""What a map sends at each run: little, the same for every visitor, and nothing but digits in its expressions."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from components.look import palette
from components.maps import legend as map_legend
from components.maps import spec as map_spec
from components.maps import style as map_style
from components.maps import viewport
from components.maps.frame import Contours, HoverRow, MapFrame, Marks
from components.text import formats
from geo.classes import classify

PLACES = 183
NAN = float("nan")
CONTOURS = Contours(
    polygons="territoires-2-c9686e1fbe2d.json",
    points="territoires-2-points-0c7d8e7a8ce3.json",
    borders="territoires-2-lignes-aae5262ddba1.json",
    bounds=viewport.NATIONAL,
    land="regions-5a9975a1084a.json",
    context="departements-lignes-58b24d7e43dc.json",
    frames="cadres-92ad161e35a8.json",
)
STYLE = "style.976ab6bb3afa.json"


def frame(values: Sequence[float], **changes: Any) -> MapFrame:
    array = np.asarray(values, dtype=np.float64)
    texts = ["" if np.isnan(value) else formats.number(value, 1) for value in array]
    plain = MapFrame(
        contours=replace(CONTOURS),
        kind="choropleth",
        values=array,
        hover=(HoverRow("Effet de levier", texts),),
        unit="€ investis par € d'aide",
        noun="territoires",
        format_value=formats.number,
        names_file="points.fedcba987654.json",
    )
    return replace(plain, **changes)


def spec(shown: MapFrame, *, narrow: bool = False) -> map_spec.Spec:
    return json.loads(deck(shown, narrow=narrow).to_json())


def deck(shown: MapFrame, *, narrow: bool = False) -> map_spec.CompactDeck:
    cut = classify(shown.values, fragile=shown.fragile) if shown.kind == "choropleth" else None
    return map_spec.deck(shown, cut, viewport.fit(shown.contours.bounds, narrow=narrow), STYLE, narrow=narrow)


def layer(shown: MapFrame, name: str) -> dict[str, Any]:
    return next(one for one in spec(shown)["layers"] if one["id"] == name)


def legend(shown: MapFrame, *, narrow: bool = False) -> str:
    cut = classify(shown.values, fragile=shown.fragile) if shown.kind == "choropleth" else None
    return map_legend.html(shown, cut, narrow=narrow)


def heaviest(kind: str) -> MapFrame:
    """Every place has a value of a few digits, a count, and some are fragile."""
    generator = np.random.default_rng(0)
    values = generator.lognormal(4, 1.5, PLACES)
    counts = generator.poisson(5, PLACES) + 1
    # Three figures, as a tooltip should show.
    rows = (
        HoverRow("Investissement (M€)", [formats.number(value, 1 if value < 100 else 0) for value in values]),
        HoverRow("Projets comptés", [str(count) for count in counts]),
    )
    fragile = counts < 3 if kind == "choropleth" else None
    return frame(values, kind=kind, hover=rows, fragile=fragile, weak=counts % 2 == 0)


# --- bytes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["choropleth", "circles"])
def test_a_run_sends_less_than_three_kilobytes_hover_included(kind: str) -> None:
    shown = deck(heaviest(kind))
    # Streamlit writes the tooltip with json.dumps, and adds 125 bytes of its own and the alternative text.
    assert len(shown.to_json().encode()) + len(json.dumps(shown._tooltip)) <= 2800


def test_the_specification_is_compact_and_asks_for_no_map_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPBOX_API_KEY", "secret")
    shown = deck(frame([1.0, 2.0]))
    assert ": " not in shown.to_json() and "\n" not in shown.to_json()
    assert getattr(shown, "mapbox_key", None) is None


# --- nothing outside, nothing written by others ------------------------------------------------------------------


def test_every_address_is_a_local_static_file() -> None:
    texts = json.dumps([spec(heaviest("choropleth")), spec(heaviest("circles")), map_style.style(CONTOURS, "circles")])
    assert "//" not in texts and "carto" not in texts
    addresses = re.findall(r'"(?:data|mapStyle)": "([^"]*)"', texts)
    assert len(addresses) > 8
    assert all(address.startswith("app/static/geo/") and address.endswith(".json") for address in addresses)


HOSTILE = [
    "@@=lon",
    "@@#x.y",
    "{nom}",
    "{i}",
    "<img src=x onerror=alert(1)>",
    '"><script>',
    "a\nb",
    "\u2028",
    "')[0]//",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_reaches_an_expression_or_an_attribute(text: str) -> None:
    rows = (HoverRow(text, [text] * 3),)
    shown = deck(frame([1.0, 2.0, NAN], hover=rows, unit=text, noun=text))
    for expression in re.findall(r'"(@@=[^"]*)"', shown.to_json()):
        assert re.fullmatch(r"@@=(\(\[\[[\d,\[\]]+\]\]\)\[)?\('\d*'\)\[properties\.i\]\]?", expression)
    tooltip = shown._tooltip["html"]
    assert re.findall(r"\{[^}]*\}", tooltip) == ["{i}", "{nom}"]
    assert re.findall(r"<(?!/?(?:div|b|p)\b)", tooltip) == []
    allowed = {"<div class=tip style=--i:{i};--r:1>", "<div class=lines>"}
    assert set(re.findall(r"<[^>]*=[^>]*>", tooltip)) <= allowed


@pytest.mark.parametrize("text", HOSTILE)
def test_the_legend_escapes_what_it_is_given(text: str) -> None:
    shown = frame([1.0, 2.0, 7.0], unit=text, noun=text, format_value=lambda _: text)
    for one in (shown, replace(shown, kind="circles")):
        assert set(re.findall(r"</?(\w+)", legend(one))) <= {"div", "p", "ul", "li", "i", "span", "small"}


def test_codes_that_are_not_one_digit_are_refused() -> None:
    with pytest.raises(ValueError, match="one digit"):
        map_spec._digits(np.array([1, 10]))


# --- what the expressions say ------------------------------------------------------------------------------------


def colour_at(expression: str, position: int) -> list[int]:
    colours, digits = re.fullmatch(r"@@=\((.*)\)\[\('(\d*)'\)\[properties\.i\]\]", expression).groups()
    return json.loads(colours)[int(digits[position])]


def test_each_place_has_the_colour_of_its_class() -> None:
    values = [1.0, 5.0, 9.0, NAN]
    fill = layer(frame(values), "areas")["getFillColor"]
    light, middle, dark = palette.sequential(3)
    expected = [light, middle, dark, palette.NO_DATA]
    assert [colour_at(fill, i) for i in range(4)] == [list(palette.rgb(colour)) for colour in expected]


def test_fragile_places_alone_are_hatched() -> None:
    shown = frame([1.0, 5.0, 9.0, NAN], fragile=np.array([False, True, False, False]))
    rates = layer(shown, "rates")
    digits = re.fullmatch(r"@@=\('(\d*)'\)\[properties\.i\]", rates["getFillPattern"]).group(1)
    assert [digit in rates["fillPatternMapping"] for digit in digits] == [False, True, False, False]
    assert colour_at(rates["getFillColor"], 1) == list(palette.rgb(palette.HATCH))


def test_no_value_at_all_is_drawn_as_no_data() -> None:
    fill = layer(frame([NAN, NAN]), "areas")["getFillColor"]
    assert colour_at(fill, 0) == list(palette.rgb(palette.NO_DATA))
    assert "Aucune valeur" in legend(frame([NAN, NAN]))


def packed_at(expression: str, position: int) -> int:
    """What a browser reads in an expression of `_packed`."""
    digits, group, bits, mask = re.fullmatch(
        r"'0x'\+\('([\da-f]*)'\)\[properties\.i(?:>>(\d)\]>>properties\.i%\d\*(\d)&(\d+)|\]\|0)", expression
    ).groups()
    if group is None:
        return int(digits[position], 16)
    return int(digits[position >> int(group)], 16) >> position % 2 ** int(group) * int(bits) & int(mask)


def radius_at(expression: str, position: int) -> int:
    high, low = re.fullmatch(r"@@=\(\((.*)\)\*16\+\((.*)\)\)\*0\.44", expression).groups()
    return packed_at(high, position) * 16 + packed_at(low, position)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_packed_codes_are_read_as_they_were(bits: int) -> None:
    codes = np.random.default_rng(0).integers(2**bits, size=13)
    assert [packed_at(map_spec._packed(codes, bits), i) for i in range(13)] == codes.tolist()
    with pytest.raises(ValueError, match="bits only"):
        map_spec._packed(np.array([2**bits]), bits)


def test_weak_places_are_hatched_in_the_colour_of_their_class() -> None:
    weak = np.array([True, True, False, True])
    shown = frame([1.0, 5.0, 9.0, NAN], fragile=np.array([False, True, False, False]), weak=weak)
    rates = layer(shown, "rates")
    digits = re.fullmatch(r"@@=\('(\d*)'\)\[properties\.i\]", rates["getFillPattern"]).group(1)
    assert [digit in rates["fillPatternMapping"] for digit in digits] == [True, True, False, False]
    assert colour_at(rates["getFillColor"], 0) == list(palette.rgb(palette.sequential(2)[0]))
    assert "connu pour moins de 30 % des projets</span> <small>(1)" in spaces(legend(shown))


def test_weak_circles_are_pale_and_the_legend_says_it() -> None:
    shown = frame([4.0, 5.0, 9.0, NAN], kind="circles", weak=np.array([True, False, False, True]))
    colour = layer(shown, "circles")["getFillColor"]
    alphas = re.fullmatch(r"@@=\[27,94,111,205-\((.*)\)\*125\]", colour).group(1)
    assert [packed_at(alphas, i) for i in range(4)] == [1, 0, 0, 0]
    assert "connu pour moins de 30 % des projets</span> <small>(1)" in spaces(legend(shown))
    plain = frame([4.0, 5.0], kind="circles", weak=np.array([False, False]))
    assert layer(plain, "circles")["getFillColor"] == [27, 94, 111, 205] and "moins de 30" not in legend(plain)


def spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_areas_of_circles_are_proportional() -> None:
    values = [400.0, 100.0, 25.0, 0.0, NAN]
    expression = layer(frame(values, kind="circles"), "circles")["getPointRadius"]
    assert [radius_at(expression, i) for i in range(5)] == [63, 32, 16, 0, 0]


def test_a_tiny_value_is_still_seen() -> None:
    assert map_spec.radii(np.array([1e9, 1.0])).tolist() == [63, 4]


def test_without_any_value_no_circle_is_drawn() -> None:
    shown = frame([0.0, NAN], kind="circles")
    assert map_spec.radii(shown.values).tolist() == [0, 0]
    assert "sizes" not in legend(shown)


def test_a_negative_value_cannot_be_a_circle() -> None:
    with pytest.raises(ValueError, match="negative"):
        map_spec.radii(np.array([1.0, -1.0]))


def test_missing_is_told_from_zero_under_circles() -> None:
    ground = layer(frame([3.0, 0.0, NAN], kind="circles"), "ground")["getFillColor"]
    assert colour_at(ground, 2) == list(palette.rgb(palette.NO_DATA))
    assert colour_at(ground, 1) != colour_at(ground, 2)
    assert "sans cercle" not in legend(frame([3.0, 0.0, NAN], kind="circles"))
    assert "sans cercle : pas de donnée" in legend(frame([3.0, NAN], kind="circles"))


def test_marks_show_the_chosen_points_and_are_not_hovered() -> None:
    shown = frame([1.0, 2.0], marks=Marks("lieux-points-0123456789ab.json", np.array([True, False, True])))
    layer = next(layer for layer in spec(shown)["layers"] if layer["id"] == "marks")
    assert layer["data"] == "app/static/geo/lieux-points-0123456789ab.json"
    assert layer["getFillColor"].startswith("@@=([[0,0,0,0],")
    assert layer["getFillColor"].endswith("[('101')[properties.i]]")
    assert "pickable" not in layer
    assert "marks" not in [layer["id"] for layer in spec(frame([1.0, 2.0]))["layers"]]


def test_points_of_the_official_files_are_under_the_marks_and_cost_nothing_per_place() -> None:
    marks = Marks("lieux-points-0123456789ab.json", np.array([True, False]))
    shown = frame([1.0, 2.0], marks=marks, official="points.0123456789ab.json")
    layers = spec(shown)["layers"]
    assert [layer["id"] for layer in layers][-3:] == ["official", "marks", "names"]
    below, above, _ = layers[-3:]
    assert below["getFillColor"] == list(palette.rgb(palette.OFFICIAL_MARK))
    assert below["getPointRadius"] > above["getPointRadius"]
    assert len(json.dumps(below)) < 250
    said = legend(shown)
    assert "commune d'un projet de l'inventaire" in html.unescape(said)
    assert "commune d'une ligne des fichiers officiels" in html.unescape(said)
    assert "fichiers officiels" not in legend(frame([1.0, 2.0], marks=marks))


def test_one_value_per_place_is_required() -> None:
    with pytest.raises(ValueError, match="one value per place"):
        frame([1.0, 2.0], hover=(HoverRow("Valeur", ["1"]),))


# --- what survives a change of filter ----------------------------------------------------------------------------


def test_view_layers_and_files_do_not_depend_on_values() -> None:
    many, few = spec(frame([1.0, 2.0, 3.0, 4.0])), spec(frame([NAN, 5.0, NAN, NAN]))
    changing = {"getFillColor", "updateTriggers"}
    for one in (many, few):
        one["layers"] = [{key: value for key, value in each.items() if key not in changing} for each in one["layers"]]
    assert many == few


def test_a_changed_class_or_palette_is_told_to_deck() -> None:
    marks = {
        layer(frame(values), "areas")["updateTriggers"]["getFillColor"]
        for values in ([1.0, 2.0, 3.0], [2.0, 1.0, 3.0], [1.0, 2.0, 2.0], [1.0, 2.0, NAN])
    }
    assert len(marks) == 4


def test_hatched_layers_have_their_own_name() -> None:
    # deck.gl draws hatching plain when the extension comes to a layer that began without it.
    fragile = np.array([False, False])
    assert layer(frame([1.0, 2.0], fragile=fragile), "rates")["data"] == layer(frame([1.0, 2.0]), "areas")["data"]


def test_the_wheel_is_left_to_the_page() -> None:
    assert spec(frame([1.0]))["views"] == [{"@@type": "MapView", "controller": map_spec.CONTROLLER}]
    assert map_spec.CONTROLLER["scrollZoom"] is False


def test_project_places_are_circles_without_areas() -> None:
    shown = frame([1.0, 2.0], kind="circles", contours=replace(CONTOURS, polygons=None, borders=None))
    assert [each["id"] for each in spec(shown)["layers"]] == ["circles", "names"]


# --- the view ------------------------------------------------------------------------------------------------------
