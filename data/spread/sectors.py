"""Filières of the selected projects: their sums, how they lie over régions, where they are specialised, who leads.

Tables are tidy: valeur is in projects, euros or jobs, NaN (never 0) where nothing is known; it rests on `connus` of `n`
projects, and couverture is their ratio. Shares are between 0 and 1, of what is known. Filières and régions that the
filters of the selection leave out have no row; projects without one have a row of their own, under NONE, and no share.
"""

from dataclasses import replace
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places.levels import Places
from data.query import aggregation, coverage, measures
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.spread.concentration import CONFIDENCE
from data.spread.shares import MEASURED

Floats = npt.NDArray[np.float64]

MIN_CELL: Final = measures.MIN_PROJECTS  # projects of the filière in the région
MIN_REGION: Final = 10  # projects in the région: below, one project is a tenth of it
FEW: Final = "trop peu de projets"
ALONE: Final = "rien à quoi comparer"
_Z: Final = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)  # 1.96: as much is left out on each side
_COLUMNS: Final = tuple(dict.fromkeys(column for key in MEASURED for column in measures.columns(key)))
_CELL: Final = ["filiere", "code_region"]


def by_sector(projects: Projects, selection: Selection) -> pd.DataFrame:
    """Sums of each filière: filiere, grandeur (of `MEASURED`), valeur, connus, n, couverture, part of the grandeur."""
    totals = aggregation.aggregate(projects, selection, by="filieres", columns=_COLUMNS)
    parts = {key: _valued(totals, key) for key in MEASURED}
    table = _kept(pd.concat(parts, names=["grandeur", "filiere"]).reset_index(), selection)
    return table.assign(part=_part(table[table["filiere"] != NONE], "grandeur"))


def matrix(projects: Projects, selection: Selection, measure: str) -> pd.DataFrame:
    """Every filière by every région: filiere, code_region, valeur, connus, n, couverture and three shares.

    part is of the whole table, part_ligne of the filière over all régions, part_colonne of the région over all
    filières: each adds up to 1, but where one alone is known (`measures.part`). measure: of `MEASURED`.
    """
    columns = measures.columns(measure)
    totals = aggregation.aggregate(projects, selection, by=("filieres", "regions"), columns=columns)
    table = _kept(_valued(totals, measure).rename_axis(_CELL).reset_index(), selection)
    classed = table[(table[_CELL] != NONE).all(axis=1)]
    rows, cells = (_part(classed, key) for key in _CELL)
    return table.assign(part=_part(classed.assign(tout=True), "tout"), part_ligne=rows, part_colonne=cells)


def location_quotients(projects: Projects, selection: Selection) -> pd.DataFrame:
    """How far each région is specialised in each filière, by numbers of projects.

        LQ = (a / r) / (A / N)

    with a the projects of the filière in the région, r those of the région, A those of the filière and N all those of
    the selection, its filter on filières lifted (P. S. Florence, Investment, Location and Size of Plant, Cambridge
    University Press, 1948). 2 says that the filière weighs twice as much there as in the whole, which holds the région
    too. Columns: filiere, code_region, projets (a), projets_region (r), projets_filiere (A), quotient, bas and haut
    (`interval`), motif. The last three numbers are NaN and motif says why under `MIN_CELL` and `MIN_REGION` (`FEW`),
    and where one région or one filière is all there is (`ALONE`); it is "" for the others.
    """
    whole = replace(selection, filieres=())
    counts = aggregation.aggregate(projects, whole, by=("filieres", "regions"), columns=["projets"])
    table = counts.rename_axis(_CELL).reset_index()
    table = table[(table[_CELL] != NONE).all(axis=1)]
    total = int(table["projets"].sum())
    regions, sectors = (table.groupby(key)["projets"].transform("sum") for key in ("code_region", "filiere"))
    few = (table["projets"] < MIN_CELL) | (regions < MIN_REGION)
    alone = (regions == total) | (sectors == total)
    kept = ~(few | alone)
    cell, region, sector = (column[kept].to_numpy(dtype=np.float64) for column in (table["projets"], regions, sectors))
    low, high = interval(cell, region, sector, total)
    table = table.assign(
        projets_region=regions, projets_filiere=sectors, quotient=np.nan, bas=np.nan, haut=np.nan, motif=""
    )
    table.loc[kept, "quotient"] = cell * total / (region * sector)
    table.loc[kept, "bas"], table.loc[kept, "haut"] = low, high
    return _kept(table.assign(motif=np.select([few, alone], [FEW, ALONE], "")), selection)


def interval(cell: Floats, region: Floats, sector: Floats, total: int) -> tuple[Floats, Floats]:
    """Bounds at `CONFIDENCE` of (n,) location quotients. cell, region, sector, total: a > 0, r, A, N, with r < N.

    The région and the rest share no project, so they are compared as two independent sets: p1 = a / r, p2 = b / s, with
    b = A - a and s = N - r. Their ratio R = p1 / p2 has closed bounds that combine those of Wilson, (l1, u1) and
    (l2, u2) (E. B. Wilson, Journal of the American Statistical Association 22(158), 1927, p. 209-212):

        R_low  = (p1 p2 - sqrt((p1 p2)^2 - l1 (2 p1 - l1) u2 (2 p2 - u2))) / (u2 (2 p2 - u2))
        R_high = (p1 p2 + sqrt((p1 p2)^2 - u1 (2 p1 - u1) l2 (2 p2 - l2))) / (l2 (2 p2 - l2))

    (« MOVER-R »: R. G. Newcombe, Statistical Methods in Medical Research 25(5), 2016, p. 1774-1778). They hold with few
    projects and when none is elsewhere, where the usual logarithm (Katz) has no bound. The quotient compares with a
    whole that contains the région; w = r / N being what the inventory counts, it grows with R, up to 1 / w:

        LQ = R / (w R + 1 - w)

    so the bounds of R give its own, and they are on one side of 1 together.

    The inventory is not a sample drawn at random: the bounds say how far a quotient hangs on the few projects counted,
    as if each had been a draw of chance. They say nothing of the projects that the inventory does not know, nor of a
    press that follows one région or one filière more than another. And of 100 such intervals, about 5 miss, more often
    above where few projects were expected: only those that reach `MIN_CELL` are seen.
    """
    p1, p2 = cell / region, (sector - cell) / (total - region)
    (l1, u1), (l2, u2) = _wilson(cell, region), _wilson(sector - cell, total - region)
    product = p1 * p2
    # The lower bound as it reads once multiplied by its conjugate: no division by what may be zero.
    least = l1 * (2 * p1 - l1)
    low = least, product + np.sqrt(product**2 - least * u2 * (2 * p2 - u2))
    below = l2 * (2 * p2 - l2)
    above = product + np.sqrt(product**2 - u1 * (2 * p1 - u1) * below)
    high = np.where(below > 0, above, 1), below  # none elsewhere: R has no upper bound
    share = region / total
    lowest, highest = (over / (share * over + (1 - share) * under) for over, under in (low, high))
    return lowest, highest


def leaders(projects: Projects, places: Places, selection: Selection, measure: str, n: int) -> pd.DataFrame:
    """The `n` first territories of the phase in each filière, and those that tie with the last of them.

    Columns: filiere, id_territoire, nom, precision_nom, rang (1 has the most, ties share the best), valeur, connus, n,
    couverture, part (of the filière, inside territories or not). By rank then name; a territory without a value above
    zero leads nothing. measure: of `MEASURED`.
    """
    columns = measures.columns(measure)
    totals = aggregation.aggregate(projects, selection, by=("filieres", "territoires"), columns=columns)
    table = _kept(_valued(totals, measure).rename_axis(["filiere", "id_territoire"]).reset_index(), selection)
    table["part"] = _part(table, "filiere")
    inside = table[(table["id_territoire"] != NONE) & (table["valeur"] > 0)]
    ranks = inside.groupby("filiere")["valeur"].rank(method="min", ascending=False).astype(np.int64)
    named = places.levels[f"territoires-{selection.phase}"][["nom", "precision_nom", "ordre"]]
    first = inside.assign(rang=ranks)[ranks <= n].join(named, on="id_territoire").sort_values(["rang", "ordre"])
    shown = ["filiere", "id_territoire", "nom", "precision_nom", "rang", "valeur", "connus", "n", "couverture", "part"]
    return first[shown].reset_index(drop=True)


def _part(table: pd.DataFrame, within: str) -> "pd.Series[float]":
    """On each row, its share of the rows that have its `within`."""
    sums = table.groupby(within)[["valeur", "connus", "n"]].transform("sum")
    return pd.Series(measures.part(table, sums), table.index)


def _valued(totals: pd.DataFrame, measure: str) -> pd.DataFrame:
    found = measures.values(totals, measure)
    table = pd.DataFrame({"valeur": found.values, "connus": found.known, "n": found.n}, index=totals.index)
    return table.assign(couverture=coverage.share(table["connus"], table["n"]))


def _kept(table: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The rows of the filières and régions that the selection does not filter out."""
    for column, wanted in (("filiere", selection.filieres), ("code_region", selection.regions)):
        if wanted and column in table:
            table = table[table[column].isin(wanted)]
    return table.reset_index(drop=True)


def _wilson(count: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Bounds of the share count / size."""
    centre = count + _Z**2 / 2
    reach = _Z * np.sqrt(count * (size - count) / size + _Z**2 / 4)
    low, high = ((centre + side * reach) / (size + _Z**2) for side in (-1, 1))
    return np.clip(low, 0, 1), np.clip(high, 0, 1)
