"""GeoJSON elements: their properties, and the place of those that are points. No other geometry is ever read."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from data.files.header import Row
from data.files.limits import Limits
from data.files.rows import Gathering, Parsed, shown
from geo.errors import DataError

Feature = dict[str, Any]
LON, LAT = "lon", "lat"
WGS84 = re.compile(r"(CRS84|EPSG:+4326)$")
AS_GEOJSON = "l'exporter de nouveau en GeoJSON (RFC 7946, degrés WGS 84), ou en CSV"


def of_collection(document: Feature, name: str, limits: Limits) -> Parsed:
    """The properties of the elements of a collection, and the places of its points. Raises `DataError`."""
    features = document.get("features")
    in_degrees = "crs" not in document or WGS84.search(_crs_name(document["crs"])) is not None
    if not isinstance(features, list) or not features:
        message = "la collection n'a aucun élément" if in_degrees else "les coordonnées ne sont pas en degrés WGS 84"
        raise DataError.single(name, message, AS_GEOJSON)
    faults = ["les coordonnées ne sont pas en degrés WGS 84" if not in_degrees else _fault(one) for one in features]
    properties = [one["properties"] or {} if _is_feature(one) else {} for one in features]
    keys = list(dict.fromkeys(key for one in properties for key in one))
    if not keys and (wrong := next((rank for rank, fault in enumerate(faults) if fault), None)) is not None:
        raise DataError.single(name, f"l'élément {wrong + 1} {faults[wrong]}", AS_GEOJSON)
    kept, nested = flat(keys, properties)
    gathering = Gathering(name, limits, 1)
    table = gathering.table(_rows(features, properties, faults, kept, gathering))
    notes = [*gathering.notes, *nested_notes(nested), *_place_notes(features, faults)]
    return Parsed(table, "geojson", encoding="utf-8", notes=tuple(notes), layout=gathering.layout())


def flat(keys: Sequence[str], records: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The keys whose values are one text each, and those that hold objects or lists of them."""
    nested = {key for one in records for key, value in one.items() if type(value) in {dict, list} and not text(value)}
    return [key for key in keys if key not in nested], [key for key in keys if key in nested]


def text(value: Any) -> str:
    """A value as text; that of a point, or of a list of single values, on one line; "" for what is deeper."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, dict):
        if {LON, LAT} <= value.keys():
            return f"{value[LAT]}, {value[LON]}"
        return "" if _point_fault(value) else f"{value['coordinates'][1]}, {value['coordinates'][0]}"
    if isinstance(value, list):
        return ", ".join(map(text, value)) if not any(isinstance(one, dict | list) for one in value) else ""
    return str(value)


def nested_notes(nested: Sequence[str]) -> list[str]:
    """What is said of the keys that are left out."""
    return [f"Propriétés imbriquées laissées de côté : {', '.join(map(shown, nested))}."] if nested else []


def _crs_name(crs: object) -> str:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name")) if isinstance(properties, dict) else ""


def _is_feature(feature: object) -> bool:
    is_feature = isinstance(feature, dict) and {"properties", "geometry"} <= feature.keys()
    return is_feature and isinstance(feature["properties"], dict | None)  # type: ignore[index]


def _fault(feature: Any) -> str:
    """What keeps an element from having a place, "" when it has one or says that it has none."""
    if not _is_feature(feature):
        return "n'est pas un élément GeoJSON"
    return "" if feature["geometry"] is None else _point_fault(feature["geometry"])


def _point_fault(geometry: object) -> str:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind != "Point":
        return f"n'est pas un point ({shown(str(kind))})"
    coordinates = geometry.get("coordinates")  # type: ignore[attr-defined]
    return "" if _is_place(coordinates) else "n'a pas une longitude et une latitude en degrés"


def _is_place(coordinates: object) -> bool:
    if not isinstance(coordinates, list) or len(coordinates) < 2 or not all(type(one) is str for one in coordinates):
        return False
    try:
        lon, lat = map(float, coordinates[:2])
    except ValueError:
        return False
    return abs(lon) <= 180 and abs(lat) <= 90


def _rows(
    features: Sequence[Any],
    properties: Sequence[dict[str, Any]],
    faults: Sequence[str],
    keys: list[str],
    gathering: Gathering,
) -> Iterator[Row]:
    """The header, then the elements; without a point anywhere, without columns for their places."""
    is_placed = [not fault and feature["geometry"] is not None for feature, fault in zip(features, faults, strict=True)]
    places = [LON, LAT] if any(is_placed) else []
    yield 1, [*places, *keys]
    for rank, (feature, held, placed) in enumerate(zip(features, properties, is_placed, strict=True), start=1):
        if not _is_feature(feature):
            gathering.set_aside(rank, "ce n'est pas un élément GeoJSON", AS_GEOJSON, str(feature))
            continue
        place = feature["geometry"]["coordinates"][:2] if placed else [""] * 2
        yield rank, [*place[: len(places)], *(text(held.get(key)) for key in keys)]


def _place_notes(features: Sequence[Any], faults: Sequence[str]) -> list[str]:
    notes = []
    shapes = sum(1 for fault in faults if fault)
    if shapes:
        first = next(fault for fault in faults if fault)
        notes.append(
            f"Formes laissées de côté, les propriétés étant lues : {shapes} (par exemple, un élément qui {first})."
            if first.startswith("n'")
            else f"Coordonnées laissées de côté, les propriétés étant lues : {first}."
        )
    placeless = sum(1 for one in features if _is_feature(one) and one["geometry"] is None)
    if placeless:
        notes.append(f"Éléments sans point, dont la longitude et la latitude sont vides : {placeless}.")
    return notes
