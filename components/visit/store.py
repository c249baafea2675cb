"""What pages read: the edition of the visit and what all visitors share of it; the projects that the visit shows.

A thin skin of caches, not those of Streamlit: a page asks a hundred times per run, and each look-up there hashes its
arguments in 0.1 ms.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import pandas as pd
import streamlit as st

from components.visit import address, datasets, private
from components.visit.datasets import Dataset
from components.visit.kept import BOTH, OWN, Key, kept
from data.editions import registry
from data.editions.edition import Edition
from data.places import genealogy, sheet
from data.places.belonging import place_codes
from data.places.levels import Places
from data.places.place import Place, place_of
from data.places.search import SearchIndex
from data.places.sheet import Kin
from data.published import programme_sheets
from data.published.subjects import SubjectIndex
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import shares
from data.words.place_keys import place_key
from data.words.vocabulary import INVENTORY, PARTITIONS, Vocabulary

_EDITION: Final = "edition_id"
_KEPT_PLACES: Final = 2_000
_KEPT_TABLES: Final = 8  # the inventory and the official ones, of the editions that visits still show
_KEPT_SELECTIONS: Final = 64
_KEPT_KIN: Final = 16  # up to 8 MB each, for the smallest communes


def edition() -> Edition:
    """The edition of this visit: the current one when the visit began, whatever is published since."""
    if _EDITION not in st.session_state:
        st.session_state[_EDITION] = registry.current_id()
    return _edition(st.session_state[_EDITION])


def key(of: str | None = None) -> Key:
    """What the views of the projects of this visit are kept by, or of another table of `available`."""
    return Key(edition().id, of or dataset().key)


def available() -> dict[str, Dataset]:
    """The tables of projects that this visit can show, by key: the inventory first."""
    shared = _shared_datasets(edition().id)
    brought = private.brought()
    if brought is None:
        return shared
    own = datasets.own(brought.file_name)
    return {**shared, OWN: own, BOTH: datasets.both(shared[INVENTORY], own)}


def dataset() -> Dataset:
    """The one that the visit shows."""
    known = available()
    return known.get(address.current().dataset, known[INVENTORY])


def projects(of: Key | None = None) -> Projects:
    """The column store of projects: those of the visit, or of a key."""
    return _projects(of or key())


def project_table(of: Key | None = None) -> pd.DataFrame:
    """The table of projects, in the order of the column store. Read-only by convention: take rows, never assign."""
    return _project_table(of or key())


def project_places() -> pd.Index:
    """The codes of the communes that have a project of the inventory, in the order of their contour file."""
    return _project_places(edition().id)


def places() -> Places:
    """The places of every level."""
    return _places(edition().id)


def search_index() -> SearchIndex:
    """The names and codes of all places."""
    return _search_index(edition().id)


def subject_index() -> SubjectIndex:
    """The names of projects, companies, programmes, published figures and defined words."""
    return _subject_index(edition().id)


def place(key: str) -> Place:
    """A place of any kind. Raises `KeyError` for one that the edition does not have."""
    return _place(edition().id, key)


def kin(selection: Selection, place: Place) -> Kin:
    """The places that a place is compared with, and their sums: `sheet.kin_of`."""
    return _kin(key(), chosen(selection), sheet.kin_class(places(), place))


def vocabulary(of: str | None = None) -> Vocabulary:
    """The values that filters can take, for the projects of the visit or of another of `available`; of the inventory
    when there is no such one.
    """
    known = available()
    asked = address.current().dataset if of is None else of
    found = _vocabulary(Key(edition().id, asked if asked in known else INVENTORY))
    return replace(found, datasets=tuple(known))


def contours() -> pd.DataFrame:
    """The names of the contour files and the box they fill, by level key."""
    return _contours(edition().id)


def structures() -> pd.DataFrame:
    """The accelerators and support structures, a row for each of their known promotions."""
    return _structures(edition().id)


def links(selection: Selection, of: Key | None = None) -> pd.DataFrame:
    """The links between the territories of both phases, with the selected projects: `genealogy.links`."""
    return _links(of or key(), chosen(selection))


def outcomes(selection: Selection, of: Key | None = None) -> pd.DataFrame:
    """What became of each territory: `genealogy.outcomes` of these links."""
    return _outcomes(of or key(), chosen(selection))


def inhabitants(selection: Selection) -> pd.DataFrame:
    """Who lives in the places that a selection keeps: `spread.inhabitants`."""
    return _inhabitants(edition().id, shares.places_alone(selection))


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
    return Selection(**selection.filtering())


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _edition(edition_id: str) -> Edition:
    found = registry.edition_of(edition_id).opened()
    registry.publish_static(found, registry.STATIC_FOLDER)
    return found


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _shared_datasets(edition_id: str) -> dict[str, Dataset]:
    """The inventory, and each official source of projects that the edition read."""
    years = _project_table(Key(edition_id))["annee"]
    sources = _edition(edition_id).table("sources").set_index("source_id")
    known = sources.loc[_official_projects(edition_id)["source_id"].unique()]
    return {
        INVENTORY: datasets.inventory(int(years.min()), int(years.max())),
        **{key: datasets.official(key, *texts) for key, texts in _texts(known).items()},
    }


def _texts(sources: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """Title, publisher and vintage by source."""
    columns = sources[["titre", "editeur", "millesime"]]
    return dict(zip(columns.index.tolist(), columns.itertuples(index=False, name=None), strict=True))


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _official_projects(edition_id: str) -> pd.DataFrame:
    return _edition(edition_id).table("projets_officiels")


@kept(_KEPT_TABLES)
def _project_table(of: Key) -> pd.DataFrame:
    if of.dataset == INVENTORY:
        return _edition(of.edition_id).table("projets")
    if not of.private:
        official = _official_projects(of.edition_id)
        return official[official["source_id"] == of.dataset].reset_index(drop=True)
    brought = private.brought()
    if brought is None:
        raise KeyError(of.dataset)
    if of.dataset == OWN:
        return brought.projects
    return pd.concat([_project_table(Key(of.edition_id)), brought.projects], ignore_index=True)


@kept(_KEPT_TABLES)
def _projects(of: Key) -> Projects:
    return Projects.of_edition(_edition(of.edition_id), _project_table(of))


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _places(edition_id: str) -> Places:
    return Places.from_edition(_edition(edition_id))


@lru_cache(maxsize=_KEPT_PLACES)
def _place(edition_id: str, key: str) -> Place:
    return place_of(_places(edition_id), key)


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _project_places(edition_id: str) -> pd.Index:
    return pd.Index(place_codes(_project_table(Key(edition_id))))


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _subject_index(edition_id: str) -> SubjectIndex:
    return SubjectIndex.of_edition(_edition(edition_id))


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _search_index(edition_id: str) -> SearchIndex:
    found = _edition(edition_id)
    return SearchIndex.from_places(_places(edition_id), found.table("successions"), found.table("codes_postaux"))


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _former(edition_id: str) -> dict[str, str]:
    """The key of the present commune by that of each commune of before: links outlive mergers."""
    pairs = _edition(edition_id).table("successions", ["code_ancien", "code_insee"])
    moved = pairs[pairs["code_ancien"] != pairs["code_insee"]]
    return {place_key("commune", old): place_key("commune", now) for old, now in moved.itertuples(index=False)}


@kept(_KEPT_TABLES)
def _vocabulary(of: Key) -> Vocabulary:
    found = _edition(of.edition_id)
    return Vocabulary.from_tables(
        projets=_project_table(of),
        regions=found.table("regions"),
        territoires=found.table("territoires"),
        departements=found.table("departements"),
        places=_places(of.edition_id).keys(),
        former=_former(of.edition_id),
        schemes=programme_sheets.of_edition(found),
        years=None if of.dataset == INVENTORY else _vocabulary(Key(of.edition_id)).years,
    )


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _contours(edition_id: str) -> pd.DataFrame:
    return _edition(edition_id).table("contours").set_index("cle")


@lru_cache(maxsize=registry.KEPT_EDITIONS)
def _structures(edition_id: str) -> pd.DataFrame:
    return _edition(edition_id).table("accelerateurs")


@kept(_KEPT_SELECTIONS)
def _links(of: Key, chosen: Selection) -> pd.DataFrame:
    rows = aggregation.matching(_projects(of), chosen)
    return genealogy.links(_places(of.edition_id).communes, _project_table(of).iloc[rows])


@kept(_KEPT_SELECTIONS)
def _outcomes(of: Key, chosen: Selection) -> pd.DataFrame:
    return genealogy.outcomes(_places(of.edition_id), _links(of, chosen))


@lru_cache(maxsize=_KEPT_SELECTIONS)
def _inhabitants(edition_id: str, places_alone: Selection) -> pd.DataFrame:
    return shares.inhabitants(_places(edition_id).communes, places_alone)


@kept(_KEPT_KIN)
def _kin(of: Key, chosen: Selection, kin: tuple[str, str]) -> Kin:
    found, rows = _projects(of), aggregation.matching(_projects(of), chosen)
    return sheet.kin_of(found, _places(of.edition_id), chosen, kin, rows)
