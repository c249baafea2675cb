"""The legend of a map, as text: what each colour or size means, how many places it holds, and how classes are cut."""

from dataclasses import dataclass
from math import floor, log10
from typing import Final

import numpy as np

from components.look import palette, templating
from components.maps import drawing
from components.maps.drawing import (
    PALE_OPACITY,
    RADIUS_STEPS,
    greatest,
    ground_colour,
    missing_is_tinted,
    radius_px,
)
from components.maps.frame import STAGES, MapFrame, ProjectDots
from components.text.formats import NO_DATA, number, short_euros, typeset
from data.documents import plates
from geo import classes
from geo.classes import Classes

_PALE_CIRCLE: Final = palette.blend(palette.ACCENT, PALE_OPACITY, palette.LAND)
# Sizes shown besides the greatest, as shares of it: their diameters are about 6 and 3 tenths of the greatest.
_SMALLER: Final = (0.36, 0.09)


@dataclass(frozen=True)
class Entry:
    """A colour, what it means, and how many places have it, where that is said. apart: not one of the ordered classes;
    dot: of a point over the places; hatched, dotted: in lines, in dots of the colour.
    """

    colour: str
    label: str
    count: str
    apart: bool = False
    dot: bool = False
    hatched: bool = False
    dotted: bool = False

    @property
    def background(self) -> str:
        """The colour, as a style sheet says it."""
        return _hatched(self.colour) if self.hatched else _dotted(self.colour) if self.dotted else self.colour


@dataclass(frozen=True)
class Circle:
    """A size of the legend, resting on the same line as the others. diameter: px on a map of the reference size."""

    diameter: float
    label: str


def html(frame: MapFrame, cut: Classes | None) -> str:
    """The legend, everything escaped. cut: the classes of a choropleth, None for circles."""
    return templating.render(
        "map_legend",
        kind="areas" if cut else "points",
        unit=frame.unit,
        entries=_entries(frame, cut),
        circles=_circles(frame) if cut is None else [],
        method=_told(frame, cut),
    )


def plain(frame: MapFrame, cut: Classes | None) -> plates.Legend:
    """The same for a picture, as wide as on a wide screen."""
    circles = _circles(frame) if cut is None else []
    return plates.Legend(
        unit=typeset(frame.unit),
        keys=tuple(
            plates.Key(each.colour, typeset(each.label), each.count, each.hatched, each.apart, each.dot, each.dotted)
            for each in _entries(frame, cut)
        ),
        sizes=tuple(plates.Size(circle.diameter, typeset(circle.label)) for circle in circles),
        size_colour=palette.ACCENT,
        method=typeset(_told(frame, cut)),
    )


def _entries(frame: MapFrame, cut: Classes | None) -> list[Entry]:
    return ([] if cut is None else _steps(frame, cut)) + _apart(frame, cut) + _dots(frame)


def _steps(frame: MapFrame, cut: Classes) -> list[Entry]:
    whole = bool(np.all(np.mod(frame.values[frame.known], 1) == 0))
    return [
        Entry(colour, _range(frame, cut, rank, whole=whole), number(count))
        for rank, (colour, count) in enumerate(zip(drawing.scale(cut), cut.counts, strict=True))
        if cut.bounds[rank] < cut.bounds[rank + 1] or not frame.middle
    ]


def _range(frame: MapFrame, cut: Classes, rank: int, *, whole: bool) -> str:
    """« 5,0 à 12,5 », or the name of a class that has one.

    Classes of whole values end before the next begins: « 4 à 6 », « 4 ».
    """
    if frame.names:
        return frame.names[rank]
    low, high = cut.bounds[rank], cut.bounds[rank + 1]
    if whole and rank < len(cut.counts) - 1:
        high = np.ceil(high) - 1
    first, last = frame.format_value(low), frame.format_value(high)
    return first if first == last else f"{first} à {last}"


def _apart(frame: MapFrame, cut: Classes | None) -> list[Entry]:
    entries = []
    fragile = 0 if cut is None else int((cut.codes == classes.FRAGILE).sum())
    if fragile:
        entries.append(Entry(palette.HATCH, frame.fragile_label, number(fragile), apart=True, hatched=True))
    if pale := int(frame.pale.sum()):
        colour, hatched = (_PALE_CIRCLE, False) if cut is None else (palette.ACCENT, True)
        entries.append(Entry(colour, f"dont {frame.weak_label}", number(pale), apart=True, hatched=hatched))
    missing = int((~frame.known).sum())
    if missing:
        plain = cut is None and not missing_is_tinted(frame)
        colour, label = (
            (ground_colour(frame.contours), f"sans cercle : {NO_DATA}") if plain else (palette.NO_DATA, NO_DATA)
        )
        entries.append(Entry(colour, label, number(missing), apart=True, dotted=not plain))
    return entries


def _dots(frame: MapFrame) -> list[Entry]:
    """What the dots of projects say, and the colour of those of the official files."""
    entries = _stages(frame.marks) if isinstance(frame.marks, ProjectDots) else []
    if frame.official is not None:
        if not entries:
            entries.append(Entry(palette.MARK, "commune d'un projet de l'inventaire", "", apart=True, dot=True))
        told = "commune d'une ligne des fichiers officiels"
        entries.append(Entry(palette.OFFICIAL_MARK, told, "", apart=True, dot=True))
    return entries


def _stages(dots: ProjectDots) -> list[Entry]:
    """The statuses that dots have, then those of which no amount is known, with how many communes."""
    counts = np.bincount(dots.stages[(dots.stages >= 0) & ~dots.unknown], minlength=len(STAGES)).tolist()
    said = [*zip(palette.STAGES, map(str.lower, STAGES), counts, strict=True)]
    said.append((palette.PAPER, "montant inconnu", int(dots.unknown.sum())))
    return [
        Entry(colour, f"projet {label}", number(count), apart=True, dot=True) for colour, label, count in said if count
    ]


def _of_dots(dots: ProjectDots) -> str:
    """How dots of projects are read."""
    if dots.greatest == 0:
        return ""
    return (
        " Projets : un point par commune, à la couleur de son plus grand projet ; "
        f"sa surface suit l'investissement connu, au plus {short_euros(dots.greatest)}."
    )


def _hatched(colour: str) -> str:
    return f"repeating-linear-gradient(135deg,{colour} 0 1.2px,{palette.HATCH_GROUND} 1.2px 3.8px)"


def _dotted(colour: str) -> str:
    return f"radial-gradient({colour} 1.1px,{palette.HATCH_GROUND} 1.5px) 0 0/4.5px 4.5px"


def _told(frame: MapFrame, cut: Classes | None) -> str:
    return _method(frame, cut) + (_of_dots(frame.marks) if isinstance(frame.marks, ProjectDots) else "")


def _method(frame: MapFrame, cut: Classes | None) -> str:
    if cut is None:
        counted = "" if frame.known.all() else f" Entre parenthèses : nombre de {frame.noun}."
        return f"La surface d'un cercle est proportionnelle à la valeur.{counted}"
    if not any(cut.counts):
        return "Aucune valeur dans la sélection."
    method = "" if frame.names else f"Classes : {cut.label}. "
    zero = f"{frame.middle}. " if frame.middle else ""
    return f"{zero}{method}Entre parenthèses : nombre de {frame.noun}."


def _circles(frame: MapFrame) -> list[Circle]:
    """The greatest value, then round values about a third and a tenth of it."""
    most = greatest(frame)
    if most == 0:
        return []
    smaller = [_round_down(most * share) for share in _SMALLER]
    if np.all(np.mod(frame.values[frame.known], 1) == 0):
        smaller = [value for value in smaller if value >= 1]
    shown = list(dict.fromkeys((most, *smaller)))
    widest = 2 * radius_px(RADIUS_STEPS)
    return [Circle(round(widest * (value / most) ** 0.5, 1), frame.format_value(value)) for value in shown]


def _round_down(value: float) -> float:
    """1, 2 or 5 times a power of ten, at most `value`."""
    power = 10.0 ** floor(log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value)
