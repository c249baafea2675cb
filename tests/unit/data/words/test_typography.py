"""French typography: what is printed, what is left as it is, and that every text of the front end is printed."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.paths import ASSETS, PROJECT
from data.words.typography import NARROW_NBSP, NBSP, typeset

STRINGS = re.compile(r"\"([^\"\n]*)\"|`([^`]*)`")
CODE = re.compile(r"\$\{[^}]*\}|\[[^\]]*=[^\]]*\]|\{[^}]*\}|://\S*")
FRENCH_WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,} [a-zà-ÿ]{1,}")
# Names that an element has for readers alone are joined there, with plain spaces: no line breaks in them.
COMMENT = re.compile(r"(?:^|\s)//[^\n]*|/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("l'usine d'Aunay", "l’usine d’Aunay"),
        ("aujourd'hui, qu'« ici »", f"aujourd’hui, qu’«{NBSP}ici{NBSP}»"),
        ("34 875 communes : 12 % ?", f"34{NARROW_NBSP}875 communes{NBSP}: 12{NBSP}%{NARROW_NBSP}?"),
        ("Quoi ; non !", f"Quoi{NARROW_NBSP}; non{NARROW_NBSP}!"),
        ("1,5 M€ et 2 Md€", f"1,5{NBSP}M€ et 2{NBSP}Md€"),
        ("https://exemple.fr/l'usine", "https://exemple.fr/l'usine"),
        ("'entre apostrophes'", "'entre apostrophes'"),
        ("en 2023 2024", "en 2023 2024"),
    ],
)
def test_french_is_printed(written: str, printed: str) -> None:
    assert typeset(written) == printed


@given(st.text(alphabet="ab1 '’:;!?«»%€/.\u00a0\u202f", max_size=40))
def test_what_is_printed_stays_as_it_is(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@given(st.text(alphabet="aé1 '’:;!?«»%€.", max_size=40))
def test_only_spaces_and_apostrophes_change(text: str) -> None:
    plain = str.maketrans({NBSP: " ", NARROW_NBSP: " ", "’": "'"})
    assert typeset(text).translate(plain) == text.translate(plain)


def test_what_streamlit_says_is_printed() -> None:
    french = json.loads((ASSETS / "french.json").read_text("utf-8"))
    said = [*french["words"].values(), *french["prefixes"].values()]
    said += [text for kind in ("patterns", "label_patterns") for _, text in french[kind]]
    assert [text for text in said if typeset(text) != text] == []


def test_documents_on_paper_are_printed() -> None:
    """« ~ » is the no-break space of Typst, whose own signs follow a word without a space."""
    body = COMMENT.sub("", (PROJECT / "data" / "documents" / "paper.typ").read_text("utf-8"))
    assert re.findall(r"[^\n]* [:;!?»](?=\s)[^\n]*|[^\n]*[a-zé]'[a-zé][^\n]*", body) == []


@pytest.mark.parametrize("script", sorted(ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_scripts_write_the_apostrophe_of_typography(script: Path) -> None:
    body = COMMENT.sub("", script.read_text("utf-8"))
    texts = [CODE.sub("", a or b) for a, b in STRINGS.findall(body)]
    assert [text for text in texts if FRENCH_WORDS.search(text) and re.search(r"[a-zé]'[a-zàéê]", text)] == []
