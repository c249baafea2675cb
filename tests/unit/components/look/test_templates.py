"""What templates say themselves is printed as French is: a line never begins with a sign."""

import re
from pathlib import Path

import pytest
from lxml import html

from data.paths import TEMPLATES
from data.words.typography import typeset

FILLED = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)
SHOWN = ("aria-label", "title", "placeholder", "alt")


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.jinja")), ids=lambda path: path.name)
def test_what_a_template_says_is_printed(template: Path) -> None:
    found = html.fragment_fromstring(FILLED.sub("x", template.read_text(encoding="utf-8")), create_parent=True)
    texts = [*found.itertext(), *(element.get(name) for element in found.iter() for name in SHOWN)]
    assert [text for text in texts if text and typeset(text) != text] == []
