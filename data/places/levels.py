"""The places of every level, by code, and the table of one level that a map, a chart, a table and an export share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.editions.edition import Edition
from data.places import jobs, proximity
from data.query import aggregation, coverage, measures
from data.query.level_keys import level_key
from data.query.projects import Projects, Rows
from data.query.selection import Selection
from data.tables.fields import MAP_BOX
from data.words.levels import LEVELS, NATIONAL, TITLES, Level
from data.words.place_keys import place_key
from data.words.vocabulary import PHASES, POPULATIONS, POPULATIONS_BORNES

# What is said of a place; `precision_nom` tells apart places of the same name, `code_region` holds most inhabitants,
# `ordre` is the rank of the name in its level.
COLUMNS = ["nom", "precision_nom", "population", "population_millesime", "superficie_km2", "code_region", "ordre"]
# The columns of `communes` that say which place of each level a commune is in.
BELONGING = [level.column for level in NATIONAL if level.column not in COLUMNS]


@dataclass(frozen=True)
class Places:
    """One frame per level, indexed by code in the order of the contour files, with `COLUMNS` and `jobs.JOBS`.

    levels: by the keys of `data.words.levels.NATIONAL`.
    communes: also `BELONGING`, taille, type_epci, densite, lon, lat and `geography.MAP_BOX`.
    """

    levels: Mapping[str, pd.DataFrame]
    communes: pd.DataFrame

    @classmethod
    def from_edition(cls, edition: Edition) -> Self:
        """Read the tables of places, without their contours."""
        communes = edition.table("communes").set_index("code_insee")
        tables = {each.key: _table_of(edition, each) for each in NATIONAL}
        regions, departements = tables["regions"], tables["departements"]
        communes["precision_nom"] = communes["code_departement"].map(departements["nom"])
        for key, table in tables.items():
            if key == "regions":
                table["precision_nom"], table["code_region"] = "", table.index
            elif "code_region" in table:
                table["precision_nom"] = table["code_region"].map(regions["nom"])
            else:
                largest = _main_departement(communes, LEVELS[key])
                of_place = table.index.to_series().map(largest)
                table["precision_nom"] = of_place.map(departements["nom"])
                table["code_region"] = of_place.map(departements["code_region"])
        found = edition.table(jobs.JOBS).set_index("code_insee")[jobs.JOBS] if jobs.JOBS in edition.tables else None
        communes = jobs.of_communes(communes if found is None else communes.assign(**{jobs.JOBS: found}))
        for key, table in tables.items():
            sums = communes.groupby(LEVELS[key].column)[list(jobs.SUMMED)].sum()
            table[jobs.JOBS] = pd.Series(jobs.of_groups(sums), sums.index).reindex(table.index)
        for table in (*tables.values(), communes):
            table["ordre"] = table["nom"].rank(method="first").astype(np.int32)
        of_communes = [*COLUMNS, jobs.JOBS, *BELONGING, "taille", "type_epci", "densite", "lon", "lat", *MAP_BOX]
        return cls({key: table[[*COLUMNS, jobs.JOBS]] for key, table in tables.items()}, communes[of_communes])

    @cached_property
    def denominators(self) -> tuple[str, ...]:
        """What a total can be divided by: jobs too where the edition knows them."""
        has_jobs = jobs.JOBS in self.communes and self.communes[jobs.JOBS].notna().any()
        return tuple(key for key in measures.DENOMINATORS if has_jobs or key != measures.BY_JOBS)

    @cached_property
    def grouped(self) -> Mapping[str, Mapping[str, Rows]]:
        """By level, then by code: the positions in `communes` of those of each place, ascending.

        What a sheet asks of its communes it asks by position: a comparison of texts costs ten times as much.
        """
        return {key: _positions(codes, labels) for key, (codes, labels) in self.held_in.items()}

    @cached_property
    def held_in(self) -> Mapping[str, tuple[Rows, Sequence[str]]]:
        """By level, which of its places each commune is in: ranks in the codes that follow, -1 for none."""
        found = {}
        for level in NATIONAL:
            if level.column in self.communes:
                ranks, codes = pd.factorize(self.communes[level.column])
                found[level.key] = ranks, [str(code) for code in codes]
        return found

    @cached_property
    def departement_of(self) -> npt.NDArray[np.object_]:
        """The code of the département of each commune, by position."""
        return self.communes["code_departement"].to_numpy(dtype=object)

    @cached_property
    def globe(self) -> proximity.Globe:
        """Where the communes are, by position."""
        return proximity.Globe.of(self.communes["lon"].to_numpy(), self.communes["lat"].to_numpy())

    def within(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Which communes are at some positions, by position; the last answer is that of -1, what is no commune."""
        found = np.zeros(len(self.communes) + 1, dtype=bool)
        found[rows] = True
        return found

    def positions(self, codes: "pd.Series[str]") -> Rows:
        """Where communes are in `communes`, -1 for a code that is none or is missing."""
        return self.communes.index.get_indexer(pd.Index(codes))

    def table(self, level: str) -> pd.DataFrame:
        """All the places of a level of `data.words.levels`. Raises `KeyError`."""
        return self.communes if level == "communes" else self.levels[level]

    def keys(self) -> list[str]:
        """The key of every place of every level."""
        return [place_key(level.kind, code) for level in LEVELS.values() for code in self.table(level.key).index]

    def of(self, selection: Selection) -> pd.DataFrame:
        """The places that a selection shows: all those of its level, or the communes of its zone."""
        if selection.level != "communes":
            return self.levels[level_key(selection)]
        zone = selection.zone or ""
        column = "code_departement" if zone in self.levels["departements"].index else f"id_territoire_{zone[:1]}"
        shown = [name for name in (*COLUMNS, jobs.JOBS) if name in self.communes]
        if column not in self.communes:
            return self.communes.iloc[:0][shown]
        return self.communes.loc[self.communes[column] == zone, shown]

    def title(self, selection: Selection) -> str:
        """What the places are: « Territoires d'industrie, phase 2 », « Communes : Corse-du-Sud »."""
        name = TITLES[selection.level]
        if selection.level == "territoires":
            return f"{name}, phase {selection.phase}"
        if selection.level == "communes" and selection.zone is not None:
            return f"{name} : {self.zone_name(selection.zone)}"
        return name

    def zone_name(self, zone: str) -> str:
        """The name of a département or of a territory."""
        for key in ("departements", *(f"territoires-{phase}" for phase in PHASES)):
            if zone in self.levels[key].index:
                return str(self.levels[key].at[zone, "nom"])
        raise KeyError(zone)


def _table_of(edition: Edition, level: Level) -> pd.DataFrame:
    table = edition.table(level.table).set_index(level.code)
    return table if level.phase is None else table[table["phase"] == level.phase].copy()


def _positions(ranks: Rows, codes: Sequence[str]) -> dict[str, Rows]:
    """Where each rank is, ascending."""
    order = np.argsort(ranks, kind="stable")
    starts = np.searchsorted(ranks[order], np.arange(len(codes) + 1))
    return {code: order[first:last] for code, first, last in zip(codes, starts, starts[1:], strict=False)}


def _main_departement(communes: pd.DataFrame, level: Level) -> pd.Series:
    """The département of the most populated commune of each place."""
    return communes.sort_values("population").groupby(level.column)["code_departement"].last()


@dataclass(frozen=True)
class View:
    """What a page shows of a selection, aggregated once.

    table: every place of its level, indexed by code, with the sums of its projects and the value to show. Columns:
    those of `COLUMNS`, those of `query.COLUMNS` (int64), valeur (float64 in the unit of the measure, NaN for « pas de
    donnée »), connus (projects behind the value), couverture (what share of them all), fragile (a rate on 1 or 2
    projects). total: the sums of the whole.
    """

    selection: Selection
    table: pd.DataFrame
    total: pd.Series

    @classmethod
    def of(cls, projects: Projects, places: Places, selection: Selection, shown: pd.DataFrame | None = None) -> Self:
        """The view of a selection. shown: its places, unless others are told."""
        rows = aggregation.matching(projects, selection)
        shown = places.of(selection) if shown is None else shown
        sums = aggregation.aggregate(projects, selection, by=selection.level, rows=rows)
        whole = aggregation.aggregate(projects, selection, rows=rows)
        table = with_values(shown.join(sums.reindex(shown.index, fill_value=0)), selection, whole)
        return cls(selection, table, whole.iloc[0])


def with_values(sums: pd.DataFrame, selection: Selection, whole: pd.DataFrame) -> pd.DataFrame:
    """Places and their sums with the value to show: valeur, connus, couverture, fragile. whole: the sums of the whole
    selection.
    """
    values = measures.values(
        sums,
        selection.measure,
        selection.denominator,
        population=sums["population"].to_numpy(),
        superficie_km2=sums["superficie_km2"].to_numpy(),
        emplois_industriels=sums.get(jobs.JOBS),
        whole=whole,
    )
    known = coverage.share(values.known, values.n)
    return sums.assign(valeur=values.values, connus=values.known, couverture=known, fragile=values.fragile)


def rankable(table: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The places of a level's table that a ranking is asked for: of a région, of a class of population."""
    kept = np.ones(len(table), dtype=bool)
    if selection.ranked_region is not None:
        kept &= (table["code_region"] == selection.ranked_region).to_numpy(dtype=bool)
    if selection.ranked_population is not None:
        classes = np.searchsorted(POPULATIONS_BORNES, table["population"].to_numpy(), side="right") - 1
        kept &= classes == list(POPULATIONS).index(selection.ranked_population)
    return table[kept]


def ranked(table: pd.DataFrame, first: str | None = None, limit: int | None = None) -> pd.DataFrame:
    """The rows that have a value, the highest first, with `rang`: ties share the best rank and follow their names.

    first: the code of a place to put at the top, if it has a value. limit: how many rows to return, all if None.
    """
    values = table["valeur"].to_numpy()
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.lexsort((table["ordre"].to_numpy()[known], -values[known]))]
    ranks = np.searchsorted(-values[order], -values[order], side="left") + 1
    if first is not None:
        moved = np.argsort(order != table.index.get_indexer(pd.Index([first]))[0], kind="stable")
        order, ranks = order[moved], ranks[moved]
    return table.iloc[order[:limit]].assign(rang=ranks[:limit])
