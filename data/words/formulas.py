"""What a spreadsheet may run of a text, wherever it cuts it into cells, and the same text once it cannot."""

import re
from typing import Final

# `=`, `+`, `-` and `@` as Excel, LibreOffice and their input methods write them: full-width, small, raised, lowered.
_SIGNS: Final = r"=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207c\u207a\u207b\u208c\u208a\u208b\u2212\ufb29"
# What is dropped or not seen before a sign: quotes, controls, blanks of any width or of none, fillers.
_BLANKS: Final = (
    r"\"'\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff"
)
# Where a spreadsheet of another country begins a new cell: a quote that is not the first of a cell holds nothing there.
_SEPARATORS: Final = r";,|\t\r\n"
_SIGN: Final = re.compile(f"[{_SIGNS}]")
_FORMULA: Final = re.compile(f"[{_BLANKS}]*+[{_SIGNS}]")
# A run of separators and blanks is passed over once, so that a long one takes no more time than its length.
_BEGUN: Final = re.compile(rf"(?:\A|[{_SEPARATORS}])[{_BLANKS}{_SEPARATORS}]*+([{_SIGNS}]?)")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may read a cell as a formula, after blanks and quotes.

    >>> is_formula("=1+1"), is_formula(" '@SUM(A1)"), is_formula("\\u200b\\n＝1"), is_formula("Usine = avenir")
    (True, True, True, False)
    """
    return _FORMULA.match(text) is not None


def disarmed(text: str) -> str:
    """The text of a cell that no spreadsheet runs: an apostrophe stands before what could begin a formula.

    >>> disarmed("=1+1"), disarmed(" @SUM(A1)"), disarmed("Lyon, -20 %")
    ("'=1+1", " '@SUM(A1)", 'Lyon, -20 %')
    """
    found = _FORMULA.match(text)
    return text if found is None else f"{text[: found.end() - 1]}'{text[found.end() - 1 :]}"


def disarmed_if_cut(text: str) -> str:
    """The same for a text that may be cut at the separators of any country.

    >>> disarmed_if_cut("a,=1+1"), disarmed_if_cut("a\\n\\t=1"), disarmed_if_cut("Usine = avenir, enfin")
    ("a,'=1+1", "a\\n\\t'=1", 'Usine = avenir, enfin')
    """
    return text if _SIGN.search(text) is None else _BEGUN.sub(_with_apostrophe, text)


def _with_apostrophe(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}'{found[1]}" if found[1] else found[0]
