"""The English sentences in the scripts of the installed Streamlit: those of the elements that the pages draw.

The scripts are minified, and write every text between back-ticks. A text is a sentence when it starts like one and has
nothing that only code has; `{}` stands for what the script puts in it.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import streamlit

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
# Scripts of the elements that pages draw. The first is the shell; each brings the scripts that it imports.
DRAWN = (
    *("index", "BidiComponent", "Button", "ButtonGroup", "DeckGlJsonChart", "DownloadButton", "FileUploader", "Html"),
    *("ArrowVegaLiteChart", "LinkButton", "Metric", "Multiselect", "NumberInput", "PageLink", "Pagination", "Radio"),
    *("Selectbox", "Slider", "Spinner", "StreamlitMarkdown", "Table", "TextInput"),
)
# Deck.gl, Mapbox and Vega hold hundreds of sentences for developers: only those of an attribute or a text are read.
LIBRARIES = ("DeckGlJsonChart", "embed")
# React Aria holds its sentences in thirty languages, and chooses by the browser's.
POLYGLOT = ("useMenuTrigger", "useSyncComboBoxEnterTargetFocus")
PLURALS = re.compile(r"(?:one|two|few|many|other):\(\)=>$")
IMPORT = re.compile(r"(?:from|import) ?[`\"']\./([\w.-]+\.js)[`\"']")
PLACEHOLDER = re.compile(r"\$\{[^{}`]*(?:\}|$)")  # to the end of the text where the value has a text of its own
SENTENCE = re.compile(r"(?:[A-Z(]|\{\} )[^`=;<>|\\$\[\]_]*")
IN_SIGHT = re.compile(
    r"(?:children|[lL]abel|title|placeholder|alt|caption|\"[A-Z]\w+\.\w+)\"?:(?:\[|[\w.!]+\?|\w+=>)?$"
)
FOR_DEVELOPERS = re.compile(r"(?:Error|warn|error|info|debug|log|[rR]eject|assert|invariant)\w*\([^()`]{0,12}$")


def sentences() -> set[str]:
    """Those that a page could show: of several words, or of one that is a label."""
    return {
        text
        for text, before in _texts()
        if IN_SIGHT.search(before) or (" " in text and not FOR_DEVELOPERS.search(before))
    }


@cache
def literals() -> frozenset[str]:
    """All the texts of these scripts, of one word or more, whatever they are for."""
    return frozenset(
        PLACEHOLDER.sub("{}", part).strip() for path in _loaded() for part in path.read_text("utf-8").split("`")
    )


def _texts() -> Iterator[tuple[str, str]]:
    """Each sentence of the scripts that pages load, and the code just before it."""
    for path in _loaded():
        name = path.name.split(".")[0]
        if name in POLYGLOT:
            continue
        parts = path.read_text("utf-8").split("`")
        for before, part in pairwise(parts):
            text = PLACEHOLDER.sub("{}", part).replace("**", "").strip()
            if not SENTENCE.fullmatch(text) or not re.search("[a-z]{3}", text) or PLURALS.search(before):
                continue
            if name not in LIBRARIES or IN_SIGHT.search(before[-80:]):
                yield text, before[-80:]


def _loaded() -> set[Path]:
    """The scripts of the elements drawn, and those that they import."""
    waiting = [path for name in DRAWN for path in SCRIPTS.glob(f"{name}.*.js")]
    assert len({path.name.split(".")[0] for path in waiting}) == len(DRAWN), "Streamlit names its scripts otherwise"
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [SCRIPTS / name for name in IMPORT.findall(path.read_text("utf-8"))]
    return found
