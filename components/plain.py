"""Text that a label shows as it is: labels of Streamlit read Markdown, icons, colours and formulas in any text."""

import re
from typing import Final

_BREAKS: Final = re.compile(r"[\t\r\n\f\v\u2028\u2029]+")
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&])")
# Icons, emoji and colours are written between colons and found after Markdown: a joiner of no width keeps them apart.
_JOINER: Final = "\N{WORD JOINER}"


def plain(text: str) -> str:
    """`text` for a label or a Markdown block, shown letter for letter on one line."""
    return _MARKUP.sub(r"\\\1", _BREAKS.sub(" ", text)).replace(":", f":{_JOINER}")
