"""The names of the contour files of each level, which the build writes and a page asks for."""

from data.query.selection import Selection
from data.words.levels import Level, level_asked

# One point per commune that has a project; the frames of overseas départements.
PROJECT_PLACES = "lieux"
FRAMES = "cadres"


def zone_key(zone: str) -> str:
    """The communes of a zone: « communes-2a », « communes-2-ti-0101 »."""
    return f"communes-{zone.lower()}"


def level_shown(selection: Selection) -> Level:
    """The level of a selection, told apart by its phase."""
    return level_asked(selection.level, selection.phase)


def level_key(selection: Selection) -> str:
    """The contour files of a selection: « territoires-2 », « epci », « communes-2a »."""
    return zone_key(selection.zone or "") if selection.level == "communes" else level_shown(selection).key
