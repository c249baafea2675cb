"""What templates say themselves has the spaces of French: a line never begins with a sign."""

import re
from pathlib import Path

import pytest

from data.paths import TEMPLATES

NOT_SAID = re.compile(r"<[^>]*>|{%.*?%}|{#.*?#}", re.DOTALL)
BREAKING = re.compile(r"« | [»:;?!%]")


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.jinja")), ids=lambda path: path.name)
def test_no_line_breaks_before_a_sign(template: Path) -> None:
    assert BREAKING.findall(NOT_SAID.sub("", template.read_text(encoding="utf-8"))) == []
