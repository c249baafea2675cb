"""A map as plain values, for its picture: the layers of the page on a wide screen, borders in one generalisation."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from components.look import palette
from components.maps import drawing, legend, viewport
from components.maps.frame import Contours, MapFrame, Marks, ProjectDots
from components.maps.viewport import View
from components.text.formats import typeset
from data.documents.plates import Areas, Dots, Ground, Key, Legend, Lines, Map, Names
from geo.classes import Classes
from geo.overseas import FRAMES, Frame, from_plane

_INNER: Final = 0.9  # px, as in the style of the page
_LOCAL: Final = 0.5  # between communes
Layer = Areas | Ground | Lines | Dots | Names


def of_level(frame: MapFrame, cut: Classes | None, alt: str, *, names: str) -> Map:
    """The map of a level. cut: the classes of a choropleth, None for circles. names: the file of its names."""
    view = viewport.fit(frame.contours.bounds)
    contours = frame.contours
    stack: list[Layer] = [Ground(contours.land, palette.LAND)] if contours.land else []
    if contours.local:
        stack += _limits(contours)
    if contours.polygons:
        stack.append(_shaded(frame, contours.polygons) if cut is None else _areas(frame, cut, contours.polygons))
    stack += _borders(frame)
    if cut is None and contours.points:
        stack.append(_circles(frame, contours.points))
    stack += _over(frame.marks if isinstance(frame.marks, Marks) else None, frame.official, drawing.MARK_RADIUS)
    if isinstance(frame.marks, ProjectDots):
        stack += _projects(frame.marks)
    stack.append(Names(names))
    return _map(view, viewport.WIDE_WIDTH, stack, legend.plain(frame, cut), alt, _values(frame))


def of_parts(
    parts: Mapping[str, tuple[str, npt.NDArray[np.bool_]]],
    colours: tuple[str, str],
    marks: Marks,
    view: View,
    *,
    width: int,
    borders: Sequence[str],
    land: str,
    context: str,
    official: str | None,
    names: Sequence[tuple[str, float, float]],
    keys: Sequence[Key],
    alt: str,
) -> Map:
    """A map of contour files whose places are in or out, as `drawing.of_parts` takes it."""
    stack: list[Layer] = [Ground(land, palette.LAND), Lines(palette.OUTER_LINE, drawing.THIN, context)]
    stack += [Areas(file, colours, tuple(inside.astype(int).tolist())) for file, inside in parts.values()]
    stack += [Lines(palette.INNER_LINE, _LOCAL, file) for file in borders]
    stack += _over(marks, official, drawing.LOCATOR_MARK_RADIUS)
    stack.append(Names(given=tuple(names), above=drawing.ABOVE_MARK))
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
    ground = drawing.ground_colour(frame.contours)
    codes = (~frame.known).astype(int) if drawing.missing_is_tinted(frame) else np.zeros(len(frame.values), dtype=int)
    fills = (ground, palette.NO_DATA)
    return Areas(file, fills, tuple(codes.tolist()), dotted=drawing.MISSING_UNDER_CIRCLES)


def _areas(frame: MapFrame, cut: Classes, file: str) -> Areas:
    """Areas coloured by class; the two codes that are not a class come after the classes in the palette."""
    codes = drawing.fill_codes(cut).astype(int).tolist()
    lined = np.flatnonzero(drawing.hatched(frame, cut)).tolist()
    return Areas(file, drawing.fills(cut), tuple(codes), tuple(lined), dotted=drawing.missing_code(cut))


def _borders(frame: MapFrame) -> list[Layer]:
    contours = frame.contours
    found: list[Layer] = [Lines(drawing.inner_line(frame), _INNER, contours.borders)] if contours.borders else []
    if not contours.local:
        found += _limits(contours)
    if contours.frames:
        corners = tuple(tuple((lon, lat) for lon, lat in _outline(frame)) for frame in FRAMES)
        found.append(Lines(palette.FRAME_LINE, _INNER, given=corners))
    return found


def _limits(contours: Contours) -> list[Layer]:
    return [Lines(colour, width, file) for file, colour, width in drawing.limits(contours)]


def _outline(frame: Frame) -> list[list[float]]:
    corners = [
        (frame.west, frame.south),
        (frame.east, frame.south),
        (frame.east, frame.north),
        (frame.west, frame.north),
    ]
    outline: list[list[float]] = np.round(from_plane(np.array([*corners, corners[0]])), 3).tolist()
    return outline


def _circles(frame: MapFrame, file: str) -> Dots:
    pale = bool(frame.pale.any())
    return Dots(
        file=file,
        radii=tuple(drawing.radius_px(step) for step in drawing.radii(frame.values, drawing.greatest(frame)).tolist()),
        colour=palette.ACCENT,
        opacity=drawing.CIRCLE_OPACITY,
        outline=None if pale else drawing.ground_colour(frame.contours),
        pale=tuple(np.flatnonzero(frame.pale).tolist()),
        pale_opacity=drawing.PALE_OPACITY,
    )


def _projects(dots: ProjectDots) -> list[Layer]:
    """A layer for each status; a ring where no amount is known."""
    radii = drawing.dot_steps(dots) * drawing.DOT_SCALE
    found: list[Layer] = []
    for stage, colour in enumerate(palette.STAGES):
        own = dots.stages == stage
        known, unknown = radii * own, drawing.DOT_RING * (own & dots.unknown)
        if own.any():
            found.append(Dots(dots.file, tuple(known.tolist()), colour, outline=palette.TEXT))
            found.append(Dots(dots.file, tuple(unknown.tolist()), palette.PAPER, outline=palette.TEXT))
    return found


def _over(marks: Marks | None, official: str | None, radius: float) -> list[Layer]:
    """The dots of projects: those of official files under them, larger."""
    found: list[Layer] = []
    if official:
        found.append(Dots(official, (), palette.OFFICIAL_MARK, every=drawing.RING * radius))
    if marks:
        found.append(Dots(marks.file, tuple((marks.shown * radius).tolist()), palette.MARK))
    return found
