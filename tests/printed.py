"""What a page shows, text by text, and whether each is printed as French is: for the tests of every page."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import html
from streamlit.testing.v1 import AppTest

from data.words.typography import typeset

# What is no text: keys, addresses, code, and the words of a visitor.
_NOT_SHOWN: Final = frozenset(
    {"id", "form_id", "url", "key", "icon", "css_content", "js_content", "page_script_hash", "default", "value", "data"}
)
_CODE: Final = frozenset({"expr", "labelExpr", "test", "filter", "calculate"})
_SHOWN_ATTRIBUTES: Final = ("aria-label", "title", "alt", "placeholder")
# The address of a link in Markdown, an icon.
_MARKUP: Final = re.compile(r"\]\([^)]*\)|:material/\w+:")
_DIGITS: Final = re.compile(
    r"(?<![\d,.\-/_])\d{5,}(?=[\s\u00a0\u202f](?:projets|€|M€|habitants|emplois|communes|lignes))"
)


def faults(text: str) -> list[str]:
    """The lines of a text that are not printed."""
    lines = _MARKUP.sub("", text).splitlines()
    return [line[:200] for line in lines if typeset(line) != line or _DIGITS.search(line)]


def unprinted(at: AppTest) -> list[str]:
    """The texts of a page that are not printed as French is: their place, then the text."""
    return [f"{place}: {each}" for place, text in shown(at) for each in faults(text)]


def shown(at: AppTest) -> Iterator[tuple[str, str]]:
    """Every text of a page, with the field that holds it: what Streamlit draws, of whatever kind."""
    for node in _nodes(at._tree):
        kind = type(node).__name__
        for path, text in _strings(node.proto):
            where = f"{kind}{path}"
            if path.endswith(".body") and "<" in text and kind == "Html":
                yield from ((where, each) for each in _of_html(text))
            elif path.endswith(".spec"):
                yield from ((where, each) for each in _of_json(json.loads(text)))
            else:
                yield where, text


def _nodes(node: Any) -> Iterator[Any]:
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)
    if getattr(node, "proto", None) is not None:
        yield node


def _strings(message: Any, path: str = "") -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        if field.name in _NOT_SHOWN:
            continue
        held = [value] if isinstance(value, str | bytes) or not hasattr(value, "__iter__") else value
        for each in held.values() if hasattr(held, "values") else held:
            if isinstance(each, str):
                yield f"{path}.{field.name}", each
            elif hasattr(each, "ListFields"):
                yield from _strings(each, f"{path}.{field.name}")


def _of_html(body: str) -> Iterator[str]:
    for element in html.fragment_fromstring(body, create_parent=True).iter():
        if element.tag in ("style", "script") or not isinstance(element.tag, str):
            continue
        yield from (text for text in (element.text, element.tail) if text)
        yield from (element.get(name) for name in _SHOWN_ATTRIBUTES if element.get(name))


def _of_json(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key not in _CODE:
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _of_json(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _of_json(each)
