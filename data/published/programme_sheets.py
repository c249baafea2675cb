"""The sheets of programmes: one for each of the table, and one for each other name that figures or projects cite.

A figure or a project is on one sheet and one only: that of its programme, under the name that the table gives it, or
that of the name it cites. Figures that cite none share the last sheet.
"""

from typing import Final

import pandas as pd

from data.editions.edition import Edition
from data.words.text import french_order

NO_PROGRAMME: Final = "Sans programme"


def of_figures(indicateurs: pd.DataFrame, noms: pd.DataFrame) -> "pd.Series[str]":
    """The sheet of each published figure."""
    return _resolved(indicateurs["programme"].fillna(NO_PROGRAMME), noms)


def of_projects(projets: pd.DataFrame, noms: pd.DataFrame) -> "pd.Series[str]":
    """The sheet of each project."""
    return _resolved(projets["programme"], noms)


def names(programmes: pd.DataFrame, figures: "pd.Series[str]", projects: "pd.Series[str]") -> tuple[str, ...]:
    """Every sheet: the programmes of the table in its order, then the others in French order, figures of none last."""
    declared = programmes["programme"].tolist()
    others = {*figures, *projects} - {*declared, NO_PROGRAMME}
    last = [NO_PROGRAMME] if (figures == NO_PROGRAMME).any() else []
    return (*declared, *sorted(others, key=french_order), *last)


def of_edition(edition: Edition) -> tuple[str, ...]:
    """Every sheet of an edition."""
    noms = edition.table("noms_programmes")
    figures = of_figures(edition.table("indicateurs", ["programme"]), noms)
    return names(edition.table("programmes"), figures, of_projects(edition.table("projets", ["programme"]), noms))


def _resolved(cited: "pd.Series[str]", noms: pd.DataFrame) -> "pd.Series[str]":
    return cited.map(noms.set_index("nom_cite")["programme"]).fillna(cited)
