"""Where maps draw communes, and the files of such points.

They are static files named by their content, like the styles of maps: a browser reads each once, and nothing of a table
travels in an expression.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from components.maps import published
from data.editions.registry import STATIC_FOLDER
from data.tables.fields import MAP_BOX

_KEPT: Final = 256  # sets of points: a few of an edition, the others of tables of visitors; the disk has their files


def located_on(communes: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """Where maps draw communes: nom, lon and lat, indexed by code_insee, those that have a contour, sorted."""
    boxes = communes.loc[codes.sort_values(), ["nom", *MAP_BOX]].dropna()
    west, south, east, north = (boxes[side] for side in MAP_BOX)
    return pd.DataFrame({"nom": boxes["nom"], "lon": (west + east) / 2, "lat": (south + north) / 2})


def publish(points: pd.DataFrame, folder: Path = STATIC_FOLDER, *, said: str = "nom") -> str:
    """The name of the file of these points in the static folder, written there if it is not. points: nom, lon, lat.

    said: the property that bears their names: `text` is of those that are written on the map.
    """
    rows = tuple(points[["nom", "lon", "lat"]].round(4).itertuples(index=False, name=None))
    return published.lasting(_published(rows, folder, said), lambda: _written(rows, folder, said), folder)


@lru_cache(maxsize=_KEPT)
def _published(points: tuple[tuple[str, float, float], ...], folder: Path, said: str) -> str:
    return _written(points, folder, said)


def _written(points: tuple[tuple[str, float, float], ...], folder: Path, said: str) -> str:
    features = [_feature(lon, lat, {"i": rank, said: nom}) for rank, (nom, lon, lat) in enumerate(points)]
    return published.as_json("points", {"type": "FeatureCollection", "features": features}, folder)


def _feature(lon: float, lat: float, properties: Mapping[str, object]) -> dict[str, object]:
    """A point of GeoJSON."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
