"""A map as plain values, for its picture: the layers of the page on a wide screen, borders in one generalisation."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from components.look import palette
from components.maps import legend, spec, style, viewport
from components.maps.frame import MapFrame, Marks
from components.maps.viewport import View
from components.text.formats import typeset
from data.documents.plates import Areas, Dots, Ground, Key, Legend, Lines, Map, Names
from geo.classes import FRAGILE, MAX_CLASSES, Classes

_INNER: Final = 0.9  # px, as in the style of the page
_OUTER: Final = 0.8
Layer = Areas | Ground | Lines | Dots | Names


def of_level(frame: MapFrame, cut: Classes | None, alt: str) -> Map:
    """The map of a level. cut: the classes of a choropleth, None for circles. names_file: of a wide screen."""
    view = viewport.fit(frame.contours.bounds, narrow=False)
    contours = frame.contours
    stack: list[Layer] = [Ground(contours.land, palette.LAND)] if contours.land else []
    if contours.polygons:
        stack.append(_shaded(frame, contours.polygons) if cut is None else _areas(frame, cut, contours.polygons))
    stack += _borders(frame)
    if cut is None and contours.points:
        stack.append(_circles(frame, contours.points))
    stack += _over(frame.marks, frame.official, spec.MARK_RADIUS)
    if frame.names_file:
        stack.append(Names(frame.names_file))
    return _map(view, viewport.WIDTHS[False], stack, legend.plain(frame, cut), alt, _values(frame))


def of_parts(
    parts: Mapping[str, tuple[str, npt.NDArray[np.bool_]]],
    colours: tuple[str, str],
    marks: Marks,
    view: View,
    *,
    width: int,
    borders: Sequence[str],
    context: str,
    official: str | None,
    names: Sequence[Mapping[str, Any]],
    keys: Sequence[Key],
    alt: str,
) -> Map:
    """A map of contour files whose places are in or out, as `spec.locator` takes it."""
    stack: list[Layer] = [Areas(file, colours, tuple(inside.astype(int).tolist())) for file, inside in parts.values()]
    stack += [Lines(palette.INNER_LINE, _INNER, file) for file in borders]
    stack.append(Lines(palette.OUTER_LINE, _OUTER, context))
    stack += _over(marks, official, spec.LOCATOR_MARK_RADIUS)
    given = [(each["properties"]["text"], *each["geometry"]["coordinates"]) for each in names]
    stack.append(Names(given=tuple(given), above=spec.ABOVE_MARK))
    return _map(view, width, stack, Legend(keys=tuple(keys)), alt)


def _map(
    view: View, width: int, stack: Sequence[Layer], legend_: Legend, alt: str, values: tuple[str, ...] = ()
) -> Map:
    return Map(
        longitude=view.longitude,
        latitude=view.latitude,
        zoom=view.zoom,
        width=width,
        height=view.height,
        layers=tuple(stack),
        legend=legend_,
        alt=alt,
        values=values,
    )


def _values(frame: MapFrame) -> tuple[str, ...]:
    """What each place says: the first line of its tooltip with its unit, « pas de donnée » as it is."""
    return tuple(typeset(frame.format_value(value)) for value in frame.values.tolist())


def _shaded(frame: MapFrame, file: str) -> Areas:
    """Under circles: one shade, and another for « pas de donnée » where it could be taken for zero."""
    ground = spec.ground_colour(frame.contours)
    codes = (~frame.known).astype(int) if spec.missing_is_tinted(frame) else np.zeros(len(frame.values), dtype=int)
    return Areas(file, (ground, palette.NO_DATA), tuple(codes.tolist()))


def _areas(frame: MapFrame, cut: Classes, file: str) -> Areas:
    """Areas coloured by class; the two codes that are not a class come after the classes in the palette."""
    count = len(cut.counts)
    colours = (*(palette.sequential(count) if count else ()), palette.NO_DATA, palette.HATCH)
    codes = np.where(cut.codes >= MAX_CLASSES, cut.codes - MAX_CLASSES + count, cut.codes)
    lined = (cut.codes == FRAGILE) | frame.pale if frame.fragile is not None else np.zeros(len(codes), dtype=bool)
    return Areas(file, colours, tuple(codes.astype(int).tolist()), tuple(np.flatnonzero(lined).tolist()))


def _borders(frame: MapFrame) -> list[Layer]:
    contours = frame.contours
    on_paper = frame.kind == "circles" and not contours.land
    inner = palette.FRAME_LINE if on_paper else palette.INNER_LINE
    files = ((contours.borders, inner, _INNER), (contours.context, palette.OUTER_LINE, _OUTER))
    found: list[Layer] = [Lines(colour, width, file) for file, colour, width in files if file]
    if contours.frames:
        corners = tuple(tuple((lon, lat) for lon, lat in line) for line in style.frames()["coordinates"])
        found.append(Lines(palette.FRAME_LINE, _INNER, given=corners))
    return found


def _circles(frame: MapFrame, file: str) -> Dots:
    pale = bool(frame.pale.any())
    return Dots(
        file=file,
        radii=tuple(spec.radius_px(step, narrow=False) for step in spec.radii(frame.values).tolist()),
        colour=palette.ACCENT,
        opacity=spec.CIRCLE_ALPHA / 255,
        outline=None if pale else spec.ground_colour(frame.contours),
        pale=tuple(np.flatnonzero(frame.pale).tolist()),
        pale_opacity=spec.PALE_ALPHA / 255,
    )


def _over(marks: Marks | None, official: str | None, radius: float) -> list[Layer]:
    """The dots of projects: those of official files under them, larger."""
    found: list[Layer] = []
    if official:
        found.append(Dots(official, (), palette.OFFICIAL_MARK, every=spec.RING * radius))
    if marks:
        found.append(Dots(marks.file, tuple((marks.shown * radius).tolist()), palette.MARK))
    return found
