"""Draw a map of one level: the map itself, then its legend."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from components.drawn import recorder
from components.maps import clickable, legend, picture, spec, style, town_names, viewport
from components.maps.frame import MapFrame
from data.documents.plates import Map
from geo.classes import Classes, classify, cut_at, ranked


def draw(frame: MapFrame, *, key: str, narrow: bool, alt: str, on_pick: Callable[[int], None] | None = None) -> None:
    """Draw a map and its legend.

    key: constant for a map that stays on a page: with it, the visitor's position and zoom survive each change of
    filter. narrow: as on a phone. alt: what the map shows, in a sentence, for those who do not see it; the values are
    in a table that the caller puts after the map. on_pick: called with the position of the place that is clicked.
    """
    cut = None if frame.kind == "circles" else _classes(frame)
    view = viewport.fit(frame.contours.bounds, narrow=narrow)
    named = town_names.file(frame.contours.bounds, narrow=narrow, framed=frame.contours.frames is not None)
    frame = replace(frame, names_file=named)
    deck = spec.deck(frame, cut, view, style.published(frame.contours, frame.kind), narrow=narrow)

    def picked(_: str, position: int) -> None:
        if on_pick is not None and position < len(frame.values):
            on_pick(position)

    recorder.add(partial(_picture, frame, cut, alt))
    clickable.draw(deck, key=key, height=view.height, alt=alt, on_pick=on_pick and picked)
    st.html(legend.html(frame, cut, narrow=narrow))


def _picture(frame: MapFrame, cut: Classes | None, alt: str) -> Map:
    """The map of a wide screen, whatever the present one."""
    framed = frame.contours.frames is not None
    named = town_names.file(frame.contours.bounds, narrow=False, framed=framed)
    return picture.of_level(replace(frame, names_file=named), cut, alt)


def _classes(frame: MapFrame) -> Classes:
    if frame.names:
        fragile = np.zeros(len(frame.values), dtype=bool) if frame.fragile is None else frame.fragile
        return ranked(frame.values, len(frame.names), fragile=fragile)
    if frame.cuts:
        return cut_at(frame.values, frame.cuts)
    return classify(frame.values, k=frame.class_count, method=frame.method, fragile=frame.fragile)
