"""Projects as a short list beside a map: what, where, how far, how much, at which stage."""

from typing import Any, Final

import pandas as pd

from components.figures import links
from components.figures.table import Column
from components.places.nearby import distance
from components.text import formats
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import AIDE, INVESTISSEMENT, Quantity

_READ: Final = ["lieu", "montant"]  # what is made for reading alone


def columns(listed: pd.DataFrame) -> list[Column]:
    """The columns of a list: the amount that its table knows, the status where it has one."""
    status = [Column("statut", "Statut")] if listed.empty or listed["statut"].notna().any() else []
    return [
        Column("projet", "Projet", view=links.project),
        Column("lieu", "Où", view=links.place("communes", "code_insee")),
        Column("montant", shown(listed).label, numeric=True),
        *status,
    ]


def shown(projects: pd.DataFrame) -> Quantity:
    """The amount that is told of them: the investment, or the aid where no investment is known and some aid is."""
    aid_alone = projects[INVESTISSEMENT.column].isna().all() and projects[AIDE.column].notna().any()
    return AIDE if aid_alone else INVESTISSEMENT


def rows(own: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    """The rows of the list. own: projects of the place; near: those around it, with distance_km."""
    every = pd.concat([own.assign(distance_km=0.0), near], ignore_index=True)
    texts: dict[str, list[Any]] = {
        "lieu": [
            _where(commune, None if at < len(own) else km)
            for at, (commune, km) in enumerate(zip(every["commune"], every["distance_km"], strict=True))
        ],
        "montant": [
            None if pd.isna(cents) else formats.short_euros(cents / CENTS_PER_EURO)
            for cents in every[shown(every).column]
        ],
    }
    return every.assign(**texts)


def plain(listed: pd.DataFrame) -> pd.DataFrame:
    """The rows of a list as projects, for files."""
    return listed.drop(columns=_READ)


def _where(commune: Any, km: float | None) -> str:
    """« Lannion, 18 km », « Lannion » for a project of the place itself."""
    named = "non localisé" if pd.isna(commune) else str(commune)
    return named if km is None else f"{named}, {distance(km)}"
