"""The fonts of files: those of the pages, as static files; how wide a text is, and where its lines break."""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from unicodedata import normalize

from fontTools.ttLib import TTFont
from PIL import ImageFont

SANS: Final = "Source Sans Pro"
SERIF: Final = "Source Serif Pro"
_FILES: Final = {
    (SANS, "400"): ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    (SANS, "600"): ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    (SANS, "700"): ("font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    (SERIF, "600"): ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}
TEXT: Final = 14.0  # px of the words of pictures, as on pages
# Shares of a width, tried until the text takes a line more; at a half, two lines would be full and three as good.
_NARROWER: Final = (0.92, 0.84, 0.76, 0.68, 0.6, 0.54)
# Breaks, and the blanks, dashes and marks that the setting of pages knows by itself.
_ALWAYS: Final = frozenset(["\n", *map(chr, range(0x2000, 0x2070))])
_MEASURED_PX: Final = 100  # large, so that hinting changes nothing


def faces() -> dict[tuple[str, str], Path]:
    """The font files, by family and weight."""
    return {face: _path(*each) for face, each in _FILES.items()}


def files() -> list[str]:
    """The paths of the font files."""
    return list(map(str, faces().values()))


def folders() -> list[str]:
    """The folders that hold them, with other weights."""
    return sorted({str(_path(*each).parent) for each in _FILES.values()})


def shown(text: str) -> str:
    """A text without the letters that the fonts lack, each marked: a page that must show all would not be made.

    >>> shown("Visite d’été \U0001f44d")
    'Visite d’été ?'
    """
    return "".join(each if each in _ALWAYS or ord(each) in _letters() else "?" for each in normalize("NFC", text))


def width(text: str, size: float, *, family: str = SANS, weight: str = "400") -> float:
    """The width (px) of a text, on one line."""
    return _font(family, weight).getlength(text.replace("\n", " ")) * size / _MEASURED_PX


def lines(text: str, size: float, most: float, *, family: str = SANS, weight: str = "400") -> list[str]:
    """A text in lines of at most `most` px; a word that is wider is cut. Breaks at plain spaces alone."""
    found: list[str] = []
    line = ""
    for word in _cut(text.split(" "), size, most, family, weight):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, family=family, weight=weight) > most:
            found.append(line)
            line = word
        else:
            line = longer
    return [*found, line] if line else found


def balanced(text: str, size: float, most: float, *, family: str = SANS, weight: str = "400") -> list[str]:
    """The same number of lines, about as long as each other: no word alone on the last one."""
    found = lines(text, size, most, family=family, weight=weight)
    for share in _NARROWER if len(found) > 1 else ():
        tighter = lines(text, size, most * share, family=family, weight=weight)
        if len(tighter) > len(found):
            break
        found = tighter
    return found


def _cut(words: list[str], size: float, most: float, family: str, weight: str) -> list[str]:
    """The words, those wider than a line in parts: an address breaks where it must."""
    found: list[str] = []
    for word in words:
        rest = word
        while width(rest, size, family=family, weight=weight) > most and len(rest) > 1:
            kept = max(1, int(len(rest) * most / width(rest, size, family=family, weight=weight)) - 1)
            found.append(rest[:kept])
            rest = rest[kept:]
        found.append(rest)
    return found


def _path(package: str, name: str) -> Path:
    # Not imported: the packages open all their files then.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(spec.submodule_search_locations[0]) / "files" / name


@cache
def _letters() -> frozenset[int]:
    return frozenset(TTFont(str(_path(*_FILES[SANS, "400"]))).getBestCmap())


@lru_cache
def _font(family: str, weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_path(*_FILES[family, weight])), _MEASURED_PX)
