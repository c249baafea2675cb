"""From a need to the programmes whose description answers it, each with whether it is over on a given day."""

from calendar import monthrange
from datetime import date
from typing import Final

import pandas as pd

OPEN: Final = "en cours"
UNKNOWN: Final = "fin inconnue"
CLOSED: Final = "clos"
# In the order of display: what is known to be open comes first; a scheme without an end is never said to be.
STATES: Final = (OPEN, UNKNOWN, CLOSED)


def labels(besoins: pd.DataFrame) -> dict[str, str]:
    """What is carried, by need, in the order of the table."""
    return dict(zip(besoins["besoin"], besoins["intitule"], strict=True))


def last_day(period: str) -> date:
    """The last day of « 2027 », « 2027-12 » or « 2026-12-15 »."""
    year, *rest = (int(part) for part in period.split("-"))
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])


def state(fin: str | None, today: date) -> str:
    """Whether a programme is over, by the end that was published: closed the day after it; of `STATES`."""
    if fin is None or pd.isna(fin):
        return UNKNOWN
    return CLOSED if last_day(fin) < today else OPEN


def schemes(besoins: pd.DataFrame, programmes: pd.DataFrame, besoin: str, today: date) -> pd.DataFrame:
    """The programmes of a need: the columns of `programmes`, raison and etat; by state, then in the order of needs."""
    answers = besoins.loc[besoins["besoin"] == besoin, ["programme", "raison"]]
    found = answers.merge(programmes, on="programme", how="left", validate="one_to_one")
    found["etat"] = [state(fin, today) for fin in found["fin"]]
    return found.sort_values("etat", key=lambda states: states.map(STATES.index), kind="stable", ignore_index=True)
