"""The names of towns over a map: a file of them by rank, of which the page shows those that stand apart at its zoom.

Pictures, which have one zoom, take the first that stand apart.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from components.maps import commune_points, published, viewport
from components.maps.viewport import Bounds, View
from components.text.formats import typeset
from components.visit.visit import Visit, of_edition
from data.query.projects import Rows
from data.words.numbers import Floats
from geo import mercator, overseas

_KEPT: Final = 512  # boxes: every département and the territories of both phases are 433
_LETTER_PX: Final = 6.4  # a letter of 12 px, as wide as most
_HEIGHT_PX: Final = 15  # a line of these letters
_APART_PX: Final = 8  # a space of more than one letter: two names are never read as one
_CANDIDATES: Final = 400  # each is compared with those kept, which are among the 170 first in all boxes of the atlas
_MOST: Final = 30  # they cover a fourteenth of the picture
_RANKED: Final = 3000  # of a file: every commune of a département, the towns of France over 4 000 inhabitants
_OVERSEAS: Final = "97"
# A prefecture is named before towns that are three times as large.
_STANDING: Final = 3
_PREFECTURES: Final = """
01053 02408 03190 04070 05061 06088 07186 08105 09122 10387 11069 12202 13055 14118 15014 16015 17300 18033
19272 21231 22278 23096 24322 25056 26362 27229 28085 29232 2A004 2B033 30189 31555 32013 33063 34172 35238
36044 37261 38185 39300 40192 41018 42218 43157 44109 45234 46042 47001 48095 49007 50502 51108 52121 53130
54395 55029 56260 57463 58194 59350 60057 61001 62041 63113 64445 65440 66136 67482 68066 69123 70550 71270
72181 73065 74010 75056 76540 77288 78646 79191 80021 81004 82121 83137 84007 85191 86194 87085 88160 89024
90010 91228 92050 93008 94028 95500 97105 97209 97302 97411 97611
"""


@dataclass(frozen=True)
class Screen:
    """Where points are on a screen: a view, and the width (px) of its box."""

    view: View
    width: int

    @cached_property
    def scale(self) -> float:
        """Pixels per degree of longitude."""
        return float(mercator.PX_PER_DEGREE * 2**self.view.zoom)

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


def by_rank(bounds: Bounds, *, framed: bool) -> str:
    """The file of the names of a box, by rank. framed: over the whole country, with its overseas frames."""
    visit = Visit.current()
    return published.lasting(_ranked(visit, bounds, framed), lambda: _write_ranked(visit, bounds, framed))


def file(bounds: Bounds, *, framed: bool) -> str:
    """The file of the names of a picture that shows a box. framed: with those of the overseas frames."""
    visit = Visit.current()
    return published.lasting(_file(visit, bounds, framed), lambda: _write(visit, bounds, framed))


def first(view: View, width: int, *, most: int, first: pd.Index) -> list[tuple[str, float, float]]:
    """Names over a picture of a few communes, with where they are. width: px. first: codes named before others."""
    towns = _towns(Visit.current())
    screen = Screen(view, width)
    across, up = _plane(Visit.current())
    reach = max(screen.width, view.height) / screen.scale
    beside = np.abs(across - view.longitude) <= reach
    near = towns.iloc[np.flatnonzero(beside & (np.abs(up - float(mercator.northing(view.latitude))) <= reach))]
    before = near.index.isin(first)
    return _said(apart(pd.concat([near[before].head(most), near[~before]]).head(_CANDIDATES), screen, most))


def of_communes(rows: Rows, most: int) -> list[tuple[str, float, float]]:
    """The names of the communes at these positions, with where they are, the first to be named first."""
    visit = Visit.current()
    return _said(_towns(visit).iloc[_own(visit, rows, most)])


def around(rows: Rows, most: int) -> list[tuple[str, float, float]]:
    """The names of the communes at these positions, then of those nearest to them."""
    visit = Visit.current()
    towns, own = _towns(visit), _own(visit, rows, most)
    if not len(own):
        return []
    lon, lat = towns["lon"].to_numpy(), towns["lat"].to_numpy()
    across = (lon - lon[own].mean()) * np.cos(np.radians(lat[own].mean()))
    far = across**2 + (lat - lat[own].mean()) ** 2
    far[own] = np.inf
    beside = np.argpartition(far, most)[: most - len(own)]
    return _said(towns.iloc[np.concatenate([own, beside[np.argsort(far[beside], kind="stable")]])])


def _own(visit: Visit, rows: Rows, most: int) -> Rows:
    """The ranks in `_towns` of the first to be named of some communes that maps draw."""
    ranks = np.sort(_ranks(visit)[rows])[:most]
    return ranks[ranks < len(_towns(visit))]


@of_edition(_KEPT)
def _ranked(visit: Visit, bounds: Bounds, framed: bool) -> str:
    return _write_ranked(visit, bounds, framed)


def _write_ranked(visit: Visit, bounds: Bounds, framed: bool) -> str:
    shown = _shown(visit, bounds, framed).head(_RANKED)
    told: dict[str, object] = {"towns": _said(shown)}
    if framed:
        frames = [(each.nom, each.west, each.south, each.east, each.north) for each in overseas.FRAMES]
        told |= {"mainland": viewport.MAINLAND, "frames": frames}
    return published.as_json("names", told)


@of_edition(_KEPT)
def _file(visit: Visit, bounds: Bounds, framed: bool) -> str:
    return _write(visit, bounds, framed)


def _write(visit: Visit, bounds: Bounds, framed: bool) -> str:
    shown = _shown(visit, bounds, framed)
    kept = apart(shown.head(_CANDIDATES), Screen(viewport.fit(bounds), viewport.WIDE_WIDTH), _MOST)
    return commune_points.publish(pd.concat([kept, _frames()]) if framed else kept, said="text")


def _shown(visit: Visit, bounds: Bounds, framed: bool) -> pd.DataFrame:
    west, south, east, north = bounds
    towns = _towns(visit)
    shown = towns[towns["lon"].between(west, east) & towns["lat"].between(south, north)]
    # In its frame, a département is named by the frame.
    return shown[~shown.index.str.startswith(_OVERSEAS)] if framed else shown


@of_edition()
def _towns(visit: Visit) -> pd.DataFrame:
    """The communes that maps draw, the first to be named first: by their inhabitants, and prefectures before."""
    communes = visit.places().communes
    located = commune_points.located_on(communes, communes.index)
    located = located.assign(nom=located["nom"].map(typeset))
    standing = communes["population"].fillna(0) * np.where(communes.index.isin(_PREFECTURES.split()), _STANDING, 1)
    return located.loc[standing.sort_values(ascending=False, kind="stable").index.intersection(located.index)]


def _said(towns: pd.DataFrame) -> list[tuple[str, float, float]]:
    return list(towns[["nom", "lon", "lat"]].round(4).itertuples(index=False, name=None))


@of_edition()
def _ranks(visit: Visit) -> Rows:
    """The rank in `_towns` of each commune, by its position in `Places.communes`; beyond the last for one that maps do
    not draw.
    """
    towns = _towns(visit)
    found = np.full(len(visit.places().communes), len(towns), dtype=np.intp)
    found[visit.places().communes.index.get_indexer(towns.index)] = np.arange(len(towns))
    return found


@of_edition()
def _plane(visit: Visit) -> tuple[Floats, Floats]:
    """Where the communes of `_towns` are on the plane of maps, in degrees of longitude."""
    towns = _towns(visit)
    return towns["lon"].to_numpy(), np.asarray(mercator.northing(towns["lat"].to_numpy()))


def _frames() -> pd.DataFrame:
    """Where the names of the overseas frames are."""
    labels = overseas.from_plane(np.array([frame.label for frame in overseas.FRAMES]))
    return pd.DataFrame({"nom": [frame.nom for frame in overseas.FRAMES], "lon": labels[:, 0], "lat": labels[:, 1]})
