"""Where projects stand: announced, under construction, in service, or stopped; with what each step weighs."""

import pandas as pd

from data.words.quantities import INVESTISSEMENT
from data.words.vocabulary import ARRETES, STATUTS, VIVANTS


def ladder(projects: pd.DataFrame) -> pd.DataFrame:
    """The steps that projects stand on, in their order, indexed by statut.

    projects: rows of the table of projects, stopped ones included; those without a status are left out.
    Columns: projets, connus (of which an investment is known), investissement_eur, vu (the median year at which a
    source last shows the status: how old what is said is; NaN where no date is known).
    """
    told = projects[projects["statut"].notna()]
    if told.empty:
        return pd.DataFrame(
            columns=["projets", "connus", INVESTISSEMENT.exported, "vu"], index=pd.Index([], name="statut")
        )
    grouped = told.assign(vu=told["statut_date"].str[:4].astype("Float64")).groupby("statut", observed=True)
    steps = pd.DataFrame(
        {
            "projets": grouped.size(),
            "connus": grouped[INVESTISSEMENT.column].count(),
            INVESTISSEMENT.exported: grouped[INVESTISSEMENT.column].sum() / INVESTISSEMENT.held_in,
            "vu": grouped["vu"].median(),
        }
    )
    return steps.reindex([statut for statut in STATUTS if statut in steps.index])


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
