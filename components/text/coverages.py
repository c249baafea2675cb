"""How much of a group is known, in words: beside its value, and where compared groups are not known alike."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from components.text.formats import number, percent
from data.query import coverage

HEADING: Final = "Couverture"
# The bound is told wherever it is used: a reader sees when a value was set apart.
_LEAST: Final = percent(100 * coverage.WEAK, 0)
WEAK: Final = f"connu pour moins de {_LEAST} des projets"
DASHED: Final = f"En tirets : {WEAK}"


def told(known: float, projects: float) -> str:
    """« 43 % (13 sur 30) », « 0 % (0 sur 4) »; empty for a group without projects."""
    if not projects:
        return ""
    (part,) = coverage.share([known], [projects])
    return f"{percent(100 * part, 0)} ({number(known)} sur {number(projects)})"


def each(known: "pd.Series[Any]", projects: "pd.Series[Any]") -> list[str]:
    """`told` of each row."""
    return [told(*pair) for pair in zip(known, projects, strict=True)]


def beside(label: str, inside: tuple[float, float], outside: tuple[float, float]) -> str:
    """« investissement, 49 % et 45 % des projets »: how much is known inside a group, then outside of it.

    inside, outside: known and projects; the second is left out where there is nothing outside.
    """
    pairs = [pair for pair in (inside, outside) if pair[1]]
    shares = coverage.share(*zip(*pairs, strict=True))
    return f"{label}, {' et '.join(percent(100 * part, 0) for part in shares)} des projets"


def warning(names: Sequence[str], known: Sequence[float], projects: Sequence[float], having: str) -> str:
    """« Couvertures éloignées : 62 % des projets ont un investissement connu dans « A », 31 % dans « B »… ».

    Empty when the groups are known alike. having: what a project has when it is known, as `Quantity.having`.
    """
    found = coverage.apart(names, known, projects)
    if found is None:
        return ""
    high, low = percent(100 * found.high, 0), percent(100 * found.low, 0)
    return (
        f"Couvertures éloignées : {high} des projets de « {found.best} » ont {having}, contre {low} de ceux de "
        f"« {found.least} ». Une partie de l'écart peut venir de ce qui est publié."
    )
