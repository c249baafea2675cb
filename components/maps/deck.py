"""Draw a map of one level: the map itself, then its legend."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from components.drawn import recorder
from components.maps import clickable, drawing, legend, picture, town_names
from components.maps import relief as prisms
from components.maps.frame import HoverRow, MapFrame, Variant
from data.documents.plates import Map
from geo.classes import Classes, around_zero, classify, cut_at, ranked


def draw(
    frame: MapFrame,
    *,
    key: str,
    alt: str,
    on_pick: Callable[[int], None] | None = None,
    relief: bool = False,
    variants: Sequence[Variant] = (),
) -> None:
    """Draw a map and its legend.

    key: constant for a map that stays on a page: with it, the visitor's position and zoom survive each change of
    filter. alt: what the map shows, in a sentence, for those who do not see it; the values are in a table that the
    caller puts after the map. on_pick: called with the position of the place that is opened. relief: as prisms,
    where the browser can; the picture of a document stays flat. variants: maps that the visitor goes through on one
    scale, that of most first; the picture of a document is that of all of them together.
    """
    cut = None if frame.kind == "circles" else _classes(frame)
    framed = frame.contours.frames is not None
    names = town_names.by_rank(frame.contours.bounds, framed=framed)

    def picked(_: str, position: int) -> None:
        if on_pick is not None and position < len(frame.values):
            on_pick(position)

    recorder.add(partial(_picture, frame, cut, alt, framed=framed))
    with st.container(key=f"map-of-{key}"):
        if relief and prisms.draw(frame, _classes(frame), key=key, alt=alt, on_pick=picked if on_pick else None):
            return
        shown, told, parted = frame, (frame, cut), {}
        if variants and cut is None:
            shown = _circled(frame, variants)
            told, parted = (shown, None), drawing.of_circles(variants, greatest=drawing.greatest(shown))
        elif variants:
            told, each = _coloured(frame, variants)
            (shown, cut), parted = each[0], drawing.of_areas(variants, each)
        described = drawing.of_level(shown, cut, names=names, alt=alt, opens=on_pick is not None)
        if variants:
            described |= {"greatest": [], "variants": parted}
        clickable.draw(described, key=key, on_pick=picked)
        st.html(legend.html(*told))


def _circled(frame: MapFrame, variants: Sequence[Variant]) -> MapFrame:
    """The frame of the variants, on the scale of all of them: its ground says nothing of any of them."""
    values = np.nan_to_num(np.array([each.values for each in variants]))
    hover = [HoverRow(frame.hover[0].label, variants[0].texts)]
    alone = replace(frame, weak=None, marks=None, official=None)
    return replace(alone, values=values[0], beside=values.ravel(), hover=hover)


def _coloured(
    frame: MapFrame, variants: Sequence[Variant]
) -> tuple[tuple[MapFrame, Classes], list[tuple[MapFrame, Classes]]]:
    """What the legend tells, of all variants together; then the frame of each, in the same classes."""
    alone, count = replace(frame, marks=None, official=None), len(frame.values)
    every = replace(
        alone,
        values=np.concatenate([each.values for each in variants]),
        fragile=np.concatenate([each.fragile for each in variants if each.fragile is not None]),
        weak=np.concatenate([each.weak for each in variants if each.weak is not None]),
        hover=[],
        noun=f"{frame.noun}, toutes cartes confondues",
    )
    cut = _classes(every)
    shown = [
        replace(
            alone,
            values=each.values,
            fragile=each.fragile,
            weak=each.weak,
            hover=[HoverRow(frame.hover[0].label, each.texts)],
        )
        for each in variants
    ]
    return (every, cut), [(each, cut.first(count, rank * count)) for rank, each in enumerate(shown)]


def _picture(frame: MapFrame, cut: Classes | None, alt: str, *, framed: bool) -> Map:
    return picture.of_level(frame, cut, alt, names=town_names.file(frame.contours.bounds, framed=framed))


def _classes(frame: MapFrame) -> Classes:
    if frame.names:
        fragile = np.zeros(len(frame.values), dtype=bool) if frame.fragile is None else frame.fragile
        return ranked(frame.values, len(frame.names), fragile=fragile)
    if frame.cuts:
        return cut_at(frame.values, frame.cuts)
    compared = frame.compared
    fragile = np.zeros(len(compared), dtype=bool)
    fragile[: len(frame.values)] = False if frame.fragile is None else frame.fragile
    if frame.middle:
        return around_zero(compared, fragile=fragile).first(len(frame.values))
    cut = classify(compared, k=frame.class_count, method=frame.method, fragile=fragile)
    return cut.first(len(frame.values))
