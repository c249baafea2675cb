"""Colours: readable text, marks that are seen, scales that only grow darker."""

import tomllib
from itertools import combinations, pairwise

import pytest

from components.look import palette
from data.paths import PROJECT


def test_text_reaches_aa_on_every_ground() -> None:
    for ground in (palette.PAPER, palette.PANEL, "#ffffff"):
        for text in (palette.TEXT, palette.MUTED, palette.ACCENT):
            assert palette.contrast(text, ground) >= 4.5


def test_marks_reach_three_to_one_on_white_and_paper() -> None:
    for colour in (*palette.CATEGORICAL, palette.ACCENT, palette.OUTER_LINE, palette.MARK, palette.OFFICIAL_MARK):
        assert palette.contrast(colour, "#ffffff") >= 3
        assert palette.contrast(colour, palette.PAPER) >= 3


def test_numbers_read_over_every_step_of_the_scale_and_the_first_categories() -> None:
    for ground in (*palette.SEQUENTIAL, *palette.CATEGORICAL[:6]):
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
