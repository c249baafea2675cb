"""The tooltip of a map: the name and the values of the place under the pointer.

Streamlit fills a tooltip from the static properties of a place only: its name, its position `i`. The values of all
places therefore travel as one column of text, of which a window as high as one place is shown, moved up by `i` places
in the style sheet (map.css). Every text is escaped here, and the name by Streamlit.
"""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

from components.maps.frame import HoverRow

# Stands for « pas de donnée », which the style sheet writes: the words would cost 30 bytes per place. It begins a
# line, so it needs no separator.
_NO_DATA: Final = "<p>"
# The space that parts no words, for CSS as in French numbers. It costs six bytes in the JSON of Streamlit, a line break
# two, a space one.
_WITHIN: Final = "\N{NARROW NO-BREAK SPACE}"
_WITHIN_EXTRA_BYTES: Final = 5  # « \u202f » is six characters in JSON, a space one


def html(rows: Sequence[HoverRow]) -> str:
    """The template that Streamlit fills with `{nom}` and `{i}`. No rows: the name alone."""
    labels = "\n".join(_text(row.label) for row in rows)
    values = [_text(value) for place in zip(*(row.values for row in rows), strict=True) for value in place]
    return (
        f"<div class=tip style=--i:{{i}};--r:{len(rows)}><b>{{nom}}</b>"
        f"<div>{labels}</div><div><div{_column(values)}</div></div></div>"
    )


def _column(values: Sequence[str]) -> str:
    """One value per line: as words that the style sheet sets on a line each, or as lines when spaces are many."""
    spaces = sum(value.count(" ") for value in values)
    if spaces * _WITHIN_EXTRA_BYTES > len(values):
        return _joined(" class=lines>", values, "\n")
    return _joined(">", [value.replace(" ", _WITHIN) for value in values], " ")


def _joined(start: str, values: Sequence[str], separator: str) -> str:
    pieces = [start]
    for value in values:
        if not value:
            pieces.append(_NO_DATA)
        elif pieces[-1] in (start, _NO_DATA):
            pieces.append(value)
        else:
            pieces.append(separator + value)
    return "".join(pieces)


def _text(text: str) -> str:
    """Escaped, on one line, with plain spaces, and with no brace that Streamlit would fill."""
    return escape(" ".join(text.split())).replace("{", Markup("&#123;")).replace("}", Markup("&#125;"))
