"""The site's fonts, with what its pages show of them alone: `make fonts` after a change of Streamlit or of an icon.

Streamlit's are 0.98 MB of a first visit, these 0.06: the letters of French and of its neighbours, one weight for
titles, the icons that are named. What else a page shows, a browser takes from Streamlit's, whose rules stand behind.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from streamlit import file_util

from data.documents import web
from data.paths import ASSETS, FONTS, PROJECT

RULES: Final = ASSETS / "fonts.css"
_STREAMLIT: Final = Path(file_util.get_static_dir()) / "static"
_NAMING: Final = ("pages", "components", "data")
_NAMED: Final = re.compile(r":material/([a-z0-9_]+)")
_OF_TITLES: Final = {"wght": 600, "opsz": 24}  # headingFontWeights of the theme; titles have 21 to 28 px
_RULE: Final = """@font-face {{
  font-family: "{family}"; font-weight: {weights}; font-style: {style}; font-display: block;
  src: url("./app/static/fonts/{file}") format("woff2"); unicode-range: {letters};
}}
"""


@dataclass(frozen=True)
class Face:
    """A font as the pages name it. The rest of its rule says what Streamlit's does, so as to stand before it."""

    family: str
    weights: str
    style: str
    content: bytes
    letters: frozenset[int]

    @property
    def file(self) -> str:
        """Its name, which changes with what it holds: it can be kept for ever."""
        return f"{self.family.lower().replace(' ', '-')}-{self.style}-{sha256(self.content).hexdigest()[:12]}.woff2"


def faces() -> list[Face]:
    """The fonts of a usual page."""
    names = icons_named()
    # A space as well: Streamlit asks for the font of one (`document.fonts.load`) before it shows an icon.
    shown = frozenset(map(ord, " ".join(names)))
    symbols = _media("MaterialSymbols-Rounded")
    glyphs = ligatures(symbols)
    drawn = web.reduced(symbols, shown, {glyphs[name] for name in names & glyphs.keys()})
    return [
        *(
            Face("Source Sans", "100 900", style, web.reduced(_media(f"SourceSansVF-{cut}"), web.LETTERS), web.LETTERS)
            for style, cut in (("normal", "Upright"), ("italic", "Italic"))
        ),
        Face("Source Serif", "100 900", "normal", titles(), web.LETTERS),
        Face("Material Symbols Rounded", "400", "normal", drawn, shown),
    ]


def titles() -> bytes:
    """The font of titles, at the one weight and about the size that they have."""
    with TemporaryDirectory() as folder:
        one = Path(folder) / "one.ttf"
        variable = TTFont(_media("SourceSerifVariable-Roman"), recalcTimestamp=False)
        instantiateVariableFont(variable, _OF_TITLES).save(one)
        return web.reduced(one, web.LETTERS)


def icons_named() -> set[str]:
    """The icons of Streamlit's scripts and of the site's: pages, components, and words such as those of levels."""
    own = (path for folder in _NAMING for path in (PROJECT / folder).rglob("*.py"))
    read = [*(_STREAMLIT / "js").glob("*.js"), PROJECT / "app.py", *own]
    return {name for path in read for name in _NAMED.findall(path.read_text("utf-8"))}


def ligatures(path: Path) -> dict[str, str]:
    """The glyphs of a font of icons, by the name that is written for them."""
    font = TTFont(path)
    letter = {glyph: chr(code).lower() for code, glyph in font.getBestCmap().items()}
    tables = [table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable]
    return {
        "".join(letter[each] for each in (first, *found.Component)): found.LigGlyph
        for table in (getattr(table, "ExtSubTable", table) for table in tables)
        for first, several in getattr(table, "ligatures", {}).items()
        for found in several
    }


def ranges(letters: Iterable[int]) -> str:
    """Code points as CSS says them."""
    runs: list[list[int]] = []
    for code in sorted(letters):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:X}-{last:X}" if last > first else f"U+{first:X}" for first, last in runs)


def main() -> None:
    """Write the fonts and their rules in place of those of before."""
    FONTS.mkdir(exist_ok=True)
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    made = faces()
    for face in made:
        (FONTS / face.file).write_bytes(face.content)
    rules = [
        _RULE.format(
            family=face.family,
            weights=face.weights,
            style=face.style,
            file=face.file,
            letters=ranges(face.letters),
        )
        for face in made
    ]
    RULES.write_text("/* Written by `make fonts`. */\n" + "".join(rules), "utf-8")


def _media(name: str) -> Path:
    (found,) = (_STREAMLIT / "media").glob(f"{name}.*woff2")
    return found


if __name__ == "__main__":
    main()
