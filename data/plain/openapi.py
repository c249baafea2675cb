"""The description of `/api/` that programs read: OpenAPI, in French, made of the same records as the answers."""

import json
from collections.abc import Mapping
from typing import Any, Final

from data.plain.resources import COUNT, FIRST, FORMATS, MOST, RESOURCES, ROOT, Resource
from data.query.address import PARAMETERS
from data.query.selection import ENUMERATIONS, LISTS
from data.words import product
from data.words.typography import typeset

_ERRORS: Final = {
    "304": "L'édition et le code n'ont pas changé depuis la réponse dont If-None-Match donne l'ETag.",
    "400": "Un paramètre n'est pas compris : chaque erreur le nomme, dit pourquoi, et le remède.",
    "404": "Cette adresse n'existe pas.",
    "503": "Trop de demandes attendent, ou celle-ci demande trop. Retry-After dit quand réessayer.",
}


def document() -> bytes:
    """The document, as JSON."""
    paths = {f"{ROOT}{each.name}.{kind}": _path(each, kind) for each in RESOURCES.values() for kind in each.formats}
    archive = {"get": {"summary": "L'édition entière", "responses": _responses("application/x-tar")}}
    told = {
        "openapi": "3.1.0",
        "info": {
            "title": typeset(f"{product.NAME} : les données"),
            "description": "Les projets, les territoires et les sommes des pages, avec leurs filtres, sans clé.",
            "version": "1",
            "license": {"name": "Licence Ouverte 2.0 ; GPL-3.0-or-later pour l'inventaire"},
        },
        "paths": {**paths, f"{ROOT}edition.tar": archive},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _path(resource: Resource, kind: str) -> dict[str, Any]:
    asked = [_parameter(name) for name in resource.parameters]
    rows = [_rows(FIRST, 0, None, 0), _rows(COUNT, 1, MOST, MOST)] if resource.paged else []
    told = {
        "summary": resource.title,
        "description": resource.description,
        "parameters": [*asked, *rows],
        "responses": _responses(FORMATS[kind].mime),
    }
    return {"get": told}


def _parameter(name: str) -> dict[str, Any]:
    field, noun = PARAMETERS[name]
    known = ENUMERATIONS.get(field)
    one: dict[str, Any] = {"type": "string", **({"enum": [str(each) for each in known]} if known else {})}
    return {
        "name": name,
        "in": "query",
        "description": noun if known else f"{noun} ; les valeurs sont dans {ROOT}filtres.json, s'il y en a une liste",
        "schema": {"type": "array", "items": one} if field in LISTS else one,
    }


def _rows(name: str, least: int, most: int | None, usual: int) -> dict[str, Any]:
    bound = {} if most is None else {"maximum": most}
    told = "rang de la première ligne" if name == FIRST else "nombre de lignes"
    schema = {"type": "integer", "minimum": least, "default": usual, **bound}
    return {"name": name, "in": "query", "description": told, "schema": schema}


def _responses(mime: str) -> Mapping[str, Any]:
    found = {"200": {"description": "La réponse, avec son ETag.", "content": {mime: {}}}}
    return {**found, **{status: {"description": text} for status, text in _ERRORS.items()}}
