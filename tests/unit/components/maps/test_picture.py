"""The picture of a map has the values, the classes and the legend of the page."""

from dataclasses import replace

import numpy as np

from components.look import palette
from components.maps import drawing, picture
from components.maps.frame import Marks
from data.documents.plates import Areas, Dots, Ground, Lines
from geo.classes import classify
from tests.unit.components.maps.test_drawing import DOTS, NAN, frame


def test_areas_have_the_classes_of_the_page_and_grey_is_no_class() -> None:
    shown = frame(np.array([1.0, 2.0, 3.0, 4.0, NAN]))
    cut = classify(shown.values, k=2)
    drawn = picture.of_level(shown, cut, "Carte.", names="points.json")
    (areas,) = [layer for layer in drawn.layers if isinstance(layer, Areas)]
    colours = [areas.colours[code] for code in areas.codes]
    light, dark = palette.sequential(2)
    assert areas.dotted == areas.codes[-1] and [key.dotted for key in drawn.legend.keys] == [False, False, True]
    assert colours == [light, light, dark, dark, palette.NO_DATA]
    assert drawn.values[-1] == "pas de donnée" and len(drawn.values) == 5
    assert [key.label for key in drawn.legend.keys][-1] == "pas de donnée"
    assert sum(int(key.count) for key in drawn.legend.keys) == 5


def test_circles_are_those_of_the_page_on_land() -> None:
    shown = replace(frame(np.array([0.0, 4.0, 100.0, NAN])), kind="circles")
    shown = replace(shown, marks=Marks("marques.json", np.array([True, False])))
    drawn = picture.of_level(shown, None, "Carte.", names="points.json")
    circles, marks = [layer for layer in drawn.layers if isinstance(layer, Dots)]
    steps = drawing.radii(shown.values)
    assert list(circles.radii) == [drawing.radius_px(step) for step in steps.tolist()]
    assert marks.radii == (drawing.MARK_RADIUS, 0.0)
    assert isinstance(drawn.layers[0], Ground) and drawn.layers[0].colour == palette.LAND
    assert [layer.colour for layer in drawn.layers if isinstance(layer, Lines)][:1] == [palette.INNER_LINE]
    assert drawn.legend.sizes[0].diameter == round(2 * circles.radii[2], 1)


def test_places_whose_value_rests_on_too_little_are_in_lines() -> None:
    fragile = np.array([False, True, False, False])
    weak = np.array([False, False, True, False])
    shown = replace(frame(np.array([1.0, 2.0, 3.0, 4.0])), fragile=fragile, weak=weak)
    drawn = picture.of_level(shown, classify(shown.values, k=2, fragile=fragile), "Carte.", names="points.json")
    (areas,) = [layer for layer in drawn.layers if isinstance(layer, Areas)]
    assert areas.hatched == (1, 2)
    assert [key.label for key in drawn.legend.keys if key.hatched] == [shown.fragile_label, f"dont {shown.weak_label}"]


def test_dots_of_projects_are_those_of_the_page() -> None:
    drawn = picture.of_level(frame([1.0], marks=DOTS), classify(np.array([1.0]), k=2), "Carte.", names="points.json")
    dots = [layer for layer in drawn.layers if isinstance(layer, Dots)]
    coloured = {layer.colour: layer.radii for layer in dots if layer.colour != palette.PAPER}
    assert coloured[palette.STAGES[2]] == (11 * drawing.DOT_SCALE, 0, 0, 0, 0)
    assert palette.STAGES[4] not in coloured
    rings = [layer.radii for layer in dots if layer.colour == palette.PAPER]
    assert np.array(rings).sum(axis=0).tolist() == [0, 0, drawing.DOT_RING, 0, 0]
