"""Text that a label shows as it is: labels of Streamlit read Markdown, icons, colours and formulas in any text."""

import re
from typing import Final

from components.text.formats import typeset

_BREAKS: Final = re.compile(r"[\t\r\n\f\v\u2028\u2029]+")
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&])")
# Icons, emoji and colours (between colons), arrows and dashes (« -> », « -- ») are looked for after Markdown, in what
# it leaves: a joiner of no width keeps their signs apart.
_SIGNS: Final = re.compile(r":|[-<>~=](?=[-<>=])")
_JOINER: Final = "\N{WORD JOINER}"


def plain(text: str) -> str:
    """`text` for a label or a Markdown block, shown letter for letter on one line."""
    apart = _SIGNS.sub(rf"\g<0>{_JOINER}", _BREAKS.sub(" ", text))
    return _MARKUP.sub(r"\\\1", apart)


def said(text: str) -> str:
    """What a label or a Markdown block says: `plain`, with the spaces of French typography."""
    return plain(typeset(text))
