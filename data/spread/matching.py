"""EPCI inside and outside the label, compared with like ones: described, not explained.

Coarsened exact matching (S. M. Iacus, G. King and G. Porro, « Causal inference without balance checking », Political
Analysis 20(1), 2012, p. 1-24): EPCI are put in cells by type, class of population and class of density, and by class of
industrial jobs per inhabitant where the edition has them. The cells that hold two EPCI or more of each side are kept.
There, EPCI outside weigh so that each cell counts as it does inside:

    weight = (inside in the cell / inside kept) / (outside in the cell / outside kept)

A rate is a ratio of sums, of what is known over all inhabitants: an EPCI without a known project counts by its
inhabitants, and so does one whose amounts are unknown. It is a floor of what there is on each side, but a ratio of two
floors is neither a floor nor a ceiling. There is none under `MIN_KNOWN` projects on either side.

A quantity whose `LARGEST` projects make `MOST` of what is compared or more is dropped: its ratio would be theirs.

Matching removes what these traits explain and nothing else. Territories were chosen for their industry, and some
schemes are reserved for them, so a difference is no effect of the label.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places import jobs
from data.places.levels import Places
from data.query import aggregation, measures
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread.concentration import CONFIDENCE, DRAWS, SEED
from data.spread.shares import MEASURED, kept_communes
from data.words.numbers import ratio

Floats = npt.NDArray[np.float64]
Slots = npt.NDArray[np.intp]

# Cells fine enough to compare like with like, wide enough to hold EPCI of both sides: coarser cuts match more of them.
POPULATION_CUTS: Final = (10_000, 20_000, 50_000, 100_000, 250_000)
DENSITY_CUTS: Final = (30, 60, 120, 250, 1_000)  # inhabitants per km²
JOB_CUTS: Final = (20, 50, 100)  # industrial jobs per 1 000 inhabitants; 47 in the country
MIN_KNOWN: Final = 10  # projects with a known value, on each side, under which a ratio hangs on one of them
MIN_EPCI: Final = 2  # of each side in a cell: one alone would weigh without any spread
SIDES: Final = ("dans", "hors")
# The few largest of a side, hundreds of projects, decide its sum when they are half of it.
LARGEST: Final = 10
MOST: Final = 0.5

_PER: Final = 10_000  # inhabitants, the unit of all rates of the atlas
_COLUMNS: Final = tuple(dict.fromkeys(column for key in MEASURED for column in measures.columns(key)))


@dataclass(frozen=True)
class Matched:
    """rates: by grandeur of `spread.MEASURED`; balance: by side and stage; each as its function below describes.

    dropped: the share that the ten largest projects have of each quantity that `rates` leaves out for it.
    by_jobs: whether industrial jobs are among what tells like ones.
    partial: EPCI with communes on both sides, in no comparison. unmatched: by side, those without a like one opposite.
    """

    rates: pd.DataFrame
    balance: pd.DataFrame
    dropped: dict[str, float]
    partial: int
    unmatched: dict[str, int]
    by_jobs: bool = False


def matched(projects: Projects, places: Places, selection: Selection, draws: int = DRAWS) -> Matched:
    """Compare the EPCI inside the territories of the selection's phase with like ones outside, for its projects."""
    units = epci(projects, places, selection)
    whole = units[units["cote"] != ""]
    kept = with_weights(whole)
    dropped = {key: share for key, share in weights(projects, selection, kept.index).items() if share >= MOST}
    compared = rates(whole, kept, draws)
    return Matched(
        rates=compared[~compared["grandeur"].isin(dropped)],
        dropped=dropped,
        balance=pd.concat({"tous": balance(whole.assign(poids=1.0)), "appariés": balance(kept)}, names=["etape"]),
        partial=int((units["cote"] == "").sum()),
        unmatched={side: int((whole["cote"] == side).sum() - (kept["cote"] == side).sum()) for side in SIDES},
        by_jobs=bool(units["industrie"].notna().any()),
    )


def epci(projects: Projects, places: Places, selection: Selection) -> pd.DataFrame:
    """One row per EPCI: cote (« dans », « hors », "" for both), cellule, type_epci, population, densite, industrie
    (industrial jobs per 1 000 inhabitants, NaN where they are not known), and its sums.

    habitants: of the communes that the selection's filters of place keep, as the projects are; the rest, which tells
    like ones, is of the whole EPCI. An EPCI of which nothing is kept has no row.
    """
    communes = places.communes
    table = (
        communes.assign(dedans=communes[f"id_territoire_{selection.phase}"].notna())
        .groupby("code_epci")
        .agg(
            type_epci=("type_epci", "first"),
            population=("population", "sum"),
            superficie_km2=("superficie_km2", "sum"),
            part=("dedans", "mean"),
        )
    )
    kept = kept_communes(communes, selection).groupby("code_epci")["population"].sum()
    table = table.assign(habitants=kept).query("habitants > 0 and superficie_km2 > 0")
    density = table["population"] / table["superficie_km2"]
    held = jobs.of_communes(communes).groupby("code_epci")[list(jobs.SUMMED)].sum().reindex(table.index)
    industry = 1_000 * jobs.of_groups(held) / table["population"]
    sums = aggregation.aggregate(projects, selection, by="epci", columns=_COLUMNS).reindex(table.index, fill_value=0)
    return table.join(sums).assign(
        cote=np.select([table["part"] == 1, table["part"] == 0], SIDES, ""),
        densite=density,
        industrie=industry,
        cellule=table["type_epci"]
        + np.searchsorted(POPULATION_CUTS, table["population"], side="right").astype(str)
        + np.searchsorted(DENSITY_CUTS, density, side="right").astype(str)
        + np.where(industry.isna(), "?", np.searchsorted(JOB_CUTS, industry, side="right").astype(str)),
    )


def with_weights(units: pd.DataFrame) -> pd.DataFrame:
    """The EPCI whose cell has enough of both sides, with `poids`: 1 inside, that of the docstring outside."""
    counts = units.groupby(["cellule", "cote"]).size().unstack(fill_value=0).reindex(columns=list(SIDES), fill_value=0)
    both = counts[(counts >= MIN_EPCI).all(axis=1)]
    kept = units[units["cellule"].isin(both.index)]
    shares = both / both.sum()
    outside = kept["cellule"].map(shares["dans"] / shares["hors"])
    return kept.assign(poids=outside.where(kept["cote"] == "hors", 1.0).astype(np.float64))


def rates(whole: pd.DataFrame, kept: pd.DataFrame, draws: int) -> pd.DataFrame:
    """Projects, euros or jobs per 10 000 inhabitants, one row per grandeur.

    dans, hors and rapport (inside over outside) of the matched EPCI, each with bounds (« dans_bas », « dans_haut »);
    brut_dans and brut_hors of all EPCI; connus of the n projects of each side (« connus_dans », « n_dans »). NaN where
    nothing is known. Bounds: percentile bootstrap at `CONFIDENCE`, EPCI drawn with replacement in each cell and side
    (B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13). They say how far a rate hangs on
    which EPCI are there, and nothing of what the inventory does not know.
    """
    slots = _drawn(kept, draws)
    rows = []
    for key in MEASURED:
        row: dict[str, object] = {"grandeur": key}
        drawn = _figures(kept, key, slots)
        for name, value in _figures(kept, key, _once(kept)).items():
            row |= {name: value[0]} | dict(zip((f"{name}_bas", f"{name}_haut"), _bounds(drawn[name]), strict=True))
        for side, rate in _figures(whole.assign(poids=1.0), key, _once(whole)).items():
            row[f"brut_{side}"] = rate[0]
        coverage = _coverage(kept, key)
        if min(coverage[f"connus_{side}"] for side in SIDES) < MIN_KNOWN:
            row |= dict.fromkeys(("rapport", "rapport_bas", "rapport_haut"), np.nan)
        rows.append(row | coverage)
    return pd.DataFrame(rows)


def weights(projects: Projects, selection: Selection, codes: pd.Index) -> dict[str, float]:
    """What share of each known quantity the ten largest projects have, in the EPCI of these codes; no key for none."""
    rows = aggregation.matching(projects, selection)
    epcis = projects.dimension("epci", selection.phase)
    rows = rows[epcis.labels.isin(codes)[epcis.codes[rows]]]
    found = {key: np.sort(amounts.values[rows])[::-1] for key, amounts in projects.amounts.items()}
    return {key: float(values[:LARGEST].sum() / values.sum()) for key, values in found.items() if values.any()}


def balance(units: pd.DataFrame) -> pd.DataFrame:
    """How like the sides are: epci, habitants (sums); population, densite, part_cc, industrie (means of EPCI, weighted;
    the last of those whose jobs are known).
    """
    lines = {}
    for side in SIDES:
        own = units[units["cote"] == side]
        shares = (own["poids"] / own["poids"].sum()).to_numpy()
        means = {
            "population": own["population"],
            "densite": own["densite"],
            "part_cc": (own["type_epci"] == "CC").astype(np.float64),
        }
        told = (own["poids"] * own["industrie"].notna()).to_numpy()
        lines[side] = {"epci": len(own), "habitants": int(own["habitants"].sum())} | {
            name: float(shares @ column) if len(own) else np.nan for name, column in means.items()
        }
        lines[side]["industrie"] = float(ratio(told @ own["industrie"].fillna(0), told.sum()))
    return pd.DataFrame.from_dict(lines, orient="index").rename_axis("cote")


def _figures(units: pd.DataFrame, key: str, slots: Slots) -> dict[str, Floats]:
    """dans, hors and rapport of a grandeur for each of (draws, n) positions of units; NaN where nothing is known."""
    amounts = np.nan_to_num(measures.values(units, key).values, nan=0.0)
    found = {}
    for side in SIDES:
        own = (units["cote"] == side).to_numpy() * units["poids"].to_numpy()
        amount, people = ((own * column)[slots].sum(axis=1) for column in (amounts, units["habitants"].to_numpy()))
        counted = people > 0 if _is_known(units, key, side) else np.zeros(len(slots), dtype=bool)
        found[side] = _PER * np.divide(amount, people, out=np.full(len(slots), np.nan), where=counted)
    dans, hors = (found[side] for side in SIDES)
    return found | {"rapport": ratio(dans, hors)}


def _is_known(units: pd.DataFrame, key: str, side: str) -> bool:
    return bool(np.isfinite(measures.values(_summed(units, side), key).values[0]))


def _coverage(units: pd.DataFrame, key: str) -> dict[str, int]:
    found = {side: measures.values(_summed(units, side), key) for side in SIDES}
    known = {f"connus_{side}": int(values.known[0]) for side, values in found.items()}
    return known | {f"n_{side}": int(values.n[0]) for side, values in found.items()}


def _summed(units: pd.DataFrame, side: str) -> pd.DataFrame:
    return units.loc[units["cote"] == side, list(_COLUMNS)].sum().to_frame().T


def _bounds(drawn: Floats) -> Floats:
    if not np.isfinite(drawn).all():  # a draw without any amount outside has no ratio: the upper bound is not known
        return np.full(2, np.nan)
    return np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])


def _once(units: pd.DataFrame) -> Slots:
    return np.arange(len(units), dtype=np.intp)[np.newaxis]


def _drawn(units: pd.DataFrame, draws: int) -> Slots:
    """(draws, n) positions: each unit replaced by one of its cell and side, drawn at random with a fixed seed."""
    strata = units.groupby(["cellule", "cote"], sort=False).ngroup().to_numpy()
    order = np.argsort(strata, kind="stable")
    sizes = np.bincount(strata, minlength=1)
    starts = sizes.cumsum() - sizes
    random = np.random.default_rng(SEED).random((draws, len(units)))
    return order[starts[strata] + (random * sizes[strata]).astype(np.intp)]
