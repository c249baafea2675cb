"""HTML from templates, everything that they are given escaped."""

from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.paths import TEMPLATES
from data.words.typography import typeset


def _printed(value: Any) -> Any:
    """What a template shows of a value: its text in French typography, markup as it is."""
    return typeset(value) if type(value) is str else value


_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    finalize=_printed,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
)


def render(name: str, **values: Any) -> str:
    """The template of that name, filled. A value that it needs and does not get raises UndefinedError."""
    return _TEMPLATES.get_template(f"{name}.html.jinja").render(**values)
