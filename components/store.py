"""What all visitors share, read once per edition and never changed: a thin skin of caches, keyed by the edition.

Not those of Streamlit: a page asks a hundred times per run, and each look-up there hashes its arguments in 0.1 ms.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import pandas as pd
import streamlit as st

from data import editions, genealogy, programme_sheets, query, sheet, spread
from data.edition import Edition
from data.inventory import place_codes
from data.place import Place, place_of
from data.places import Places
from data.projects import Projects
from data.search import SearchIndex
from data.selection import FILTERS, Selection
from data.sheet import Kin
from data.vocabulary import PARTITIONS, Vocabulary

_EDITION: Final = "edition_id"
_KEPT_PLACES: Final = 2_000
_KEPT_SELECTIONS: Final = 64
_KEPT_KIN: Final = 16  # up to 8 MB each, for the smallest communes


def edition() -> Edition:
    """The edition of this visit: the current one when the visit began, whatever is published since."""
    if _EDITION not in st.session_state:
        st.session_state[_EDITION] = editions.current_id()
    return _edition(st.session_state[_EDITION])


def projects() -> Projects:
    """The column store of projects."""
    return _projects(edition().id)


def project_table() -> pd.DataFrame:
    """The table of projects, in the order of the column store. Read-only by convention: take rows, never assign."""
    return _project_table(edition().id)


def project_places() -> pd.Index:
    """The codes of the communes that have a project, in the order of their contour file."""
    return _project_places(edition().id)


def places() -> Places:
    """The places of every level."""
    return _places(edition().id)


def search_index() -> SearchIndex:
    """The names and codes of all places."""
    return _search_index(edition().id)


def place(key: str) -> Place:
    """A place of any kind. Raises `KeyError` for one that the edition does not have."""
    return _place(edition().id, key)


def kin(selection: Selection, place: Place) -> Kin:
    """The places that a place is compared with, and their sums: `sheet.kin_of`."""
    return _kin(edition().id, chosen(selection), sheet.kin_class(places(), place))


def vocabulary() -> Vocabulary:
    """The values that the edition holds."""
    return _vocabulary(edition().id)


def contours() -> pd.DataFrame:
    """The names of the contour files and the box they fill, by level key."""
    return _contours(edition().id)


def structures() -> pd.DataFrame:
    """The accelerators and support structures, a row for each of their known promotions."""
    return _structures(edition().id)


def links(selection: Selection) -> pd.DataFrame:
    """The links between the territories of both phases, with the selected projects: `genealogy.links`."""
    return _links(edition().id, chosen(selection))


def outcomes(selection: Selection) -> pd.DataFrame:
    """What became of each territory: `genealogy.outcomes` of these links."""
    return _outcomes(edition().id, chosen(selection))


def inhabitants(selection: Selection) -> pd.DataFrame:
    """Who lives in the places that a selection keeps: `spread.inhabitants`."""
    places_alone = Selection(
        phase=selection.phase,
        regions=selection.regions,
        sizes=selection.sizes,
        epci_types=selection.epci_types,
        perimeter=selection.perimeter,
    )
    return _inhabitants(edition().id, places_alone)


def partitions() -> dict[str, str]:
    """What the spread can be shown by: by density too where the edition has INSEE's grid."""
    known = places().communes["densite"].notna().any()
    return {key: label for key, label in PARTITIONS.items() if key != "densites" or known}


def viewed(selection: Selection) -> Selection:
    """What decides the values of a level: the projects, the level, the measure."""
    shown = {field: getattr(selection, field) for field in ("level", "zone", "measure", "denominator")}
    return replace(chosen(selection), **shown)


def chosen(selection: Selection) -> Selection:
    """What chooses the projects alone, so that views of the same ones share what is made of them."""
    filters = {field: getattr(selection, field) for field, _ in FILTERS.values()}
    return Selection(phase=selection.phase, scope=selection.scope, **filters)


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _edition(edition_id: str) -> Edition:
    found = editions.edition_of(edition_id).opened()
    editions.publish_static(found, editions.STATIC_FOLDER)
    return found


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _project_table(edition_id: str) -> pd.DataFrame:
    return _edition(edition_id).table("projets")


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _projects(edition_id: str) -> Projects:
    tables = {name: _edition(edition_id).table(name) for name in ("territoires", "epci", "departements", "regions")}
    return Projects.from_tables(_project_table(edition_id), **tables)


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _places(edition_id: str) -> Places:
    return Places.from_edition(_edition(edition_id))


@lru_cache(maxsize=_KEPT_PLACES)
def _place(edition_id: str, key: str) -> Place:
    return place_of(_places(edition_id), key)


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _project_places(edition_id: str) -> pd.Index:
    return pd.Index(place_codes(_project_table(edition_id)))


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _search_index(edition_id: str) -> SearchIndex:
    former = _edition(edition_id).table("successions")
    present = dict(zip(former["code_ancien"].tolist(), former["code_insee"].tolist(), strict=True))
    return SearchIndex.from_places(_places(edition_id), present)


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _vocabulary(edition_id: str) -> Vocabulary:
    found = _edition(edition_id)
    return Vocabulary.from_tables(
        projets=_project_table(edition_id),
        regions=found.table("regions"),
        territoires=found.table("territoires"),
        departements=found.table("departements"),
        places=_places(edition_id).keys(),
        schemes=programme_sheets.of_edition(found),
    )


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _contours(edition_id: str) -> pd.DataFrame:
    return _edition(edition_id).table("contours").set_index("cle")


@lru_cache(maxsize=editions.KEPT_EDITIONS)
def _structures(edition_id: str) -> pd.DataFrame:
    return _edition(edition_id).table("accelerateurs")


@lru_cache(maxsize=_KEPT_SELECTIONS)
def _links(edition_id: str, selection: Selection) -> pd.DataFrame:
    rows = query.matching(_projects(edition_id), selection)
    return genealogy.links(_places(edition_id).communes, _project_table(edition_id).iloc[rows])


@lru_cache(maxsize=_KEPT_SELECTIONS)
def _outcomes(edition_id: str, chosen: Selection) -> pd.DataFrame:
    return genealogy.outcomes(_places(edition_id), _links(edition_id, chosen))


@lru_cache(maxsize=_KEPT_SELECTIONS)
def _inhabitants(edition_id: str, places_alone: Selection) -> pd.DataFrame:
    return spread.inhabitants(_places(edition_id).communes, places_alone)


@lru_cache(maxsize=_KEPT_KIN)
def _kin(edition_id: str, chosen: Selection, kin: tuple[str, str]) -> Kin:
    rows = query.matching(_projects(edition_id), chosen)
    return sheet.kin_of(_projects(edition_id), _places(edition_id), chosen, kin, rows)
