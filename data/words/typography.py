"""French typography: the apostrophe, and the spaces that no line may break at.

As the Imprimerie nationale has it: a no-break space before « : » and inside guillemets, a narrow one before « ; »,
« ! » and « ? » and inside numbers.
"""

import re
from typing import Final

NBSP: Final = "\N{NO-BREAK SPACE}"
NARROW_NBSP: Final = "\N{NARROW NO-BREAK SPACE}"
APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"

_THOUSANDS: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_BESIDE_SIGNS: Final = re.compile(r"(?<=«) | (?=[:»%€]|M€|Md€|km²)")
_BEFORE_HIGH_SIGNS: Final = re.compile(r" (?=[;!?])")
# An elision, or an address, whose signs are its own.
_ELISION: Final = re.compile(r"\S+://\S+|(?<=[^\W\d_])'(?=\w|« )")


def typeset(text: str) -> str:
    """`text` as French prints it; what is printed so already stays as it is.

    >>> typeset("l'usine : 12 500 M€ ?").replace(NBSP, "~").replace(NARROW_NBSP, "·")
    'l’usine~: 12·500~M€·?'
    >>> typeset("http://exemple.fr/l'usine")
    "http://exemple.fr/l'usine"
    """
    if " " not in text and "'" not in text:  # most cells of a table
        return text
    if "'" in text:
        text = _ELISION.sub(lambda found: APOSTROPHE if found[0] == "'" else found[0], text)
    text = _THOUSANDS.sub(NARROW_NBSP, text)
    return _BEFORE_HIGH_SIGNS.sub(NARROW_NBSP, _BESIDE_SIGNS.sub(NBSP, text))
