"""GeoJSON points: their properties, and their place in degrees. Nothing else of geometry is ever read."""

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from data.files.limits import Limits
from data.files.rows import Gathering, Parsed, Row, shown
from geo.errors import DataError, Problem

Feature = dict[str, Any]
LON, LAT = "lon", "lat"
QUOTED = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
WGS84 = re.compile(r"(CRS84|EPSG:+4326)$")
AS_POINTS = "l'exporter de nouveau en GeoJSON de points (RFC 7946, degrés WGS 84)"


def read(content: bytes, name: str, limits: Limits) -> Parsed:
    """The points of a collection and their properties. Raises `DataError`."""
    features = _features(_document(content, name, limits), name)
    problems = [problem for rank, one in enumerate(features, start=1) if (problem := _problem(one, rank, name))]
    if problems:
        raise DataError(problems[: limits.problems])
    keys = list(dict.fromkeys(key for one in features for key in one["properties"] or {}))
    nested = {
        key for one in features for key, value in (one["properties"] or {}).items() if type(value) in {dict, list}
    }
    kept = [key for key in keys if key not in nested]
    gathering = Gathering(name, limits)
    table = gathering.table(_rows(features, kept))
    notes = list(gathering.notes)
    if nested:
        listed = ", ".join(shown(key) for key in keys if key in nested)
        notes.append(f"Propriétés imbriquées laissées de côté : {listed}.")
    if placeless := sum(1 for one in features if one["geometry"] is None):
        notes.append(f"Éléments sans point, dont la longitude et la latitude sont vides : {placeless}.")
    return Parsed(table, "geojson", encoding="utf-8", notes=tuple(notes))


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
        raise DataError.single(name, f"le document a plus de {limits.nodes} tableaux et objets", AS_POINTS)
    steps[(bare == ord("]")) | (bare == ord("}"))] = -1
    if np.cumsum(steps, dtype=np.int32).max(initial=0) > limits.depth:
        raise DataError.single(name, f"le document a plus de {limits.depth} niveaux imbriqués", AS_POINTS)


def _refuse_constant(constant: str) -> object:
    raise ValueError(constant)


def _features(document: object, name: str) -> list[Feature]:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise DataError.single(name, "ce n'est pas une collection d'éléments GeoJSON (FeatureCollection)", AS_POINTS)
    if "crs" in document and not WGS84.search(_crs_name(document["crs"])):
        raise DataError.single(name, "les coordonnées ne sont pas en degrés WGS 84", AS_POINTS)
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise DataError.single(name, "la collection n'a aucun élément", AS_POINTS)
    return features


def _crs_name(crs: object) -> str:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name")) if isinstance(properties, dict) else ""


def _problem(feature: Any, rank: int, name: str) -> Problem | None:
    """What keeps a feature from being a row."""
    is_feature = isinstance(feature, dict) and {"properties", "geometry"} <= feature.keys()
    if not is_feature or not isinstance(feature["properties"], dict | None):
        return Problem(name, f"l'élément {rank} n'est pas un élément GeoJSON", AS_POINTS)
    geometry = feature["geometry"]
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind != "Point":
        message = f"l'élément {rank} n'est pas un point ({shown(str(kind))})"
        return Problem(name, message, "garder un point par élément, le centre par exemple")
    if not _is_place(geometry.get("coordinates")):
        message = f"l'élément {rank} n'a pas une longitude et une latitude en degrés"
        return Problem(name, message, AS_POINTS)
    return None


def _is_place(coordinates: object) -> bool:
    if not isinstance(coordinates, list) or len(coordinates) < 2 or not all(type(one) is str for one in coordinates):
        return False
    try:
        lon, lat = map(float, coordinates[:2])
    except ValueError:
        return False
    return abs(lon) <= 180 and abs(lat) <= 90


def _rows(features: list[Feature], keys: list[str]) -> Iterator[Row]:
    yield 0, [LON, LAT, *keys]
    for rank, feature in enumerate(features, start=1):
        place = feature["geometry"]["coordinates"][:2] if feature["geometry"] else ["", ""]
        properties = feature["properties"] or {}
        yield rank, [*place, *(_text(properties.get(key)) for key in keys)]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    return str(value)
