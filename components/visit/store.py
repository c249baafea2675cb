"""What pages read: the edition of the visit and what all visitors share of it; the projects that the visit shows.

A thin skin of caches, not those of Streamlit: a page asks a hundred times per run, and each look-up there hashes its
arguments in 0.1 ms.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Final, ParamSpec, Protocol, TypeVar, cast

import pandas as pd
import streamlit as st

from components.visit import address, datasets, private
from components.visit.datasets import Dataset
from components.visit.kept import BOTH, KEPT_EDITIONS, OWN, Key, kept
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


P = ParamSpec("P")
T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)


def edition() -> Edition:
    """The edition of this visit: the current one when the visit began, whatever is published since."""
    if _EDITION not in st.session_state:
        st.session_state[_EDITION] = registry.current_id()
    return _opened(Key(st.session_state[_EDITION]))


@kept()
def _opened(of: Key) -> Edition:
    found = registry.edition_of(of.edition_id).opened()
    registry.publish_static(found, registry.STATIC_FOLDER)
    return found


def of_edition(most: int = KEPT_EDITIONS) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the last `most` results of a function that reads the edition of the visit and nothing else of it.

    Its arguments are hashable, all given by position.
    """

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        @kept(most)
        def made(_: Key, *args: Any) -> Any:
            return cast("Callable[..., T]", make)(*args)

        @wraps(make)
        def call(*args: Any) -> T:
            return made(Key(edition().id), *args)

        return cast("Callable[P, T]", call)

    return decorate


def key(of: str | None = None) -> Key:
    """What the views of the projects of this visit are kept by, or of another table of `available`."""
    return Key(edition().id, of or dataset().key)


class OfProjects(Protocol[R_co]):
    """What is read of a table of projects: that of the visit, or of a key."""

    def __call__(self, of: Key | None = None) -> R_co: ...


def of_projects(make: Callable[[Key], R_co]) -> OfProjects[R_co]:
    """Keep what is made of the last tables of projects."""
    made = kept(_KEPT_TABLES)(make)

    @wraps(make)
    def call(of: Key | None = None) -> R_co:
        return made(of or key())

    return call


def available() -> dict[str, Dataset]:
    """The tables of projects that this visit can show, by key: the inventory first."""
    shared = _shared_datasets()
    brought = private.brought()
    if brought is None:
        return shared
    own = datasets.own(brought.file_name)
    return {**shared, OWN: own, BOTH: datasets.both(shared[INVENTORY], own)}


def dataset() -> Dataset:
    """The one that the visit shows."""
    known = available()
    return known.get(address.current().dataset, known[INVENTORY])


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


def links(selection: Selection, of: Key | None = None) -> pd.DataFrame:
    """The links between the territories of both phases, with the selected projects: `genealogy.links`."""
    return _links(of or key(), chosen(selection))


def outcomes(selection: Selection, of: Key | None = None) -> pd.DataFrame:
    """What became of each territory: `genealogy.outcomes` of these links."""
    return _outcomes(of or key(), chosen(selection))


def inhabitants(selection: Selection) -> pd.DataFrame:
    """Who lives in the places that a selection keeps: `spread.inhabitants`."""
    return _inhabitants(shares.places_alone(selection))


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


@of_edition()
def _shared_datasets() -> dict[str, Dataset]:
    """The inventory, and each official source of projects that the edition read."""
    years = project_table(Key(edition().id))["annee"]
    sources = edition().table("sources").set_index("source_id")
    known = sources.loc[_official_projects()["source_id"].unique()]
    return {
        INVENTORY: datasets.inventory(int(years.min()), int(years.max())),
        **{key: datasets.official(key, *texts) for key, texts in _texts(known).items()},
    }


def _texts(sources: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """Title, publisher and vintage by source."""
    columns = sources[["titre", "editeur", "millesime"]]
    return dict(zip(columns.index.tolist(), columns.itertuples(index=False, name=None), strict=True))


@of_edition()
def _official_projects() -> pd.DataFrame:
    return edition().table("projets_officiels")


@of_projects
def project_table(of: Key) -> pd.DataFrame:
    """The table of projects, in the order of the column store. Read-only by convention: take rows, never assign."""
    if of.dataset == INVENTORY:
        return edition().table("projets")
    if not of.private:
        official = _official_projects()
        return official[official["source_id"] == of.dataset].reset_index(drop=True)
    brought = private.brought()
    if brought is None:
        raise KeyError(of.dataset)
    if of.dataset == OWN:
        return brought.projects
    return pd.concat([project_table(Key(of.edition_id)), brought.projects], ignore_index=True)


@of_projects
def projects(of: Key) -> Projects:
    """The column store of projects: those of the visit, or of a key."""
    return Projects.of_edition(edition(), project_table(of))


@of_edition()
def places() -> Places:
    """The places of every level."""
    return Places.from_edition(edition())


@of_edition(_KEPT_PLACES)
def place(key: str) -> Place:
    """A place of any kind. Raises `KeyError` for one that the edition does not have."""
    return place_of(places(), key)


@of_edition()
def project_places() -> pd.Index:
    """The codes of the communes that have a project of the inventory, in the order of their contour file."""
    return pd.Index(place_codes(project_table(Key(edition().id))))


@of_edition()
def subject_index() -> SubjectIndex:
    """The names of projects, companies, programmes, published figures and defined words."""
    return SubjectIndex.of_edition(edition())


@of_edition()
def search_index() -> SearchIndex:
    """The names and codes of all places."""
    found = edition()
    return SearchIndex.from_places(places(), found.table("successions"), found.table("codes_postaux"))


@of_edition()
def _former() -> dict[str, str]:
    """The key of the present commune by that of each commune of before: links outlive mergers."""
    pairs = edition().table("successions", ["code_ancien", "code_insee"])
    moved = pairs[pairs["code_ancien"] != pairs["code_insee"]]
    return {place_key("commune", old): place_key("commune", now) for old, now in moved.itertuples(index=False)}


@kept(_KEPT_TABLES)
def _vocabulary(of: Key) -> Vocabulary:
    found = edition()
    return Vocabulary.from_tables(
        projets=project_table(of),
        regions=found.table("regions"),
        territoires=found.table("territoires"),
        departements=found.table("departements"),
        places=places().keys(),
        former=_former(),
        schemes=programme_sheets.of_edition(found),
        years=None if of.dataset == INVENTORY else _vocabulary(Key(of.edition_id)).years,
    )


@of_edition()
def contours() -> pd.DataFrame:
    """The names of the contour files and the box they fill, by level key."""
    return edition().table("contours").set_index("cle")


@of_edition()
def structures() -> pd.DataFrame:
    """The accelerators and support structures, a row for each of their known promotions."""
    return edition().table("accelerateurs")


@kept(_KEPT_SELECTIONS)
def _links(of: Key, chosen: Selection) -> pd.DataFrame:
    rows = aggregation.matching(projects(of), chosen)
    return genealogy.links(places().communes, project_table(of).iloc[rows])


@kept(_KEPT_SELECTIONS)
def _outcomes(of: Key, chosen: Selection) -> pd.DataFrame:
    return genealogy.outcomes(places(), _links(of, chosen))


@of_edition(_KEPT_SELECTIONS)
def _inhabitants(places_alone: Selection) -> pd.DataFrame:
    return shares.inhabitants(places().communes, places_alone)


@kept(_KEPT_KIN)
def _kin(of: Key, chosen: Selection, kin: tuple[str, str]) -> Kin:
    found, rows = projects(of), aggregation.matching(projects(of), chosen)
    return sheet.kin_of(found, places(), chosen, kin, rows)
