"""The page that says how `/api/` is used: no script, made of the same records as the answers."""

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.plain.resources import COUNT, FIRST, FORMATS, MOST, RESOURCES, ROOT, Resource
from data.query.address import PARAMETERS
from data.words import product
from data.words.typography import typeset

_TEMPLATE: Final = Path(__file__).with_suffix(".html.jinja")
_PAGES: Final = Environment(
    loader=FileSystemLoader(_TEMPLATE.parent),
    autoescape=True,
    finalize=lambda value: typeset(value) if type(value) is str else value,
    undefined=StrictUndefined,
    trim_blocks=True,
)


def page(site: str) -> bytes:
    """site: the origin that examples begin with."""
    text = _PAGES.get_template(_TEMPLATE.name).render(
        root=ROOT,
        name=product.NAME,
        site=site,
        resources=list(map(_told, RESOURCES.values())),
        formats=FORMATS,
        first=FIRST,
        count=COUNT,
        most=MOST,
    )
    return text.encode()


def _told(resource: Resource) -> dict[str, Any]:
    return {
        "name": resource.name,
        "title": resource.title,
        "description": resource.description,
        "example": resource.example,
        "addresses": [f"{resource.name}.{kind}" for kind in resource.formats],
        "parameters": [(name, PARAMETERS[name][1]) for name in resource.parameters],
    }
