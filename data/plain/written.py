"""Rows as the body of an answer, in each format."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from data.files import exports
from data.plain import feed
from data.plain.answers import Rows
from data.plain.question import Question

_DEGREES: Final = "EPSG:4326"
_GEOJSON_DEGREES: Final = 6  # decimals: a tenth of a metre


def written(question: Question, rows: Rows) -> bytes:
    """The body of an answer."""
    return _WRITERS[question.kind](question, rows)


def _json(question: Question, rows: Rows) -> bytes:
    lines = rows.table.to_json(orient="records", force_ascii=False)
    return _closed(about(question, rows), "lignes", lines)


def _geojson(question: Question, rows: Rows) -> bytes:
    import shapely  # noqa: PLC0415  (as `answers` does)

    found = shapely.set_precision(_shapes(rows), 10**-_GEOJSON_DEGREES, mode="pointwise")
    drawn = [each or "null" for each in shapely.to_geojson(found)]
    told = rows.table.to_json(orient="records", lines=True, force_ascii=False)
    features = (
        f'{{"type":"Feature","properties":{properties},"geometry":{shape}}}'
        for properties, shape in zip(told.splitlines(), drawn, strict=True)
    )
    return _closed({"type": "FeatureCollection", **about(question, rows)}, "features", f"[{','.join(features)}]")


def _parquet(question: Question, rows: Rows) -> bytes:
    import geopandas as gpd  # noqa: PLC0415  (as `answers` does)

    frame = gpd.GeoDataFrame(rows.table.reset_index(drop=True), geometry=_shapes(rows), crs=_DEGREES)
    frame.attrs = about(question, rows)
    body = io.BytesIO()
    frame.to_parquet(body, index=False, compression="zstd")
    return body.getvalue()


def _shapes(rows: Rows) -> Any:
    if rows.shapes is None:
        raise ValueError("rows without shapes have no format of maps")
    return rows.shapes()


def _closed(told: Mapping[str, Any], name: str, lines: str) -> bytes:
    """An object whose last member is written already."""
    opened = json.dumps(told, ensure_ascii=False, allow_nan=False).removesuffix("}")
    return f'{opened}, "{name}": {lines}}}'.encode()


def about(question: Question, rows: Rows) -> dict[str, Any]:
    """What an answer says of itself."""
    manifest = question.ground.edition.manifest
    filters = question.selection.filters(question.dataset.vocabulary)
    return {
        "edition": manifest.id,
        "construite_le": manifest.built_at,
        "titre": question.resource.title,
        "source": question.resource.source or question.dataset.source,
        "licence": exports.LICENCE,
        "filtres": [f"{chip.name} : {chip.label}" for chip in filters],
        "total": rows.total,
        "debut": question.first,
        "suite": question.following(rows.total),
        **rows.told,
    }


def _atom(question: Question, _: Rows) -> bytes:
    return feed.written(question.ground.novelties, question.ground.edition.manifest, question.site)


_WRITERS: Final[Mapping[str, Callable[[Question, Rows], bytes]]] = {
    "json": _json,
    "csv": lambda _, rows: exports.csv(rows.table),
    "geojson": _geojson,
    "parquet": _parquet,
    "atom": _atom,
}
