"""A JSON document that holds a table: a GeoJSON collection, a list of records, or what an API wraps around one."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from data.files import geojson
from data.files.header import Row
from data.files.limits import Limits
from data.files.rows import Gathering, Parsed, shown
from geo.errors import DataError

QUOTED = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
LIGHTER = "n'y garder que la table, ou l'exporter en CSV"


def read(content: bytes, name: str, limits: Limits, header: int | None = None) -> Parsed:  # noqa: ARG001
    """The table of a document; `header` says nothing of it: its names are those of its keys. Raises `DataError`."""
    document = _document(content, name, limits)
    if isinstance(document, dict) and document.get("type") == "FeatureCollection":
        return geojson.of_collection(document, name, limits)
    records = _records(document)
    if not records:
        message = "ce n'est ni une collection d'éléments GeoJSON (FeatureCollection), ni une liste d'objets JSON"
        raise DataError.single(name, message, geojson.AS_GEOJSON)
    keys = list(dict.fromkeys(key for one in records for key in one))
    kept, nested = geojson.flat(keys, records)
    gathering = Gathering(name, limits, 1)
    table = gathering.table(_rows(records, kept))
    notes = [*gathering.notes, *geojson.nested_notes(nested)]
    return Parsed(table, "json", encoding="utf-8", notes=tuple(notes), layout=gathering.layout())


def _records(document: object) -> list[dict[str, Any]]:
    """The objects of a list, or of the only list of objects in a document."""
    if isinstance(document, dict):
        lists = [value for value in document.values() if _is_of_objects(value)]
        document = lists[0] if len(lists) == 1 else None
    if not isinstance(document, list) or not _is_of_objects(document):
        return []
    if all(isinstance(one.get("fields"), dict) for one in document):  # what Opendatasoft wraps around each
        return [one["fields"] for one in document]
    return document


def _is_of_objects(value: object) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(one, dict) for one in value)


def _rows(records: Sequence[dict[str, Any]], keys: list[str]) -> Iterator[Row]:
    yield 1, [shown(key) for key in keys]
    for rank, one in enumerate(records, start=1):
        yield rank, [geojson.text(one.get(key)) for key in keys]


def _document(content: bytes, name: str, limits: Limits) -> object:
    """The document, its numbers as they are written."""
    _require_bounded(content, name, limits)
    try:
        return json.loads(content.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError.single(name, "le texte n'est pas de l'UTF-8", "l'enregistrer en UTF-8", line) from error
    except json.JSONDecodeError as error:
        message = f"JSON mal formé au caractère {error.colno}"
        raise DataError.single(name, message, "reprendre une copie complète du fichier", error.lineno) from error
    except ValueError as error:
        raise DataError.single(name, "un nombre est infini ou indéfini (NaN)", "le remplacer par null") from error


def _require_bounded(content: bytes, name: str, limits: Limits) -> None:
    """Count what is open at once and in all, before a parser goes down it. Raises `DataError`."""
    bare = np.frombuffer(QUOTED.sub(b"", content), dtype=np.uint8)
    steps = np.zeros(len(bare), dtype=np.int8)
    steps[(bare == ord("[")) | (bare == ord("{"))] = 1
    if steps.sum() > limits.nodes:
        raise DataError.single(name, f"le document a plus de {limits.nodes} tableaux et objets", LIGHTER)
    steps[(bare == ord("]")) | (bare == ord("}"))] = -1
    if np.cumsum(steps, dtype=np.int32).max(initial=0) > limits.depth:
        raise DataError.single(name, f"le document a plus de {limits.depth} niveaux imbriqués", LIGHTER)


def _refuse_constant(constant: str) -> object:
    raise ValueError(constant)
