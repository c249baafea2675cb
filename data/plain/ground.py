"""What answers are made of: an edition, and each of its tables of projects as columns, read once."""

from dataclasses import dataclass, replace
from functools import cache, cached_property

import pandas as pd

from data.editions import registry
from data.editions.edition import Edition
from data.places.levels import Places
from data.places.novelties import Novelties
from data.published import programme_sheets
from data.query.projects import Projects
from data.tables.projects import OFFICIAL_PROJECTS, SHOWN
from data.words.vocabulary import INVENTORY, Vocabulary


@dataclass(frozen=True)
class Dataset:
    """A table of projects. source: who published it."""

    table: pd.DataFrame
    projects: Projects
    vocabulary: Vocabulary
    source: str


class Ground:
    """An edition, read as it is asked for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition.opened()
        self.dataset = cache(self._dataset)

    @cached_property
    def places(self) -> Places:
        """The places of every level."""
        return Places.from_edition(self.edition)

    @cached_property
    def datasets(self) -> tuple[str, ...]:
        """The keys of the tables of projects, the inventory first."""
        official = self.edition.table(OFFICIAL_PROJECTS.name, ["source_id"])
        return (INVENTORY, *official["source_id"].unique().tolist())

    @cached_property
    def novelties(self) -> Novelties | None:
        """What changed since the edition that was published before, None when none is kept."""
        before = registry.before(self.edition.id, self.edition.folder.parents[1])
        return None if before is None else Novelties.of(before, self.edition)

    def _dataset(self, key: str) -> Dataset:
        """The table of projects of a key. Raises `KeyError`."""
        if key == INVENTORY:
            table, years = self.edition.table("projets"), None
        elif key in self.datasets:
            table = self.edition.table(OFFICIAL_PROJECTS.name, SHOWN, where=("source_id", key))
            years = self.dataset(INVENTORY).vocabulary.years
        else:
            raise KeyError(key)
        vocabulary = Vocabulary.from_tables(
            projets=table,
            regions=self.edition.table("regions"),
            territoires=self.edition.table("territoires"),
            departements=self.edition.table("departements"),
            schemes=programme_sheets.of_edition(self.edition),
            years=years,
        )
        vocabulary = replace(vocabulary, datasets=self.datasets, denominators=self.places.denominators)
        return Dataset(table, Projects.of_edition(self.edition, table), vocabulary, self._source(key))

    def _source(self, key: str) -> str:
        if key == INVENTORY:
            return "inventaire des projets (publications citées à chaque ligne)"
        found = self.edition.table("sources").set_index("source_id").loc[key]
        return f"{found['titre']} ({found['editeur']}, {found['millesime']})"
