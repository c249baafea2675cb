"""Projects as a short list beside a map: what, where, how far, how much, at which stage."""

from typing import Any, Final

import pandas as pd

from components.figures import links
from components.figures.table import Column
from components.places.nearby import distance
from components.text import formats
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import AIDE, INVESTISSEMENT, Quantity

_WHERE: Final = "lieu"  # what is made for reading alone


def columns(listed: pd.DataFrame) -> list[Column]:
    """The columns of a list: the amount that its table knows, the status where it has one."""
    told = shown(listed)
    status = [Column("statut", "Statut")] if listed.empty or listed["statut"].notna().any() else []
    return [
        Column("projet", "Projet", view=links.project),
        Column(_WHERE, "Où", view=links.place("communes", "code_insee")),
        Column(told.column, told.label, _short, numeric=True),
        *status,
    ]


def shown(projects: pd.DataFrame) -> Quantity:
    """The amount that is told of them: the investment, or the aid where no investment is known and some aid is."""
    aid_alone = projects[INVESTISSEMENT.column].isna().all() and projects[AIDE.column].notna().any()
    return AIDE if aid_alone else INVESTISSEMENT


def rows(every: pd.DataFrame, held: int) -> pd.DataFrame:
    """The rows of the list. every: projects with distance_km, the first `held` ones of the place, then those around."""
    pairs = zip(every["commune"].tolist(), every["distance_km"].tolist(), strict=True)
    where = [_where(commune, None if rank < held else km) for rank, (commune, km) in enumerate(pairs)]
    return every.assign(**{_WHERE: where}).reset_index(drop=True)


def as_projects(listed: pd.DataFrame) -> pd.DataFrame:
    """The rows of a list as projects, for files."""
    return listed.drop(columns=_WHERE)


def _short(cents: int) -> str:
    return formats.short_euros(cents / CENTS_PER_EURO)


def _where(commune: Any, km: float | None) -> str:
    """« Lannion, 18 km », « Lannion » for a project of the place itself."""
    named = "non localisé" if pd.isna(commune) else str(commune)
    return named if km is None else f"{named}, {distance(km)}"
