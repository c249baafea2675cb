"""The names of the contour files of each level, which the build writes and a page asks for."""

from data.query.selection import Selection

# One point per commune that has a project; the frames of overseas départements.
PROJECT_PLACES = "lieux"
FRAMES = "cadres"


def zone_key(zone: str) -> str:
    """The communes of a zone: « communes-2a », « communes-2-ti-0101 »."""
    return f"communes-{zone.lower()}"


def level_key(selection: Selection) -> str:
    """The level of a selection: « territoires-2 », « epci », « communes-2a »."""
    if selection.level == "territoires":
        return f"territoires-{selection.phase}"
    return zone_key(selection.zone or "") if selection.level == "communes" else selection.level
