"""Plain French sentences that state the main facts of a selection, from the data and nothing else."""

from typing import Any

import pandas as pd

from components.text.formats import counted, coverage, number, percent, short_euros
from data.places.summary import Known, Summary, Totals
from data.words.quantities import INVESTISSEMENT, Quantity


def of(summary: Summary, table: pd.DataFrame, phase: int) -> tuple[str, ...]:
    """Up to three sentences. table: the table of projects, where `summary.largest` is a row."""
    if not summary.projects:
        return ("Aucun projet ne répond à cette sélection.",)
    largest = None if summary.largest is None else table.iloc[summary.largest]
    return _where(summary), money(summary, largest), _territories(summary, phase)


def spread_finding(headlines: pd.DataFrame) -> str:
    """« 79,2 % de l'investissement connu va à des communes de moins de 20 000 habitants, où vivent 59,4 % des gens. »;
    empty where none is known. headlines: as `spread.shares.headlines` returns them.
    """
    small = headlines[headlines["ensemble"] == "petites_communes"].set_index("grandeur")
    invested = small.loc[INVESTISSEMENT.key]
    if pd.isna(invested["part"]):
        return ""
    return (
        f"{percent(100 * invested['part'])} de l'investissement connu va à des communes de moins de 20 000 habitants, "
        f"où vit {percent(100 * small.at['population', 'part'])} de la population "
        f"({number(invested['connus'])} montants connus sur {number(invested['n'])} projets)."
    )


def known_coverage(quantity: Quantity, known: Known, projects: int) -> str:
    """« 326 des 875 projets ont un investissement connu »."""
    return coverage(known.projects, projects, quantity.having, quantity.lacking)


def _where(summary: Summary) -> str:
    places = f"La sélection compte {counted(summary.projects, 'projet')} dans {counted(summary.communes, 'commune')}"
    if summary.small is None:
        return f"{places}."
    verb = "sont" if summary.small * summary.sized >= 2 else "est"
    sized = "" if summary.sized == summary.projects else f" des {number(summary.sized)} de taille de commune connue"
    share = f"{percent(100 * summary.small)}{sized}"
    return f"{places} ; {share} {verb} dans une commune de moins de 20 000 habitants."


def money(totals: Totals, largest: "pd.Series[Any] | None") -> str:
    """The known investment and the part of the largest project, a row of the table of projects."""
    invested = totals.amounts[INVESTISSEMENT.key]
    total = invested.total
    if total is None or largest is None:
        return "Aucun montant d'investissement n'est connu dans cette sélection."
    known = known_coverage(INVESTISSEMENT, invested, totals.projects)
    opening = f"L'investissement annoncé atteint {short_euros(total)} ({known})"
    if invested.projects == 1 or not total:
        return f"{opening}."
    share = percent(largest[INVESTISSEMENT.column] / total, 0)
    return f"{opening} ; le plus gros projet, {named(largest)}, en représente {share}."


def named(project: "pd.Series[Any]") -> str:
    """« Entreprise à Commune », by its title where nobody says who, without a place where nobody says where."""
    who = f"« {project['projet']} »" if pd.isna(project["entreprise"]) else str(project["entreprise"])
    return who if pd.isna(project["commune"]) else f"{who} à {project['commune']}"


def _of_located(summary: Summary) -> str:
    return "" if summary.located == summary.projects else f" des {number(summary.located)} projets localisés"


def _territories(summary: Summary, phase: int) -> str:
    verb = "sont" if summary.inside > 1 else "est"
    share = f"{percent(100 * summary.inside / summary.located, 0)}{_of_located(summary)}" if summary.located else ""
    count = f"{counted(summary.inside, 'projet')} ({share}) {verb}" if summary.inside else "Aucun projet n'est"
    opening = f"{count} dans un Territoire d'industrie de la phase {phase}"
    if summary.leader is None or summary.inside < 2:
        return f"{opening}."
    name, projects = summary.leader
    return f"{opening} ; celui qui en compte le plus est « {name} », avec {number(projects)}."
