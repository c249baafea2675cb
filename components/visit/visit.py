"""What pages read: the edition of the visit and what all visitors share of it; the projects that the visit shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar, cast

import pandas as pd
import streamlit as st

from components.visit import address, datasets, perimeters, private
from components.visit.datasets import Dataset
from components.visit.kept import ANSWERS, BOTH, KEPT_EDITIONS, OWN, SELECTIONS, TABLES, Key, kept
from data.editions import registry
from data.editions.edition import Edition
from data.places import genealogy, likeness, sheet
from data.places.belonging import place_codes
from data.places.levels import Places
from data.places.place import Place, around, place_of
from data.places.search import SearchIndex
from data.places.sheet import Kin
from data.published import programme_sheets
from data.published.subjects import SubjectIndex
from data.query import aggregation
from data.query.projects import Projects, Rows
from data.query.selection import Selection
from data.spread import shares
from data.tables.projects import OFFICIAL_PROJECTS, SHOWN
from data.words.levels import LEVELS, NATIONAL, PERIMETER
from data.words.place_keys import level_of, place_key
from data.words.vocabulary import INVENTORY, PARTITIONS, Vocabulary

_EDITION: Final = "edition_id"
_KEPT_PLACES: Final = 2_000  # those above communes are 1 704: all of them, and the communes that visitors open
_KEPT_PERIMETERS: Final = 32  # up to 1 MB each, and as many as visitors think of
_KEPT_READ: Final = 16  # tables that sheets ask, the small ones
_KEPT_KIN: Final = 16  # up to 8 MB each, for the smallest communes
_LOCATING: Final = ("id_projet", "code_insee", *(level.column for level in NATIONAL))

P = ParamSpec("P")
T = TypeVar("T")


def of_edition(
    most: int = KEPT_EDITIONS,
) -> Callable[[Callable[Concatenate[Any, P], T]], Callable[Concatenate["Visit", P], T]]:
    """Keep the last `most` results of what reads the edition of a visit and none of its projects: all visits share it.

    Its arguments are the visit, then hashable ones, all given by position.
    """

    def decorate(make: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate["Visit", P], T]:
        made = kept(most)(make)

        @wraps(make)
        def call(visit: "Visit", *args: Any) -> T:
            return cast("Callable[..., T]", made)(Visit(visit.edition_id), *args)

        return cast("Callable[Concatenate[Visit, P], T]", call)

    return decorate


@dataclass(frozen=True)
class Visit(Key):
    """An edition and one of its tables of projects, by their keys; its methods give what they hold.

    They are kept by a thin cache, not by Streamlit's: a page asks a hundred times per run, and each look-up there
    hashes its arguments in 0.1 ms.
    """

    @classmethod
    def current(cls) -> Self:
        """This visit: the edition in service when it began, whatever is published since; the table that it shows."""
        if _EDITION not in st.session_state:
            st.session_state[_EDITION] = registry.current_id()
        return cls(st.session_state[_EDITION]).showing(address.current().dataset)

    def showing(self, dataset: str) -> Self:
        """The same visit with another table of projects, the inventory when it has none of this key."""
        if dataset == self.dataset:
            return self
        return replace(self, dataset=dataset if dataset in self.available() else INVENTORY)

    @property
    def inventory(self) -> Self:
        """The same visit with the inventory, whatever it shows."""
        return replace(self, dataset=INVENTORY)

    @of_edition()
    def edition(self) -> Edition:
        """The edition, its static files within reach of the browser."""
        found = registry.edition_of(self.edition_id).opened()
        registry.publish_static(found, registry.STATIC_FOLDER)
        return found

    def available(self) -> dict[str, Dataset]:
        """The tables of projects that this visit can show, by key: the inventory first."""
        shared = self._shared_datasets()
        brought = private.brought()
        if brought is None:
            return shared
        own = datasets.own(brought.file_name)
        return {**shared, OWN: own, BOTH: datasets.both(shared[INVENTORY], own)}

    def shown(self) -> Dataset:
        """The table that the visit shows, as it reads."""
        return self.available()[self.dataset]

    @of_edition()
    def _shared_datasets(self) -> dict[str, Dataset]:
        """The inventory, and each official source of projects that the edition read."""
        years = self.project_table()["annee"]
        sources = self.edition().table("sources").set_index("source_id")
        known = sources.loc[self.edition().table(OFFICIAL_PROJECTS.name, ["source_id"])["source_id"].unique()]
        return {
            INVENTORY: datasets.inventory(int(years.min()), int(years.max())),
            **{key: datasets.official(key, *texts) for key, texts in _texts(known).items()},
        }

    @of_edition()
    def official_industry(self) -> pd.DataFrame:
        """What of the official files, or of their measures, is of industry: the identifiers of the rows, and where."""
        return self.edition().table(OFFICIAL_PROJECTS.name, _LOCATING, where=("industriel", "oui"))

    @kept(TABLES)
    def project_table(self) -> pd.DataFrame:
        """The table of projects, in the order of the column store. Read-only by convention: take rows, never assign."""
        if self.dataset == INVENTORY:
            return self.edition().table("projets")
        if not self.private:
            return self.edition().table(OFFICIAL_PROJECTS.name, SHOWN, where=("source_id", self.dataset))
        brought = private.brought()
        if brought is None:
            raise KeyError(self.dataset)
        if self.dataset == OWN:
            return brought.projects
        return pd.concat([self.inventory.project_table(), brought.projects], ignore_index=True)

    def selected(self, selection: Selection, columns: Sequence[str]) -> pd.DataFrame:
        """What these columns say of the projects that a selection keeps, by their position in the table of projects."""
        return self.project_table()[[*columns]].iloc[self.matching(selection)]

    def matching(self, selection: Selection) -> Rows:
        """The positions in the table of projects of those that a selection keeps, ascending. Read-only."""
        return self._matching(selection.chosen())

    @kept(SELECTIONS)
    def _matching(self, chosen: Selection) -> Rows:
        return aggregation.matching(self.projects(), chosen)

    def asked(self, question: Callable[..., T], selection: Selection, *more: Any) -> T:
        """What a function of the column store, of a selection and of `more` finds, some kilobytes of it. Read-only."""
        return cast("T", self._asked(question, selection, *more))

    @kept(ANSWERS)
    def _asked(self, question: Callable[..., Any], selection: Selection, *more: Any) -> Any:
        return question(self.projects(), selection, *more)

    @kept(TABLES)
    def commune_rows(self) -> Rows:
        """The position in `Places.communes` of the commune of each project, -1 where it has none. Read-only."""
        return self.places().positions(self.project_table()["code_insee"])

    @kept(TABLES)
    def projects(self) -> Projects:
        """The column store of the projects."""
        return Projects.of_edition(self.edition(), self.project_table())

    def vocabulary(self) -> Vocabulary:
        """The values that filters can take, for these projects."""
        denominators = self.places().denominators
        return replace(
            self._vocabulary(),
            datasets=tuple(self.available()),
            denominators=denominators,
            perimeters=perimeters.opened(),
        )

    @kept(TABLES)
    def _vocabulary(self) -> Vocabulary:
        found = self.edition()
        return Vocabulary.from_tables(
            projets=self.project_table(),
            regions=found.table("regions"),
            territoires=found.table("territoires"),
            departements=found.table("departements"),
            places=self.places().keys(),
            former=self._former(),
            schemes=programme_sheets.of_edition(found),
            years=None if self.dataset == INVENTORY else self.inventory._vocabulary().years,
        )

    @of_edition()
    def _former(self) -> dict[str, str]:
        """The key of the present commune by that of each commune of before: links outlive mergers."""
        pairs = self.edition().table("successions", ["code_ancien", "code_insee"])
        moved = pairs[pairs["code_ancien"] != pairs["code_insee"]]
        return {place_key("commune", old): place_key("commune", now) for old, now in moved.itertuples(index=False)}

    @of_edition()
    def places(self) -> Places:
        """The places of every level."""
        return Places.from_edition(self.edition())

    def place(self, key: str) -> Place:
        """A place of any kind. Raises `KeyError` for one that the edition does not have."""
        return self._perimeter(key) if level_of(key) == PERIMETER.key else self._place(key)

    @of_edition(_KEPT_PLACES)
    def _place(self, key: str) -> Place:
        return place_of(self.places(), key)

    @of_edition(_KEPT_PERIMETERS)
    def _perimeter(self, key: str) -> Place:
        return place_of(self.places(), key)

    @of_edition(_KEPT_PLACES)
    def neighbours(self, key: str) -> tuple[str, ...]:
        """The keys of the places that share a border with a place."""
        return tuple(likeness.neighbours(self.places(), self._borders(), self.place(key)))

    @of_edition(_KEPT_PLACES)
    def alike(self, key: str) -> tuple[str, ...]:
        """The keys of the places most like a place."""
        place = self.place(key)
        return () if place.chosen else tuple(likeness.alike(self.places(), self.sectors(place.level), place))

    @of_edition(len(LEVELS))
    def sectors(self, level: str) -> pd.DataFrame:
        """How many projects of the inventory of each filière each place of a level has: `likeness.sectors`."""
        return likeness.sectors(self.project_table(), self.places(), level)

    @of_edition()
    def _borders(self) -> likeness.Borders:
        return likeness.borders(self.places(), self.edition().table("voisinages"))

    @of_edition(_KEPT_READ)
    def table(self, name: str) -> pd.DataFrame:
        """A table of the edition that each run of a page asks. Read-only by convention: take rows, never assign."""
        return self.edition().table(name)

    @of_edition(_KEPT_PLACES)
    def holders(self, key: str) -> tuple[str, ...]:
        """The keys of the places that hold a place: `place.around`."""
        return tuple(around(self.places(), self.place(key)))

    @of_edition()
    def project_places(self) -> pd.Index:
        """The codes of the communes that have a project of the inventory, in the order of their contour file."""
        return pd.Index(place_codes(self.project_table()))

    @of_edition()
    def subject_index(self) -> SubjectIndex:
        """The names of projects, companies, programmes, published figures and defined words."""
        return SubjectIndex.of_edition(self.edition())

    @of_edition()
    def search_index(self) -> SearchIndex:
        """The names and codes of all places."""
        found = self.edition()
        return SearchIndex.from_places(self.places(), found.table("successions"), found.table("codes_postaux"))

    @of_edition()
    def contours(self) -> pd.DataFrame:
        """The names of the contour files and the box they fill, by level key."""
        return self.edition().table("contours").set_index("cle")

    @of_edition()
    def structures(self) -> pd.DataFrame:
        """The accelerators and support structures, a row for each of their known promotions."""
        return self.edition().table("accelerateurs")

    @of_edition()
    def partitions(self) -> dict[str, str]:
        """What the spread can be shown by: by density too where the edition has INSEE's grid."""
        known = self.places().communes["densite"].notna().any()
        return {key: label for key, label in PARTITIONS.items() if key != "densites" or known}

    def links(self, selection: Selection) -> pd.DataFrame:
        """The links between the territories of both phases, with the selected projects: `genealogy.links`."""
        return self._links(selection.chosen())

    @kept(SELECTIONS)
    def _links(self, chosen: Selection) -> pd.DataFrame:
        rows = self._matching(chosen)
        return genealogy.links(self.pairs(), self.project_table().iloc[rows])

    @of_edition()
    def pairs(self) -> genealogy.Pairs:
        """The pairs of territories of both phases that share communes."""
        return genealogy.Pairs.of(self.places().communes)

    @of_edition()
    def outcomes(self) -> pd.DataFrame:
        """What became of each territory: `genealogy.outcomes`."""
        return genealogy.outcomes(self.places(), self.pairs().table)

    def inhabitants(self, selection: Selection) -> pd.DataFrame:
        """Who lives in the places that a selection keeps: `shares.inhabitants`."""
        return self._inhabitants(shares.places_alone(selection))

    @of_edition(SELECTIONS)
    def _inhabitants(self, places_alone: Selection) -> pd.DataFrame:
        return shares.inhabitants(self.places().communes, places_alone)

    def spread(self, selection: Selection, by: str) -> pd.DataFrame:
        """The selected projects and the inhabitants by class of a partition: `shares.side_by_side`. Read-only."""
        return self._spread(selection.chosen(), by)

    @kept(SELECTIONS)
    def _spread(self, chosen: Selection, by: str) -> pd.DataFrame:
        return shares.side_by_side(self.projects(), self.inhabitants(chosen), chosen, by, self._matching(chosen))

    def headlines(self, selection: Selection) -> pd.DataFrame:
        """The shares that a reader remembers: `shares.headlines`. Read-only."""
        return self._headlines(selection.chosen())

    @kept(SELECTIONS)
    def _headlines(self, chosen: Selection) -> pd.DataFrame:
        return shares.headlines(self.projects(), self.inhabitants(chosen), chosen)

    def sums(self, selection: Selection, place: Place) -> pd.Series:
        """The sums of the selected projects of a place: a row of `aggregation.aggregate`."""
        if place.chosen:
            return self._level_sums(selection.chosen(), "communes").reindex(place.communes, fill_value=0).sum()
        found = self._level_sums(selection.chosen(), place.level)
        if place.code not in found.index:
            return pd.Series(0, found.columns)
        return found.iloc[cast("int", found.index.get_loc(place.code))]

    @kept(SELECTIONS)
    def _level_sums(self, chosen: Selection, level: str) -> pd.DataFrame:
        by, _, phase = level.partition("-")
        rows = self._matching(chosen)
        # The phase of the place, for the projects were already chosen by the phase of the selection.
        grouped = replace(chosen, phase=int(phase)) if phase else chosen
        return aggregation.aggregate(self.projects(), grouped, by=by, rows=rows)

    @kept(SELECTIONS)
    def national_sums(self, chosen: Selection) -> pd.Series:
        """The sums of all the selected projects, wherever they are. chosen: `Selection.chosen`."""
        return aggregation.aggregate(self.projects(), chosen, rows=self._matching(chosen)).iloc[0]

    def kin(self, selection: Selection, place: Place) -> Kin:
        """The places that a place is compared with, and their sums: `sheet.kin_of`."""
        return self._kin(selection.chosen(), sheet.kin_class(self.places(), place))

    @kept(_KEPT_KIN)
    def _kin(self, chosen: Selection, kin: tuple[str, str]) -> Kin:
        return sheet.kin_of(self.projects(), self.places(), chosen, kin, self._matching(chosen))


def _texts(sources: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """Title, publisher and vintage by source."""
    columns = sources[["titre", "editeur", "millesime"]]
    return dict(zip(columns.index.tolist(), columns.itertuples(index=False, name=None), strict=True))
