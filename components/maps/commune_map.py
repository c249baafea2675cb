"""The map of anything counted by commune: one circle per commune, wherever it is, without a file of the edition.

The points are published as a static file named by its content, like the styles of maps: a browser reads it once, and
nothing of a table travels in an expression.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from components.maps import deck, published
from components.maps.frame import Contours, HoverRow, MapFrame, Marks, contours_of
from components.text import formats
from components.visit import navigation
from components.visit.visit import Visit
from data.editions.registry import STATIC_FOLDER
from data.query.level_keys import PROJECT_PLACES
from data.tables.fields import MAP_BOX
from data.words.place_keys import place_key

_KEPT: Final = 256  # sets of points: a few of an edition, the others of tables of visitors; the disk has their files


def draw(
    counts: pd.Series,
    among: pd.Series,
    *,
    key: str,
    label: str,
    alt: str,
    show: Callable[[float], str] = formats.number,
) -> None:
    """Draw a circle for each commune of `counts`, as large as its number; a click opens the sheet of the commune.

    counts: numbers above zero by code_insee; show: how one is written. among: every code that the map may ever count,
    whatever the visitor keeps, so that one file serves all choices. A commune without a contour has no circle. label:
    what is counted.
    """
    located = _located(among)
    shown = counts.reindex(located.index, fill_value=0)
    deck.draw(
        frame(shown, _contours(publish(located)), label, show),
        key=key,
        alt=alt,
        on_pick=lambda position: navigation.open_sheet(place_key("commune", shown.index[position])),
    )


def frame(counts: pd.Series, contours: Contours, label: str, show: Callable[[float], str] = formats.number) -> MapFrame:
    """The circles. contours: its points are the communes of `counts`, in their order."""
    return MapFrame(
        contours=contours,
        kind="circles",
        values=counts.to_numpy(dtype=np.float64),
        hover=[HoverRow(label, [show(count) for count in counts])],
        unit=label.lower(),
        noun="communes",
        format_value=show,
    )


def marks(codes: pd.Series, among: pd.Series) -> Marks:
    """Small dots in these communes, over another map. among: as `draw` takes it."""
    located = _located(among)
    return Marks(publish(located), located.index.isin(codes))


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


def _located(among: pd.Series) -> pd.DataFrame:
    return located_on(Visit.current().places().communes, pd.Index(among.dropna().unique()))


def _contours(points: str) -> Contours:
    """Land and borders as under the projects, with these points."""
    return replace(contours_of(Visit.current().contours(), PROJECT_PLACES), points=points)
