"""How projects, money and jobs lie over classes of communes, beside their inhabitants, and what the largest weigh.

Tables are tidy: one row per class and `grandeur` (a key of `GRANDEURS`), with `valeur` (projects, euros, jobs or
inhabitants), `part` (0 to 1), `connus` of the `n` projects whose value is known (communes, for the population) and
`couverture`, their ratio. A share of money or jobs is one of what is known: NaN, never 0, where nothing is, nor all
where the rest has projects and none is known. Other shares of a partition add up to 1. Projects whose class is unknown
have a row of their own and no share.

Rates, the columns of `RATES`, divide the known value by the inhabitants, the area or the industrial jobs of the
communes of the class that the filters of place keep (by jobs, where the edition has them); `fragile` ones are on 1 or 2
projects. Those that end in `MEAN` are of all the classes together, unknown ones apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places import jobs
from data.query import aggregation, coverage, measures
from data.query.filters import FILTERS
from data.query.projects import NONE, Projects, Rows
from data.query.selection import Selection
from data.words.numbers import Floats, ratio
from data.words.quantities import QUANTITIES
from data.words.vocabulary import PETITES_TAILLES, TAILLES

MEASURED: Final = ("projets", *QUANTITIES)
POPULATION: Final = "population"
GRANDEURS: Final = (*MEASURED, POPULATION)
# Partition of `query.DIMENSIONS` -> the column of communes that holds its class.
PARTITIONS: Final[Mapping[str, str]] = {
    "tailles": "taille",
    "types_epci": "type_epci",
    "label": "label",
    "densites": "densite",
}
# The shares that a reader remembers: partition, and the classes added up.
HEADLINES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "petites_communes": ("tailles", PETITES_TAILLES),
    "metropoles": ("types_epci", ("ME",)),
    "label": ("label", ("dans",)),
}
# What headline rates move beside.
ALL: Final = "ensemble"
SHARE: Final = "part"
# Denominator of `vocabulary.DENOMINATORS` -> the column of its rates. The others show shares.
RATES: Final[Mapping[str, str]] = {
    "habitants": "pour_10000_habitants",
    "superficie": "pour_100_km2",
    measures.BY_JOBS: "pour_1000_emplois_industriels",
}
MEAN: Final = "_moyen"
_SIZES: Final[Mapping[str, str]] = {
    "habitants": "population",
    "superficie": "superficie_km2",
    measures.BY_JOBS: jobs.JOBS,
}
_COLUMNS: Final = tuple(dict.fromkeys(column for key in MEASURED for column in measures.columns(key)))
_ROWS: Final = ["ensemble", "total"]
_Ensembles = Mapping[str, tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Move:
    """A headline share (0 to 1) or rate that goes from `avant` to `apres` without the `n` largest projects.

    ecartes: their rows in the table of projects, the largest first.
    """

    ensemble: str
    grandeur: str
    n: int
    avant: float
    apres: float
    ecartes: tuple[int, ...]


def measured(selection: Selection) -> str:
    """The quantity of a selection that adds up over classes: its measure, projects for a ratio."""
    return selection.measure if selection.measure in MEASURED else MEASURED[0]


def inhabitants(communes: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Who lives where: population, superficie_km2, industrial jobs (`jobs.SUMMED`) and communes by column of
    `PARTITIONS`, where anyone does.

    communes: the table of an edition, with code_region, id_territoire_1 and id_territoire_2. Only those that the
    selection's filters of place keep (région, size, type of EPCI, inside or outside) count, so that the share of the
    inhabitants is of the same places as that of the projects. No other filter changes it.
    """
    sizes = ["superficie_km2", *jobs.SUMMED, "communes"]
    kept = jobs.of_communes(kept_communes(communes, selection)).assign(communes=1).fillna({"densite": NONE})
    return kept.groupby(list(PARTITIONS.values()))[sizes].sum()


def kept_communes(communes: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The communes that the selection's filters of place keep, with label: « dans » or « hors » of its territories."""
    inside = communes[f"id_territoire_{selection.phase}"].notna()
    table = communes.assign(label=np.where(inside, "dans", "hors"))
    for name in selection.active():
        asked = FILTERS[name]
        if asked.of_place:
            wanted = getattr(selection, asked.field)
            table = table[table[asked.column].isin([wanted] if isinstance(wanted, str) else wanted)]
    return table


def places_alone(selection: Selection) -> Selection:
    """What chooses communes alone: the filters of place, and the phase of the territories."""
    fields = [each.field for each in FILTERS.values() if each.of_place]
    return Selection(phase=selection.phase, **{field: getattr(selection, field) for field in fields})


def side_by_side(
    projects: Projects, people: pd.DataFrame, selection: Selection, by: str, rows: Rows | None = None
) -> pd.DataFrame:
    """Shares of the selected projects and of the inhabitants by class of one of `PARTITIONS`, « côte à côte ».

    people: `inhabitants` of the same selection. rows: from `query.matching`, when known. Columns: classe, grandeur,
    valeur, connus, n, population and superficie_km2 of the class, rates and their means, fragile, part, couverture.
    KeyError for another partition.
    """
    living = people.groupby(level=PARTITIONS[by]).sum()
    totals = aggregation.aggregate(projects, selection, by=by, rows=rows, columns=_COLUMNS)
    return _compared(_tidy(totals, living, ["classe"]), ["classe"], part=[])


def cross_table(
    projects: Projects, people: pd.DataFrame, selection: Selection, rows: Rows | None = None
) -> pd.DataFrame:
    """Every size of commune by every type of EPCI: taille, type_epci, then as `side_by_side`.

    part is that of the whole table, part_ligne that of all communes of the size, part_colonne that of the type.
    """
    taille, type_epci = names = [PARTITIONS[name] for name in ("tailles", "types_epci")]
    living = people.groupby(level=names).sum()
    totals = aggregation.aggregate(projects, selection, by=("tailles", "types_epci"), rows=rows, columns=_COLUMNS)
    table = _tidy(totals, living, names)
    return _compared(table, names, part=[], part_ligne=[taille], part_colonne=[type_epci])


def by_year(
    projects: Projects, people: pd.DataFrame, selection: Selection, by: str, rows: Rows | None = None
) -> pd.DataFrame:
    """Each class in each year: annee, then as `side_by_side`, without the population; shares and means of the year.

    The years are all those of the table of projects, whatever is selected, so that an axis over time stays still.
    Projects without a year are in none. The inhabitants of a class are the same each year.
    """
    living = people.groupby(level=PARTITIONS[by]).sum()
    totals = aggregation.aggregate(projects, selection, by=("annees", by), rows=rows, columns=_COLUMNS)
    each_year = living.reindex(totals.index.get_level_values(1), fill_value=0).set_axis(totals.index)
    table = _tidy(totals, each_year, ["annee", "classe"])
    dated = table[(table["grandeur"] != POPULATION) & (table["annee"] != NONE)].astype({"annee": "int64"})
    return _compared(dated, ["classe"], part=["annee"])


def headlines(projects: Projects, people: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The shares and rates of `HEADLINES` in each grandeur, and their shares of the population.

    people: `inhabitants` of the same selection. Columns: ensemble, grandeur, valeur of the ensemble, total, part, and
    how far the total is known: connus of n, couverture; connus_ensemble of n_ensemble, in the ensemble; its rates,
    their means, fragile. Projects whose class is unknown are in none of them.
    """
    return _headlines(projects, people, [selection], HEADLINES)[0]


def moves(
    projects: Projects, people: pd.DataFrame, selection: Selection, ns: Sequence[int], of: str = SHARE
) -> pd.DataFrame:
    """Each headline share with all the projects of a selection (avant) and without its n largest (apres), which are
    those of the quantity that is shared; for projects, the largest investments.

    One row per n, ensemble and grandeur; ecart is apres - avant, NaN where either is unknown; couverture is that of the
    ensemble with all the projects. The selection's own `without_top` is replaced. of: a column of `RATES` instead, of
    `HEADLINES` and of all communes (`ALL`); ecart is then relative to avant, as rates have no common unit.
    """
    keys = ["ensemble", "grandeur"]
    ensembles = HEADLINES if of == SHARE else {**HEADLINES, ALL: ("tailles", tuple(TAILLES))}
    without = [replace(selection, without_top=n, measure=of_what) for n in ns for of_what in MEASURED]
    selections = [replace(selection, without_top=0), *without]
    before, *each = (
        rows[rows["grandeur"] != POPULATION] for rows in _headlines(projects, people, selections, ensembles)
    )
    after = [_own_rows(each[start : start + len(MEASURED)]) for start in range(0, len(each), len(MEASURED))]
    known = coverage.share(before["connus_ensemble"], before["n_ensemble"])
    parts = [before[keys].assign(n=n, avant=before[of], apres=rows[of]) for n, rows in zip(ns, after, strict=True)]
    table = pd.concat([part.assign(couverture=known) for part in parts], ignore_index=True)
    gap = table["apres"] - table["avant"]
    ecart = gap if of == SHARE else (gap / table["avant"]).where(table["avant"] > 0)
    return table.assign(ecart=ecart)[["n", *keys, "avant", "apres", "ecart", "couverture"]]


def moved_most(projects: Projects, selection: Selection, moved: pd.DataFrame) -> Move | None:
    """The headline share or rate that moves most of some rows of `moves` of the selection; None when none moves.

    Among equal moves, the first.
    """
    ecarts = moved["ecart"].abs().to_numpy()
    if not (ecarts > 0).any():
        return None
    most = moved.iloc[int(np.nanargmax(ecarts))]
    n = int(most["n"])
    ranked = replace(selection, without_top=n, measure=str(most["grandeur"]))
    kept = aggregation.matching(projects, ranked)
    left_out = np.setdiff1d(aggregation.matching(projects, replace(selection, without_top=0)), kept)
    largest = projects.largest[measures.ranking(ranked.measure).key]
    return Move(
        ensemble=str(most["ensemble"]),
        grandeur=str(most["grandeur"]),
        n=n,
        avant=float(most["avant"]),
        apres=float(most["apres"]),
        ecartes=tuple(largest[np.isin(largest, left_out)].tolist()),
    )


def _own_rows(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Of one table per quantity of `MEASURED`, all with the same rows, those of its own quantity, in their order."""
    kept = [rows[rows["grandeur"] == of_what] for of_what, rows in zip(MEASURED, tables, strict=True)]
    return pd.concat(kept).sort_index()


def _headlines(
    projects: Projects, people: pd.DataFrame, selections: Sequence[Selection], ensembles: _Ensembles
) -> list[pd.DataFrame]:
    """`headlines` of some ensembles in each of several selections of the same places."""
    names = [*dict.fromkeys(by for by, _ in ensembles.values())]
    living = _summed({by: people.groupby(level=PARTITIONS[by]).sum() for by in names}, ensembles)
    totals = []
    for selection in selections:
        rows = aggregation.matching(projects, selection)
        sums = {by: aggregation.aggregate(projects, selection, by=by, rows=rows, columns=_COLUMNS) for by in names}
        totals.append(_summed(sums, ensembles))
    index = pd.MultiIndex.from_product([range(len(selections)), ensembles, _ROWS])
    around = pd.DataFrame(np.tile(living, (len(selections), 1)), index, people.columns)
    table = _tidy(pd.DataFrame(np.concatenate(totals), index, _COLUMNS), around, ["selection", "ensemble", "classe"])
    inside, whole = (table.iloc[rank :: len(_ROWS)].reset_index(drop=True) for rank in range(len(_ROWS)))
    found = inside.drop(columns="classe").assign(
        total=whole["valeur"],
        part=measures.part(inside, whole),
        connus=whole["connus"],
        n=whole["n"],
        couverture=coverage.share(whole["connus"], whole["n"]),
        connus_ensemble=inside["connus"],
        n_ensemble=inside["n"],
        **{rate + MEAN: whole[rate] for rate in RATES.values()},
    )
    each = [found[found["selection"] == rank] for rank in range(len(selections))]
    return [_said(rows.drop(columns="selection").reset_index(drop=True)) for rows in each]


def _summed(tables: Mapping[str, pd.DataFrame], ensembles: _Ensembles) -> npt.NDArray[Any]:
    """(two per ensemble, columns): sums of its classes, and of all but the unknown one. tables: by partition."""
    sums = []
    for by, classes in ensembles.values():
        index = tables[by].index
        rows = np.stack([index.isin(classes), index != NONE]).astype(np.int64)
        sums.append(rows @ tables[by].to_numpy())
    return np.concatenate(sums)


def _tidy(totals: pd.DataFrame, living: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """One row per grandeur and row of `totals`, with its rates, without shares. living: by the same index."""
    around = living.reindex(totals.index, fill_value=0)
    around = around.assign(**{jobs.JOBS: jobs.of_groups(around)})
    found = [measures.values(totals, key) for key in MEASURED]
    communes = around["communes"].to_numpy(dtype=np.int64)
    grandeurs = np.repeat(GRANDEURS, len(totals))
    columns = {name: np.tile(totals.index.get_level_values(level), len(GRANDEURS)) for level, name in enumerate(names)}
    connus = np.concatenate([*(values.known for values in found), communes])
    sizes = {size: np.tile(around[size], len(GRANDEURS)) for size in _SIZES.values()}
    valeur = np.concatenate([*(values.values for values in found), around["population"]])
    measured = grandeurs != POPULATION
    return pd.DataFrame(
        {
            **columns,
            "grandeur": grandeurs,
            "valeur": valeur,
            "connus": connus,
            "n": np.concatenate([*(values.n for values in found), communes]),
            **sizes,
            **{
                column: _rate(np.where(measured, valeur, np.nan), sizes[_SIZES[denominator]], denominator)
                for denominator, column in RATES.items()
            },
            "fragile": measured & (connus > 0) & (connus < measures.MIN_PROJECTS),
        }
    )


def _rate(values: Floats, sizes: Floats, denominator: str) -> Floats:
    """NaN where nothing is known, or nobody lives."""
    return ratio(measures.DENOMINATORS[denominator].per * values, sizes)


def _compared(table: pd.DataFrame, classes: list[str], **within: list[str]) -> pd.DataFrame:
    """`table` with its coverage, a share per keyword: of the rows of the same grandeur and the same `within`, and the
    mean rates of the rows of the first of these.
    """
    classed = np.logical_and.reduce([(table[name] != NONE).to_numpy() for name in classes])
    valeur = np.where(classed, table["valeur"].to_numpy(np.float64), np.nan)
    groups = {name: _codes(table, [*keys, "grandeur"]) for name, keys in within.items()}
    own = {"valeur": valeur, **{name: table[name].to_numpy(np.float64) * classed for name in ("connus", "n")}}
    shares = {
        name: measures.part(own, {key: _summed_within(values, codes) for key, values in own.items()})
        for name, codes in groups.items()
    }
    codes = next(iter(groups.values()))
    known = np.where((table["grandeur"] != POPULATION).to_numpy(), valeur, np.nan)
    means = {
        rate + MEAN: _rate(
            _summed_within(known, codes),
            _whole_within(np.where(classed, table[_SIZES[denominator]], 0.0), codes),
            denominator,
        )
        for denominator, rate in RATES.items()
    }
    return _said(table.assign(**means, **shares, couverture=coverage.share(table["connus"], table["n"])))


def _said(table: pd.DataFrame) -> pd.DataFrame:
    """The table without the columns of jobs, where nothing is known of them: an export would hold them empty."""
    rate = RATES[measures.BY_JOBS]
    return table if table[jobs.JOBS].gt(0).any() else table.drop(columns=[jobs.JOBS, rate, rate + MEAN])


def _codes(table: pd.DataFrame, keys: Sequence[str]) -> npt.NDArray[np.intp]:
    """A number per row, the same for rows that have the same keys."""
    codes = np.zeros(len(table), dtype=np.intp)
    for key in keys:
        own, labels = pd.factorize(table[key])
        codes = codes * len(labels) + own
    return codes


def _whole_within(sizes: Floats, codes: npt.NDArray[np.intp]) -> Floats:
    """The same, NaN where one is unknown: what is divided by is whole or is not there."""
    lacking = np.bincount(codes, weights=np.isnan(sizes).astype(np.float64))
    return np.where(lacking[codes] > 0, np.nan, _summed_within(sizes, codes))


def _summed_within(values: Floats, codes: npt.NDArray[np.intp]) -> Floats:
    """On each row, the sum of the known values of all that have its code; NaN where none is known."""
    unknown = np.isnan(values)
    sums = np.bincount(codes, np.where(unknown, 0.0, values))
    return np.where(np.bincount(codes, ~unknown) > 0, sums, np.nan)[codes]
