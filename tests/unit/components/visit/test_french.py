"""The French of Streamlit's own words, compared with the scripts of the Streamlit that is installed."""

import json
import re
from itertools import product, zip_longest
from pathlib import Path

import pytest

from data.paths import ASSETS
from tests.unit.support import streamlit_words

FRENCH = json.loads((ASSETS / "french.json").read_text("utf-8"))
# Each sentence that no visitor can meet, under the reason why.
NEVER_SHOWN = json.loads(Path(__file__).with_name("english_never_shown.json").read_text("utf-8"))
PATTERNS = [re.compile(english, re.DOTALL) for english, _ in (*FRENCH["patterns"], *FRENCH["label_patterns"])]
SAMPLES = ("12", "20MB", "options", "apply", "texte")  # what scripts put in their sentences
VEGA_MARKS = ("group", "rect", "symbol", "line", "area", "text", "rule")


def is_translated(sentence: str) -> bool:
    """Whether a sentence of the scripts is, with one value or another in each of its places."""
    return any(is_known(words) for words in filled(sentence))


def is_known(words: str) -> bool:
    return words in FRENCH["words"] or any(pattern.search(words) for pattern in PATTERNS)


def filled(sentence: str) -> list[str]:
    """The sentence with each set of samples in its first three places."""
    first, *parts = sentence.split("{}")
    values = product(SAMPLES, repeat=min(len(parts), 3))
    return [first + "".join(f"{value}{part}" for value, part in zip_longest(chosen, parts)) for chosen in values]


def test_every_sentence_that_a_page_may_show_is_french() -> None:
    """When this fails on a new Streamlit: add its sentences to french.json, or say why no visitor meets them."""
    never_shown = {sentence for sentences in NEVER_SHOWN.values() for sentence in sentences}
    assert [text for text in sorted(streamlit_words.sentences() - never_shown) if not is_translated(text)] == []


def test_a_sentence_that_is_never_shown_is_in_the_scripts_and_not_translated() -> None:
    found = streamlit_words.sentences()
    listed = [sentence for sentences in NEVER_SHOWN.values() for sentence in sentences]
    assert [text for text in listed if text not in found or is_translated(text)] == []
    assert len(listed) == len(set(listed))


def test_every_word_that_is_translated_is_in_the_scripts() -> None:
    literals = streamlit_words.literals() | {f"{mark} mark" for mark in VEGA_MARKS}
    templates = [literal for literal in literals if literal.count("{}") == 1 and len(literal) > len("{} mark")]
    shapes = [re.compile(re.escape(literal).replace(r"\{\}", ".+"), re.DOTALL) for literal in templates]
    unknown = [word for word in FRENCH["words"] if word not in literals]
    assert [word for word in unknown if not any(shape.fullmatch(word) for shape in shapes)] == []


def test_a_new_or_prefixed_sentence_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in streamlit_words.DRAWN:
        (tmp_path / f"{name}.abc.js").write_text("")
    (tmp_path / "NumberInput.abc.js").write_text(
        "import{a}from`./utils.abc.js`;throw Error(`Do not use this`);x({title:`Rounded`,min:`Number is odd: ${n}.`},"
        "e?`**Warning**: ${n}`:``)"
    )
    (tmp_path / "utils.abc.js").write_text("f=e=>`File must be ${g(e,`b`)} or so`,w=`margin auto`")
    monkeypatch.setattr(streamlit_words, "SCRIPTS", tmp_path)
    found = streamlit_words.sentences()
    assert found == {"Rounded", "Number is odd: {}.", "Warning: {}", "File must be {}"}
    assert not any(map(is_translated, found))


@pytest.mark.parametrize(
    ("refused", "remedy"),
    [
        ("application/pdf files are not allowed.", ".xlsx"),
        ("application/zip files are not allowed.", "l’ouvrir"),
        ("application/vnd.ms-excel files are not allowed.", "l’enregistrer en .csv"),
        ("application/vnd.oasis.opendocument.spreadsheet files are not allowed.", "l’enregistrer en .csv"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.12 files are not allowed.", "l’enregistrer en .xlsx"),
        ("application/vnd.oasis.opendocument.presentation files are not allowed.", "l’enregistrer en .pptx"),
        ("application/msword files are not allowed.", "un tableur"),
        ("image/png files are not allowed.", "dont elle est tirée"),
        ("text/html files are not allowed.", "un tableur"),
        ("audio/mpeg files are not allowed.", "un des types nommés"),
        ("files are not allowed.", "un des types nommés"),  # a browser that does not know what it is
        ("File must be 50MB or smaller.", "le couper"),
        ("Request failed with status code 413", "supprimez"),
        ("Request failed with status code 507", "réessayez"),
    ],
)
def test_a_file_that_is_refused_comes_with_its_remedy(refused: str, remedy: str) -> None:
    said = next(french for english, french in FRENCH["patterns"] if re.search(english, refused))
    assert "\u00a0: " in said and remedy in said.partition("\u00a0: ")[2]


@pytest.mark.parametrize(
    "sentence", ["Error: {}", "Press Enter to {}", "{} more", "Number is below the allowed range.", "Remove {}"]
)
def test_what_the_page_says_in_french_is_known_as_such(sentence: str) -> None:
    assert is_translated(sentence)
