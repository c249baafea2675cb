"""How projects, money and jobs lie over classes of communes, beside their inhabitants, and what the largest weigh.

Tables are tidy: one row per class and `grandeur` (a key of `GRANDEURS`), with `valeur` (projects, euros, jobs or
inhabitants), `part` (0 to 1), `connus` of the `n` projects whose value is known (communes, for the population) and
`couverture`, their ratio. A share of money or jobs is one of what is known: NaN, never 0, where nothing is. The other
shares of a partition add up to 1. Projects whose class is unknown have a row of their own and no share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from data import measures, query
from data.projects import NONE, Projects, Rows
from data.selection import Selection
from data.vocabulary import PETITES_TAILLES

MEASURED: Final = ("projets", "investissement", "aide", "emplois")
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
_COLUMNS: Final = tuple(dict.fromkeys(column for key in MEASURED for column in measures.columns(key)))
_ROWS: Final = ["ensemble", "total"]
_RATES: Final = {"pour_10000_habitants": "habitants", "pour_100_km2": "superficie"}


@dataclass(frozen=True)
class Move:
    """A headline share of a grandeur that goes from `avant` to `apres` (0 to 1) without the `n` largest projects.

    ecartes: their rows in the table of projects, the largest first.
    """

    ensemble: str
    grandeur: str
    n: int
    avant: float
    apres: float
    ecartes: tuple[int, ...]


def inhabitants(communes: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Who lives where: population, superficie_km2 and communes by column of `PARTITIONS`, where anyone does.

    communes: the table of an edition, with code_region, id_territoire_1 and id_territoire_2. Only those that the
    selection's filters of place keep (région, size, type of EPCI, inside or outside) count, so that the share of the
    inhabitants is of the same places as that of the projects. No other filter changes it.
    """
    sizes = ["population", "superficie_km2", "communes"]
    kept = kept_communes(communes, selection).assign(communes=1).fillna({"densite": NONE})
    return kept.groupby(list(PARTITIONS.values()))[sizes].sum()


def kept_communes(communes: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The communes that the selection's filters of place keep, with label: « dans » or « hors » of its territories."""
    inside = communes[f"id_territoire_{selection.phase}"].notna()
    table = communes.assign(label=np.where(inside, "dans", "hors"))
    filters: dict[str, tuple[str, ...]] = {
        "code_region": selection.regions,
        "taille": selection.sizes,
        "type_epci": selection.epci_types,
        "label": () if selection.perimeter == "tous" else (selection.perimeter,),
    }
    for column, wanted in filters.items():
        if wanted:
            table = table[table[column].isin(wanted)]
    return table


def side_by_side(
    projects: Projects, people: pd.DataFrame, selection: Selection, by: str, rows: Rows | None = None
) -> pd.DataFrame:
    """Shares of the selected projects and of the inhabitants by class of one of `PARTITIONS`, « côte à côte ».

    people: `inhabitants` of the same selection. rows: from `query.matching`, when known. Columns: classe, grandeur,
    valeur, connus, n, pour_10000_habitants, pour_100_km2, fragile (these rates are on 1 or 2 projects), part,
    couverture. KeyError for another partition.
    """
    living = people.groupby(level=PARTITIONS[by]).sum()
    totals = query.aggregate(projects, selection, by=by, rows=rows, columns=_COLUMNS)
    return _shared(_tidy(totals, living, ["classe"]), ["classe"], part=[])


def cross_table(
    projects: Projects, people: pd.DataFrame, selection: Selection, rows: Rows | None = None
) -> pd.DataFrame:
    """Every size of commune by every type of EPCI: taille, type_epci, then as `side_by_side`.

    part is that of the whole table, part_ligne that of all communes of the size, part_colonne that of the type.
    """
    taille, type_epci = names = [PARTITIONS[name] for name in ("tailles", "types_epci")]
    living = people.groupby(level=names).sum()
    totals = query.aggregate(projects, selection, by=("tailles", "types_epci"), rows=rows, columns=_COLUMNS)
    table = _tidy(totals, living, names)
    return _shared(table, names, part=[], part_ligne=[taille], part_colonne=[type_epci])


def by_year(projects: Projects, selection: Selection, by: str, rows: Rows | None = None) -> pd.DataFrame:
    """Share of each class in each year: annee, classe, grandeur, valeur, connus, n, part (of the year), couverture.

    The years are all those of the table of projects, whatever is selected, so that an axis over time stays still.
    """
    totals = query.aggregate(projects, selection, by=("annees", by), rows=rows, columns=_COLUMNS)
    return _shared(_tidy(totals, None, ["annee", "classe"]), ["classe"], part=["annee"])


def headlines(projects: Projects, selection: Selection, people: pd.DataFrame | None = None) -> pd.DataFrame:
    """The shares of `HEADLINES` in each grandeur: in the population too when given the selection's `inhabitants`.

    Columns: ensemble, grandeur, valeur of the ensemble, total, part, and how far the total is known: connus of n,
    couverture. Projects whose class is unknown are in none of them.
    """
    rows = query.matching(projects, selection)
    totals, living = {}, {}
    for ensemble, (by, classes) in HEADLINES.items():
        sums = query.aggregate(projects, selection, by=by, rows=rows, columns=_COLUMNS)
        totals[ensemble] = _summed(sums[sums.index != NONE], classes)
        if people is not None:
            living[ensemble] = _summed(people.groupby(level=PARTITIONS[by]).sum(), classes)
    table = _tidy(pd.concat(totals), pd.concat(living) if living else None, ["ensemble", "classe"])
    inside, whole = (
        table[table["classe"] == row].set_index(["ensemble", "grandeur"]).drop(columns="classe") for row in _ROWS
    )
    return pd.DataFrame(
        {
            "valeur": inside["valeur"],
            "total": whole["valeur"],
            "part": inside["valeur"] / whole["valeur"],
            "connus": whole["connus"],
            "n": whole["n"],
            "couverture": _coverage(whole),
        }
    ).reset_index()


def moves(projects: Projects, selection: Selection, ns: Sequence[int]) -> pd.DataFrame:
    """Each headline share with all the projects of a selection (avant) and without its n largest (apres).

    One row per n, ensemble and grandeur; ecart is apres - avant, NaN where either is unknown. The selection's own
    `without_top` is replaced.
    """
    keys = ["ensemble", "grandeur"]
    before, *after = (headlines(projects, replace(selection, without_top=n)).set_index(keys)["part"] for n in (0, *ns))
    parts = [pd.DataFrame({"n": n, "avant": before, "apres": part}) for n, part in zip(ns, after, strict=True)]
    table = pd.concat(parts).reset_index()
    return table.assign(ecart=table["apres"] - table["avant"])[["n", *keys, "avant", "apres", "ecart"]]


def moved_most(projects: Projects, selection: Selection, ns: Sequence[int] = (1,)) -> Move | None:
    """The headline share that moves most when the n largest projects are left out; None when none moves.

    Among equal moves, that of the first n.
    """
    table = moves(projects, selection, ns)
    ecarts = table["ecart"].abs().to_numpy()
    if not (ecarts > 0).any():
        return None
    most = table.iloc[int(np.nanargmax(ecarts))]
    n = int(most["n"])
    kept = query.matching(projects, replace(selection, without_top=n))
    left_out = np.setdiff1d(query.matching(projects, replace(selection, without_top=0)), kept)
    return Move(
        ensemble=str(most["ensemble"]),
        grandeur=str(most["grandeur"]),
        n=n,
        avant=float(most["avant"]),
        apres=float(most["apres"]),
        ecartes=tuple(projects.largest[np.isin(projects.largest, left_out)].tolist()),
    )


def _tidy(totals: pd.DataFrame, living: pd.DataFrame | None, names: list[str]) -> pd.DataFrame:
    """One row per grandeur and row of `totals`, without shares; without rates and inhabitants if not given them."""
    around = None if living is None else living.reindex(totals.index, fill_value=0)
    parts = [_measured(totals, around, key) for key in MEASURED]
    if around is not None:
        parts.append(_inhabited(around))
    table = pd.concat(parts)
    table.index.names = names
    return table.reset_index()


def _measured(totals: pd.DataFrame, around: pd.DataFrame | None, key: str) -> pd.DataFrame:
    plain = measures.values(totals, key)
    columns = {"grandeur": key, "valeur": plain.values, "connus": plain.known, "n": plain.n}
    if around is not None:
        sizes = around["population"], around["superficie_km2"]
        for column, denominator in _RATES.items():
            rates = measures.values(totals, key, denominator, *sizes)
            columns |= {column: rates.values, "fragile": rates.fragile}
    return pd.DataFrame(columns, index=totals.index)


def _inhabited(around: pd.DataFrame) -> pd.DataFrame:
    counts = around["communes"].astype(np.int64)
    columns = {"grandeur": POPULATION, "valeur": around["population"].astype(np.float64), "connus": counts, "n": counts}
    return pd.DataFrame({**columns, **dict.fromkeys(_RATES, np.nan), "fragile": False}, index=around.index)


def _shared(table: pd.DataFrame, classes: list[str], **within: list[str]) -> pd.DataFrame:
    """`table` with its coverage, and one share per keyword: of the rows of the same grandeur and the same `within`."""
    classed = table["valeur"].where((table[classes] != NONE).all(axis=1))
    shares = {}
    for name, keys in within.items():
        whole = classed.groupby([table[key] for key in (*keys, "grandeur")]).transform("sum")
        shares[name] = classed / whole
    return table.assign(**shares, couverture=_coverage(table))


def _summed(table: pd.DataFrame, classes: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame([table[table.index.isin(classes)].sum(), table.sum()], index=_ROWS)


def _coverage(table: pd.DataFrame) -> pd.Series:
    return table["connus"] / table["n"]
