"""The fonts that are served hold what pages show. `make fonts` makes them after a change of icon or of Streamlit."""

import re

import brotli
import pytest
from fontTools.ttLib import TTFont

from components.front import compression, document
from data.documents import web
from data.paths import FONTS
from data.words.levels import KINDS
from deploy import fonts

RULES = fonts.RULES.read_text("utf-8")


@pytest.mark.parametrize("code", [0x41, 0xE9, 0x153, 0x20AC, 0x2019, 0x202F, 0x2212])
@pytest.mark.parametrize("name", ["source-sans-normal", "source-sans-italic", "source-serif-normal"])
def test_fonts_hold_the_letters_of_french(name: str, code: int) -> None:
    (path,) = FONTS.glob(f"{name}-*.woff2")
    assert code in web.LETTERS
    assert code in TTFont(path).getBestCmap()


def test_each_icon_that_is_named_is_in_the_font_of_icons() -> None:
    (path,) = FONTS.glob("material-symbols-rounded-*.woff2")
    all_icons = fonts.ligatures(fonts._media("MaterialSymbols-Rounded")).keys()
    named = fonts.icons_named() & all_icons
    assert len(named) > 100
    assert {level.icon.strip(":").removeprefix("material/") for level in KINDS.values()} <= named
    assert named - fonts.ligatures(path).keys() == set()


def test_the_rules_name_the_files_and_stand_before_those_of_streamlit() -> None:
    assert set(re.findall(r"fonts/([\w-]+\.woff2)", RULES)) == {path.name for path in FONTS.glob("*.woff2")}
    (style,) = (fonts._STREAMLIT / "css").glob("index.*.css")
    theirs = {_described(rule) for rule in re.findall(r"@font-face ?\{[^}]*\}", style.read_text("utf-8"))}
    assert {_described(rule) for rule in re.findall(r"@font-face ?\{[^}]*\}", RULES)} <= theirs


def test_the_document_asks_for_the_fonts_that_every_page_has() -> None:
    shell = document._shell("/page.js", "/page.css")
    assert re.findall(r'preload" href="./app/static/fonts/([a-z-]+)-[0-9a-f]{12}\.woff2" as="font"', shell) == [
        "material-symbols-rounded-normal",
        "source-sans-normal",
        "source-serif-normal",
    ]
    assert "static/media" not in shell


def test_all_the_icons_of_streamlit_are_not_asked_for() -> None:
    (style,) = (fonts._STREAMLIT / "css").glob("index.*.css")
    served = brotli.decompress(compression._read(style)).decode()
    assert "Material Symbols" in style.read_text("utf-8")
    assert "Material Symbols" not in served
    assert "Source Sans" in served


def test_code_points_are_said_in_runs() -> None:
    assert fonts.ranges({0x41, 0x42, 0x43, 0x20AC}) == "U+41-43, U+20AC"


def _described(rule: str) -> tuple[str, str, str]:
    """Family, weights and style: of two rules with the same, the last stands before the other."""
    said = dict(re.findall(r"(font-[a-z]+):\s*\"?([^;\"}]+)", rule))
    return said["font-family"], said["font-weight"], said["font-style"]
