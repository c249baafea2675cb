"""Where projects stand: announced, under construction, in service, or stopped; with what each step weighs."""

from typing import Final

import pandas as pd

from data.words.quantities import INVESTISSEMENT
from data.words.vocabulary import ARRETES, STATUTS, VIVANTS

READ: Final = ["statut", "statut_date", INVESTISSEMENT.column]
"""The columns of the table of projects that a ladder is made of."""
_TYPES: Final = {"projets": "int64", "connus": "int64", INVESTISSEMENT.exported: "float64", "vu": "float64"}


def ladder(projects: pd.DataFrame) -> pd.DataFrame:
    """The steps that projects stand on, in their order, indexed by statut.

    projects: rows of the table of projects, stopped ones included; those without a status are left out.
    Columns: projets, connus (of which an investment is known), investissement_eur, vu (the median year at which a
    source last shows the status: how old what is said is; NaN where no date is known).
    """
    told = projects.dropna(subset="statut")
    euros = told[INVESTISSEMENT.column]
    years = told["statut_date"].str[:4].astype("Float64")
    steps = told.assign(euros=euros, annee=years).groupby("statut", sort=False)
    found = pd.DataFrame(
        {
            "projets": steps.size(),
            "connus": steps["euros"].count(),
            INVESTISSEMENT.exported: steps["euros"].sum() / INVESTISSEMENT.held_in,
            "vu": steps["annee"].median(),
        }
    )
    return found.astype(_TYPES).loc[[statut for statut in STATUTS if statut in found.index]].rename_axis("statut")


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
