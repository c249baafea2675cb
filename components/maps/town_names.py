"""The names of towns over a map: the most populated that stand apart in its first view, then the overseas frames."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from components.maps import commune_map, viewport
from components.maps.viewport import Bounds, View
from components.visit.visit import Visit, of_edition
from data.words.numbers import Floats
from geo import mercator, overseas

_KEPT: Final = 512
_LETTER_PX: Final = 6.4  # a letter of 12 px, as wide as most
_HEIGHT_PX: Final = 15
_APART_PX: Final = 8
_CANDIDATES: Final = 400
_MOST: Final = {False: 30, True: 12}
_OVERSEAS: Final = "97"


@dataclass(frozen=True)
class Screen:
    """Where points are on a screen: a view, and the width (px) of its box."""

    view: View
    width: int

    @cached_property
    def scale(self) -> float:
        """Pixels per degree of longitude."""
        return float(viewport.PX_PER_DEGREE * 2**self.view.zoom)

    def pixels(self, points: pd.DataFrame) -> np.ndarray:
        """(n, 2), from the middle of the box, of points with lon and lat."""
        middle = float(mercator.northing(self.view.latitude))
        across = points["lon"].to_numpy() - self.view.longitude
        return np.column_stack([across, mercator.northing(points["lat"].to_numpy()) - middle]) * self.scale


def apart(towns: pd.DataFrame, screen: Screen, most: int) -> pd.DataFrame:
    """Of towns (nom, lon, lat), the first ones first, those whose names fit in the box without touching each other."""
    places = screen.pixels(towns)
    half = np.array([[_LETTER_PX * len(nom) / 2, _HEIGHT_PX / 2] for nom in towns["nom"]]).reshape(-1, 2)
    inside = (np.abs(places) + half <= np.array([screen.width, screen.view.height]) / 2).all(axis=1)
    kept: list[int] = []
    for row in np.flatnonzero(inside).tolist():
        gaps = np.abs(places[kept] - places[row]) - half[kept] - half[row]
        if not (gaps < _APART_PX).all(axis=1).any():
            kept.append(row)
            if len(kept) == most:
                break
    return towns.iloc[kept]


def file(bounds: Bounds, *, narrow: bool, framed: bool) -> str:
    """The file of the names over a map that shows a box. framed: with those of the overseas frames."""
    return _file(Visit.current(), bounds, narrow, framed)


def features(view: View, width: int, *, most: int, first: pd.Index) -> list[dict[str, object]]:
    """The names over a map of a few communes, as features. width: px. first: codes of those named before others."""
    towns = _towns(Visit.current())
    screen = Screen(view, width)
    across, up = _plane(Visit.current())
    reach = max(screen.width, view.height) / screen.scale
    beside = np.abs(across - view.longitude) <= reach
    near = towns.iloc[np.flatnonzero(beside & (np.abs(up - float(mercator.northing(view.latitude))) <= reach))]
    before = near.index.isin(first)
    kept = apart(pd.concat([near[before].head(most), near[~before]]).head(_CANDIDATES), screen, most)
    return [
        commune_map.feature(lon, lat, {"text": nom})
        for nom, lon, lat in kept.round(4).itertuples(index=False, name=None)
    ]


@of_edition(_KEPT)
def _file(visit: Visit, bounds: Bounds, narrow: bool, framed: bool) -> str:
    west, south, east, north = bounds
    towns = _towns(visit)
    shown = towns[towns["lon"].between(west, east) & towns["lat"].between(south, north)]
    if framed:  # in its frame, a département is named by the frame
        shown = shown[~shown.index.str.startswith(_OVERSEAS)]
    screen = Screen(viewport.fit(bounds, narrow=narrow), viewport.WIDTHS[narrow])
    kept = apart(shown.head(_CANDIDATES), screen, _MOST[narrow])
    return commune_map.publish(pd.concat([kept, _frames()]) if framed else kept, said="text")


@of_edition()
def _towns(visit: Visit) -> pd.DataFrame:
    """The communes that maps draw, the most populated first."""
    communes = visit.places().communes
    located = commune_map.located_on(communes, communes.index)
    return located.loc[
        communes["population"].sort_values(ascending=False, kind="stable").index.intersection(located.index)
    ]


@of_edition()
def _plane(visit: Visit) -> tuple[Floats, Floats]:
    """Where the communes of `_towns` are on the plane of maps, in degrees of longitude."""
    towns = _towns(visit)
    return towns["lon"].to_numpy(), np.asarray(mercator.northing(towns["lat"].to_numpy()))


def _frames() -> pd.DataFrame:
    """Where the names of the overseas frames are."""
    labels = overseas.from_plane(np.array([frame.label for frame in overseas.FRAMES]))
    return pd.DataFrame({"nom": [frame.nom for frame in overseas.FRAMES], "lon": labels[:, 0], "lat": labels[:, 1]})
