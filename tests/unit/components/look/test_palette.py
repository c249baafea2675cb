"""Colours: readable text, marks that are seen, scales that only grow darker."""

import tomllib
from collections.abc import Iterable
from itertools import combinations, pairwise

import pytest

from components.look import palette
from data.paths import PROJECT
from tests.unit.support import seen

COLOURED = [way for way in seen.WAYS if "grey" not in way and "gris" not in way]


def test_text_reaches_aa_on_every_ground() -> None:
    for ground in (palette.PAPER, palette.PANEL, "#ffffff"):
        for text in (palette.TEXT, palette.MUTED, palette.ACCENT):
            assert palette.contrast(text, ground) >= 4.5


def test_marks_reach_three_to_one_on_white_and_paper() -> None:
    for colour in (*palette.CATEGORICAL, palette.ACCENT, palette.OUTER_LINE, palette.MARK, palette.OFFICIAL_MARK):
        assert palette.contrast(colour, "#ffffff") >= 3
        assert palette.contrast(colour, palette.PAPER) >= 3


def test_numbers_read_over_every_step_of_the_scale_and_the_first_categories() -> None:
    for ground in (*palette.SEQUENTIAL, *palette.DIVERGING, *palette.CATEGORICAL[:6]):
        assert palette.contrast(palette.ink(ground), ground) >= 4.5


def test_there_is_a_colour_per_filiere_and_no_two_are_alike() -> None:
    assert len(palette.CATEGORICAL) == 17
    for first, second in combinations(palette.CATEGORICAL, 2):
        assert sum(abs(a - b) for a, b in zip(palette.rgb(first), palette.rgb(second), strict=True)) > 40


@pytest.mark.parametrize("count", range(1, 8))
def test_classes_only_grow_darker(count: int) -> None:
    scale = palette.sequential(count)
    assert len(set(scale)) == count
    steps = [palette.contrast(colour, "#ffffff") for colour in scale]
    assert all(darker / lighter > 1.15 for lighter, darker in pairwise(steps))


def test_eight_classes_are_refused() -> None:
    with pytest.raises(ValueError, match="classes"):
        palette.sequential(8)


def test_the_theme_uses_the_palette() -> None:
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert theme["primaryColor"] == palette.ACCENT
    assert (theme["backgroundColor"], theme["secondaryBackgroundColor"]) == (palette.PAPER, palette.PANEL)
    assert (theme["textColor"], theme["borderColor"]) == (palette.TEXT, palette.BORDER)


def test_the_difference_of_colours_is_that_of_the_published_examples() -> None:
    assert seen.difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert seen.difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(
        1.2644, abs=1e-4
    )
    assert seen.difference((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(0.9082, abs=1e-4)


@pytest.mark.parametrize("way", seen.WAYS)
@pytest.mark.parametrize("colours", [palette.SEQUENTIAL, palette.DIVERGING])
def test_no_data_is_never_taken_for_a_class(colours: tuple[str, ...], way: str) -> None:
    """It is dots of a colour on another: both are told apart, and no class is near to both."""
    ink, ground, *scale = (
        seen.lab(colour, seen.WAYS[way]) for colour in (palette.NO_DATA, palette.HATCH_GROUND, *colours)
    )
    assert seen.difference(ink, ground) >= 20
    for colour in scale:
        assert max(seen.difference(colour, ink), seen.difference(colour, ground)) >= 10


def apart(colours: Iterable[str], way: str) -> float:
    """The least difference of two of these colours."""
    return min(seen.difference(*(seen.lab(each, seen.WAYS[way]) for each in pair)) for pair in combinations(colours, 2))


@pytest.mark.parametrize("way", seen.WAYS)
def test_both_sides_of_a_middle_are_told_apart_whoever_looks_in_grey_print_too(way: str) -> None:
    assert apart(palette.DIVERGING, way) >= 10


def test_classes_grow_darker_away_from_the_middle() -> None:
    dark = [palette.contrast(colour, "#ffffff") for colour in palette.DIVERGING]
    assert dark[:3] == sorted(dark[:3], reverse=True) and dark[3:] == sorted(dark[3:])
    assert all(set(palette.diverging(count)) <= set(palette.DIVERGING) for count in (2, 4, 6))
    with pytest.raises(ValueError, match="each side"):
        palette.diverging(3)


@pytest.mark.parametrize("way", COLOURED)
def test_six_series_are_told_apart_whoever_looks(way: str) -> None:
    assert apart(palette.CATEGORICAL[:6], way) > 11


@pytest.mark.parametrize("way", COLOURED)
def test_curves_of_one_shape_are_told_apart_whoever_looks(way: str) -> None:
    """Beyond six series a curve has one of six shapes too: those of one shape are six ranks apart."""
    assert min(apart(palette.CATEGORICAL[first::6], way) for first in range(6)) > 10
