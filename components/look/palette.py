"""Every colour of the atlas: one accent, one sequential scale, one categorical set, neutral tints.

Text colours reach 4.5:1 on the paper and on panels (WCAG AA); marks of charts reach 3:1 on white. The sequential scale
only grows darker, so it reads in black and white and with any colour blindness; numbers read over each of its steps
and over the first categories. Tests hold all of it.
"""

from typing import Final

ACCENT: Final = "#1b5e6f"

# Neutral tints, warm as the paper. The theme of .streamlit/config.toml uses the same values.
PAPER: Final = "#fdfcf9"
PANEL: Final = "#f3f1ea"
BORDER: Final = "#dcd8cc"
TEXT: Final = "#22282d"
MUTED: Final = "#5a6167"

# Seven steps of equal lightness difference in OKLab, straw to deep blue, the accent next to last.
SEQUENTIAL: Final = ("#f6e8b1", "#b5d1ac", "#79b6a5", "#479a9f", "#2d7885", "#1b5e6f", "#123a52")
# Which steps stand for fewer classes: as far apart as possible.
_STEPS: Final = {1: (3,), 2: (1, 5), 3: (0, 3, 6), 4: (0, 2, 4, 6), 5: (0, 2, 3, 4, 6), 6: (0, 1, 2, 3, 4, 6)}

# Below the middle, then above it, the darker the further: told apart in grey print too, where hues are not, as the
# steps of one side fall between those of the other.
DIVERGING: Final = ("#4d2000", "#b35e26", "#f5b490", "#dcf8fc", "#53a9b5", "#0e636d")
# Which steps stand for fewer classes on each side: one that is far from the middle, told from it, and not the darkest.
_SIDES: Final = {1: (1, 4), 2: (1, 2, 3, 4), 3: (0, 1, 2, 3, 4, 5)}

# Seventeen filières: greedily chosen for the largest OKLab distance, seen with and without colour blindness.
CATEGORICAL: Final = (
    ACCENT,
    "#da7134",
    "#8f81e8",
    "#8d1d0a",
    "#571974",
    "#449d88",
    "#9b499a",
    "#8a664c",
    "#296ec3",
    "#21459d",
    "#47393b",
    "#8379a1",
    "#5e6f03",
    "#9c2e5a",
    "#225123",
    "#467a6d",
    "#2095c5",
)

# The map: land that is not part of the level, the shade that circles stand on (with its alpha), places without data,
# and those with too few projects for a rate.
LAND: Final = "#edebe4"
# Dots over any class: told from the darkest by hue, from the lightest by value.
MARK: Final = "#c2410c"
# Dots of projects by the status of the greatest, the darker the further: announced, in construction, in service; then
# stopped, and of no known status. Each has an outline, for the lightest are under 3:1 on paper.
STAGES: Final = ("#ffd08a", "#da7134", "#8d1d0a", "#6b6f71", "#ffffff")
# Under these dots, and larger: a commune that has both shows a ring of this one.
OFFICIAL_MARK: Final = "#9b499a"
SHADE: Final = "#5a5442"
SHADE_ALPHA: Final = 0.13  # circles of the accent are 3.5:1 on it, and the borders under it are seen
NO_DATA: Final = "#7d7c78"  # in dots on the ground of hatching: a class is of one colour, in grey print too
HATCH: Final = "#8b8a86"
HATCH_GROUND: Final = "#f1efe9"
# Borders: between the places of the level, and of the level above.
INNER_LINE: Final = "#ffffff"
OUTER_LINE: Final = "#6b6f71"
FRAME_LINE: Final = "#b9b5a8"


def sequential(count: int) -> tuple[str, ...]:
    """Colours of `count` ordered classes, light to dark. Raises `ValueError` outside 1 to 7."""
    if not 1 <= count <= len(SEQUENTIAL):
        raise ValueError(f"1 to {len(SEQUENTIAL)} classes, got {count}")
    return tuple(SEQUENTIAL[step] for step in _STEPS.get(count, range(len(SEQUENTIAL))))


def diverging(count: int) -> tuple[str, ...]:
    """Colours of as many classes below a middle as above it. Raises `ValueError` for another count than 2, 4 or 6."""
    if count % 2 or count // 2 not in _SIDES:
        raise ValueError(f"1 to {len(_SIDES)} classes on each side, got {count} in all")
    return tuple(DIVERGING[step] for step in _SIDES[count // 2])


def rgb(colour: str) -> tuple[int, int, int]:
    """« #1b5e6f » as (27, 94, 111)."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def blend(over: str, alpha: float, under: str) -> str:
    """An opaque colour as a translucent one over another looks; alpha: 0 to 1."""
    pairs = zip(rgb(over), rgb(under), strict=True)
    return "#" + "".join(f"{round(top * alpha + bottom * (1 - alpha)):02x}" for top, bottom in pairs)


def ink(ground: str) -> str:
    """The colour of a number over another colour: that of the text or of the paper, whichever reads best."""
    return max((TEXT, PAPER), key=lambda colour: contrast(colour, ground))


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
