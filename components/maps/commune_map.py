"""The map of anything counted by commune: one circle per commune, wherever it is, without a file of the edition."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from components.maps import commune_points, deck
from components.maps.frame import Contours, HoverRow, MapFrame, Marks, contours_of
from components.text import formats
from components.visit import navigation
from components.visit.visit import Visit
from data.query.level_keys import PROJECT_PLACES
from data.words.place_keys import place_key


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
        frame(shown, _contours(commune_points.publish(located)), label, show),
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
    return Marks(commune_points.publish(located), located.index.isin(codes))


def _located(among: pd.Series) -> pd.DataFrame:
    return commune_points.located_on(Visit.current().places().communes, pd.Index(among.dropna().unique()))


def _contours(points: str) -> Contours:
    """Land and borders as under the projects, with these points."""
    return replace(contours_of(Visit.current().contours(), PROJECT_PLACES), points=points)
