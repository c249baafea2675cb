"""Where the words of a slide are, and the room that they leave to what it shows, whatever the font of who opens it."""

from dataclasses import dataclass
from typing import Final

from data.documents import fonts
from data.documents.plates import Plate

WIDER: Final = {"400": 1.3, "700": 1.36}  # digits of DejaVu
"""The widest fonts against those of pages, by weight: a suite that lacks that of a slide takes one of these."""

LINE: Final = 1.25  # of the size of letters, in the widest fonts
LEAD_PT: Final = 18.0  # read from afar
_TITLES_PT: Final = (28.0, 25.0, 22.0, 18.0)  # the first that holds in two lines, or the last
_FEET_PT: Final = (10.5, 9.0)  # a source is read at a desk, from the file
_FOOT_LINES: Final = 6  # of the first size; a seventh takes the second
_TITLE_LINES: Final = 2  # at most, in letters that are read from afar
_LEAD_LINES: Final = 2  # notes have all of it
_COUNTED_LINES: Final = 3  # so do they
# Of the width, then of the height: projectors cut edges; a foot is low, for it is read last.
_MARGIN: Final = 0.045
_TOP, _GAP, _END = 0.045, 0.02, 0.985
_LEFT_OUT: Final = "Montré ici : 88 lignes sur 888, 8 colonnes sur 88."


@dataclass(frozen=True)
class Room:
    """A rectangle of a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """The words of a slide with their sizes, and the rooms of all of it. lead: "" for none, cut where it is long, for
    notes have it. The foot has room for one line more, which says what is left out.
    """

    title: Room
    title_pt: float
    lead: str
    lead_room: Room
    shown: Room
    foot: Room
    foot_pt: float
    lines: tuple[str, ...]

    def told(self, left_out: str) -> tuple[str, ...]:
        """The lines of the foot. left_out: how much is shown, in words, "" for all of it."""
        return (f"Montré ici\u00a0: {left_out}.", *self.lines) if left_out else self.lines


def of(plate: Plate, width: float, height: float, under: float = 0.0) -> Layout:
    """The layout of a plate on a slide of this size. under: where the title of a template ends, points."""
    left, across = _MARGIN * width, (1 - 2 * _MARGIN) * width
    for size in _TITLES_PT:
        count = max(1, len(broken(plate.title, size, across, weight="700")))
        if count <= _TITLE_LINES:
            break
    title = Room(left, _TOP * height, across, count * size * LINE)
    top = (under or title.top + title.height) + _GAP * height
    lead = _clipped(_lead(plate), LEAD_PT, across, _LEAD_LINES)
    lead_room = Room(left, top, across, len(broken(lead, LEAD_PT, across)) * LEAD_PT * LINE if lead else 0.0)
    lines, foot_pt, tall = _foot(plate, across)
    foot = Room(left, _END * height - tall, across, tall)
    top += lead_room.height + (_GAP * height / 2 if lead else 0.0)
    shown = Room(left, top, across, foot.top - top - _GAP * height / 2)
    return Layout(title, size, lead, lead_room, shown, foot, foot_pt, lines)


def broken(said: str, size: float, width: float, weight: str = "400") -> list[str]:
    """A text in lines that the widest fonts hold. size, width: points."""
    return fonts.lines(said, size * WIDER[weight], width, weight=weight)


def wide(said: str, size: float, weight: str = "400") -> float:
    """The width (points) of a text, in the widest fonts."""
    return fonts.width(said, size * WIDER[weight], weight=weight)


def _lead(plate: Plate) -> str:
    filters = f"Filtres\u00a0: {' ; '.join(plate.filters)}" if plate.filters else ""
    return " ".join(plate.notes) or filters


def _foot(plate: Plate, width: float) -> tuple[tuple[str, ...], float, float]:
    """What a plate counts, its source and its day; their size, and their height."""
    for size in _FEET_PT:
        counted = _clipped(plate.counted, size, width, _COUNTED_LINES)
        said = tuple(filter(None, (counted, plate.source, f"Figure du {plate.drawn}")))
        lines = sum(len(broken(each, size, width)) for each in (_LEFT_OUT, *said))
        if lines <= _FOOT_LINES:
            break
    return said, size, lines * size * LINE


def _clipped(said: str, size: float, width: float, most: int) -> str:
    lines = broken(said, size, width)
    return said if len(lines) <= most else f"{' '.join(lines[:most]).rsplit(' ', 1)[0].rstrip(' ,;:.')}…"
