"""Where projects stand: announced, under construction, in service, or stopped; with what each step weighs."""

import math
import statistics
from collections.abc import Sequence
from typing import Final

import pandas as pd

from data.words.quantities import INVESTISSEMENT
from data.words.vocabulary import ARRETES, STATUTS, VIVANTS

READ: Final = ["statut", "statut_date", INVESTISSEMENT.column]
"""The columns of the table of projects that a ladder is made of."""


def ladder(projects: pd.DataFrame) -> pd.DataFrame:
    """The steps that projects stand on, in their order, indexed by statut.

    projects: rows of the table of projects, stopped ones included; those without a status are left out.
    Columns: projets, connus (of which an investment is known), investissement_eur, vu (the median year at which a
    source last shows the status: how old what is said is; NaN where no date is known).
    """
    held: dict[str, list[tuple[int | None, float | None]]] = {}
    columns = (projects[name].tolist() for name in READ)
    for statut, date, cents in zip(*columns, strict=True):
        if not pd.isna(statut):
            year = None if pd.isna(date) else float(date[:4])
            held.setdefault(statut, []).append((None if pd.isna(cents) else cents, year))
    order = [statut for statut in STATUTS if statut in held]
    return pd.DataFrame(
        [_step(held[statut]) for statut in order],
        columns=["projets", "connus", INVESTISSEMENT.exported, "vu"],
        index=pd.Index(order, name="statut"),
    )


def _step(projects: Sequence[tuple[int | None, float | None]]) -> tuple[int, int, float, float]:
    known = [cents for cents, _ in projects if cents is not None]
    years = [year for _, year in projects if year is not None]
    seen = statistics.median(years) if years else math.nan
    return len(projects), len(known), sum(known) / INVESTISSEMENT.held_in, seen


def live(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps that totals count."""
    return steps[steps.index.isin(VIVANTS)]


def stopped(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps that are shown beside."""
    return steps[steps.index.isin(ARRETES)]


def share_announced(steps: pd.DataFrame) -> float | None:
    """The part of the known euros of live projects that is only announced, 0 to 1; None without a known euro."""
    euros = live(steps)[INVESTISSEMENT.exported]
    total = float(euros.sum())
    return float(euros.get(VIVANTS[0], 0.0)) / total if total else None
