"""The map of one place among its neighbours, commune by commune; for a région, département by département."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from components.drawn import recorder
from components.look import palette, templating
from components.maps import clickable, picture, project_points, spec, style, town_names, viewport
from components.maps.viewport import Bounds, View
from components.text import formats
from components.visit import navigation, page_environment
from components.visit.visit import Visit, of_edition
from data.documents.plates import Key, Map
from data.places import proximity
from data.places.levels import Places
from data.places.place import Place
from data.query.level_keys import zone_key
from data.tables.fields import MAP_BOX
from data.words.levels import LEVELS
from data.words.place_keys import place_key

AROUND: Final = palette.LAND
INSIDE: Final = palette.SEQUENTIAL[2]
# The communes of a région are too many to be read: its départements stand for them.
_MANY_COMMUNES: Final = 2_000
_CONTEXT: Final = "departements"
# Room around the place, as a share of its span, and the least span in degrees: a commune is seen with its neighbours.
_ROOM: Final = 0.12
_LEAST_SPAN: Final = 0.54  # 60 km from south to north: what the list calls « around » is on the map
_HEIGHT: Final = 440
_HALF_WIDTH: Final = 490  # px, of a map beside a list on a small laptop
_MOST_NAMES: Final = 10
_KEPT: Final = 256


@dataclass(frozen=True)
class Part:
    """One contour file: the codes of its places, in its order, and which of them belong to the place."""

    key: str
    level: str
    codes: pd.Index
    inside: npt.NDArray[np.bool_]


def draw(
    place: Place,
    projects: pd.DataFrame,
    *,
    key: str,
    view: View | None = None,
    height: int | None = None,
    official: str | None = None,
) -> None:
    """Draw the map of a place, with a dot in each commune of some projects.

    view: imposed, for maps at one scale. height: px, for a map of half the width of the page. official: a file of
    points in the colour of the official files, of `official_points`.
    """
    visit = Visit.current()
    found = _parts(visit, place.key)
    seen = view or _view(bounds(visit.places(), place), height)
    deck = spec.locator(
        {part.key: (_file(part.key, "polygones"), part.inside) for part in found.values()},
        (AROUND, INSIDE),
        project_points.marks(projects, visit.shown().key),
        seen,
        style.published_locator(tuple(_file(key, "lignes") for key in found), _file(_CONTEXT, "lignes")),
        official=official,
        names=_names(place, seen, half=height is not None),
        narrow=page_environment.narrow(),
    )

    def picked(layer: str, position: int) -> None:
        part = found.get(layer)
        if part is not None and position < len(part.codes):
            navigation.open_sheet(place_key(LEVELS[part.level].kind, part.codes[position]))

    recorder.add(partial(_picture, place, found, projects, view, official))
    clickable.draw(deck, key=key, height=seen.height, alt=alt(place, projects), on_pick=picked)
    legend = {"inside": INSIDE, "around": AROUND, "mark": palette.MARK, "official_mark": palette.OFFICIAL_MARK}
    shown = {"marks": len(projects) > 0, "official": official is not None}
    st.html(templating.render("locator_legend", **legend, **shown, nom=place.nom))


def _picture(
    place: Place, found: Mapping[str, Part], projects: pd.DataFrame, view: View | None, official: str | None
) -> Map:
    """The map of a wide screen, at the scale that is imposed if there is one."""
    visit = Visit.current()
    seen = view or viewport.fit(bounds(visit.places(), place), narrow=False, wide_height=_HEIGHT)
    marks = project_points.marks(projects, visit.shown().key)
    keys = [Key(INSIDE, place.nom), Key(AROUND, "alentours")]
    keys += [Key(palette.MARK, "commune d'un projet", apart=True, dot=True)] if len(projects) else []
    told = "commune d'une ligne des fichiers officiels"
    keys += [Key(palette.OFFICIAL_MARK, told, apart=True, dot=True)] if official else []
    return picture.of_parts(
        {part.key: (_file(part.key, "polygones"), part.inside) for part in found.values()},
        (AROUND, INSIDE),
        marks,
        seen,
        width=viewport.WIDTHS[False],
        borders=[_file(key, "lignes") for key in found],
        context=_file(_CONTEXT, "lignes"),
        official=official,
        names=_names(place, seen, half=False),
        keys=keys,
        alt=alt(place, projects),
    )


def _names(place: Place, seen: View, *, half: bool) -> list[dict[str, object]]:
    """A commune is named before its neighbours; of a larger place, the largest towns name themselves."""
    first = place.communes if place.kind == "commune" or place.chosen else place.communes[:0]
    narrow = page_environment.narrow()
    width = _HALF_WIDTH if half and not narrow else viewport.WIDTHS[narrow]
    return town_names.features(seen, width, most=_MOST_NAMES, first=first)


def _view(box: Bounds, height: int | None) -> View:
    if height is None or page_environment.narrow():
        return viewport.fit(box, narrow=page_environment.narrow(), wide_height=_HEIGHT)
    return viewport.fit_in(box, _HALF_WIDTH, height)


@of_edition(_KEPT)
def _parts(visit: Visit, key: str) -> dict[str, Part]:
    return {part.key: part for part in parts(visit.places(), visit.place(key))}


def alt(place: Place, projects: pd.DataFrame) -> str:
    """What the map shows, in a sentence."""
    communes = projects["code_insee"].nunique()
    verb = "ont" if communes > 1 else "a"
    where = f" ; {formats.counted(communes, 'commune')} {verb} un projet connu" if communes else ""
    return f"Carte de situation : {place.nom} et ses alentours{where}."


def parts(places: Places, place: Place) -> list[Part]:
    """The contour files that show a place and its neighbours."""
    if len(place.communes) > _MANY_COMMUNES:
        codes = places.levels["departements"].index
        return [Part(_CONTEXT, "departements", codes, codes.isin(_column(places, place.communes).unique()))]
    shown = place.communes.union(proximity.neighbours(places.communes, place.communes))
    found = []
    for departement in sorted(_column(places, shown).unique()):
        codes = places.communes.index[places.by_departement[departement]]
        found.append(Part(zone_key(departement), "communes", codes, codes.isin(place.communes)))
    return found


def bounds(places: Places, place: Place) -> Bounds:
    """The box of a place on the maps, with some room; for one without a contour, that of its département."""
    boxes = places.communes[list(MAP_BOX)]
    own = boxes.loc[place.communes].dropna()
    if own.empty:
        around = _column(places, place.communes).iloc[0]
        own = boxes[places.communes["code_departement"] == around].dropna()
    (west, south), (east, north) = own.iloc[:, :2].min(), own.iloc[:, 2:].max()
    across, up = (max(_ROOM * span, (_LEAST_SPAN - span) / 2) for span in (east - west, north - south))
    return west - across, south - up, east + across, north + up


def _column(places: Places, communes: pd.Index) -> pd.Series:
    return places.communes["code_departement"].take(places.communes.index.get_indexer(communes))


def _file(key: str, column: str) -> str:
    return str(Visit.current().contours().at[key, column])
