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
from components.maps import clickable, drawing, picture, project_points, town_names, viewport
from components.maps.viewport import Bounds
from components.text import formats
from components.visit import navigation
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
INSIDE: Final = palette.SEQUENTIAL[2]  # darker than the land (1.9:1), and dots stand out of it (2.2:1)
# The communes of a région are too many to be read: its départements stand for them.
_MANY_COMMUNES: Final = 2_000
_CONTEXT: Final = "departements"
_LAND: Final = "regions"
# Room around the place, as a share of its span, and the least span in degrees: a commune is seen with its neighbours.
_ROOM: Final = 0.12
_LEAST_SPAN: Final = 0.54  # 60 km from south to north: what the list calls « around » is on the map
_HEIGHT: Final = 440  # px, of a picture: less than that of a level, for a place is about as wide as high
_MOST_NAMES: Final = 12  # a commune and its neighbours, six on average; more would hide what the map is for
_KEPT: Final = 256  # places; each keeps the positions of a few hundred communes


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
    box: Bounds | None = None,
    height: int = _HEIGHT,
    official: str | None = None,
) -> None:
    """Draw the map of a place, with a dot in each commune of some projects.

    box: what it shows, for maps at one scale; None for the place and some room. height: px. official: a file of points
    in the colour of the official files, of `official_points`.
    """
    visit = Visit.current()
    found = _parts(visit, place.key)
    seen = box or bounds(visit.places(), place)
    files = visit.contours()["polygones"]
    described = drawing.of_parts(
        {part.key: (str(files[part.key]), part.inside) for part in found.values()},
        (AROUND, INSIDE),
        project_points.marks(projects, visit.shown().key),
        seen,
        land=str(files[_LAND]),
        context=_file(_CONTEXT, "lignes"),
        official=official,
        names=town_names.by_rank(viewport.NATIONAL, framed=False),
        named=_named(place),
        alt=alt(place, projects),
    )

    def picked(layer: str, position: int) -> None:
        part = found.get(layer)
        if part is not None and position < len(part.codes):
            navigation.open_sheet(place_key(LEVELS[part.level].kind, part.codes[position]))

    recorder.add(partial(_picture, place, found, projects, seen, official))
    clickable.draw(described, key=key, height=height, on_pick=picked)
    legend = {"inside": INSIDE, "around": AROUND, "mark": palette.MARK, "official_mark": palette.OFFICIAL_MARK}
    shown = {"marks": len(projects) > 0, "official": official is not None}
    st.html(templating.render("locator_legend", **legend, **shown, nom=place.nom))


def _picture(
    place: Place, found: Mapping[str, Part], projects: pd.DataFrame, seen: Bounds, official: str | None
) -> Map:
    visit = Visit.current()
    marks = project_points.marks(projects, visit.shown().key)
    keys = [Key(INSIDE, place.nom), Key(AROUND, "alentours")]
    keys += [Key(palette.MARK, "commune d'un projet", apart=True, dot=True)] if len(projects) else []
    told = "commune d'une ligne des fichiers officiels"
    keys += [Key(palette.OFFICIAL_MARK, told, apart=True, dot=True)] if official else []
    view = viewport.fit(seen, height=_HEIGHT)
    return picture.of_parts(
        {part.key: (_file(part.key, "polygones"), part.inside) for part in found.values()},
        (AROUND, INSIDE),
        marks,
        view,
        width=viewport.WIDE_WIDTH,
        borders=[_file(key, "lignes") for key in found],
        land=_file(_LAND, "polygones"),
        context=_file(_CONTEXT, "lignes"),
        official=official,
        names=town_names.first(view, viewport.WIDE_WIDTH, most=_MOST_NAMES, first=place.communes),
        keys=keys,
        alt=alt(place, projects),
    )


def _named(place: Place) -> list[tuple[str, float, float]]:
    """What is named before towns: a commune and its neighbours; of a larger place, its own towns."""
    tell = town_names.around if place.kind == "commune" else town_names.of_communes
    return tell(place.rows, _MOST_NAMES)


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
        held = set(places.departement_of[place.rows].tolist())
        return [Part(_CONTEXT, "departements", codes, np.array([code in held for code in codes], dtype=bool))]
    inside = places.within(place.rows)
    shown = np.concatenate([place.rows, proximity.neighbours(places.globe, place.rows)])
    found = []
    for departement in sorted(set(places.departement_of[shown].tolist())):
        rows = places.grouped["departements"][departement]
        found.append(Part(zone_key(departement), "communes", places.communes.index.take(rows), inside[rows]))
    return found


def bounds(places: Places, place: Place) -> Bounds:
    """The box of a place on the maps, with some room; for one without a contour, that of its département."""
    boxes = np.column_stack([places.communes[side].to_numpy()[place.rows] for side in MAP_BOX])
    if not np.isfinite(boxes).any():
        around = places.grouped["departements"][places.departement_of[place.rows[0]]]
        boxes = np.column_stack([places.communes[side].to_numpy()[around] for side in MAP_BOX])
    west, south = (float(side) for side in np.nanmin(boxes[:, :2], axis=0))
    east, north = (float(side) for side in np.nanmax(boxes[:, 2:], axis=0))
    across, up = (max(_ROOM * span, (_LEAST_SPAN - span) / 2) for span in (east - west, north - south))
    return west - across, south - up, east + across, north + up


def _file(key: str, column: str) -> str:
    return str(Visit.current().contours().at[key, column])
