"""What a single sum of aid adds up, in words: its shares by kind."""

from typing import Any

import pandas as pd

from components.text.formats import percent
from data.query import aggregation, aid
from data.query.projects import Projects
from data.query.selection import Selection


def listed(kinds: "pd.Series[Any]") -> str:
    """« plafond autorisé 54 %, non précisée 21 %… »; empty without any. kinds: of `data.query.aid.kinds`."""
    return ", ".join(f"{kind} {percent(100 * share, 0)}" for kind, share in kinds.items())


def beside(coverage: str, projects: Projects, selection: Selection) -> str:
    """A coverage, then what the aid of the selected projects is made of."""
    return " ; ".join(filter(None, (coverage, made_of(aid.kinds(projects, aggregation.matching(projects, selection))))))


def made_of(kinds: "pd.Series[Any]") -> str:
    """« aide publique par nature : plafond autorisé 54 %… », to follow a coverage; empty where no aid is known."""
    if kinds.empty:
        return ""
    if len(kinds) == 1:
        return f"aide publique d'une seule nature : {kinds.index[0]}"
    return f"l'aide publique additionne plusieurs natures : {listed(kinds)}"
