"""Projects found to be one: the row that stays, and the trace of the one that left."""

import pandas as pd

from data.tables.fact_files import FILES
from geo.errors import DataError, Problem


def applied(projets: pd.DataFrame, fusions: pd.DataFrame) -> pd.DataFrame:
    """The projects without those that are another one's double. Raises `DataError` when what stays is not there.

    Both as `facts.read_facts` returns them.
    """
    left = projets[~projets["id_projet"].isin(fusions["id_projet"])]
    lost = fusions[~fusions["id_conserve"].isin(left["id_projet"])]
    if len(lost):
        raise DataError([_lost(int(str(line)), kept) for line, kept in lost["id_conserve"].items()])
    return left


def _lost(line: int, kept: str) -> Problem:
    message = f"« {kept} » n'est pas un projet qui reste"
    remedy = "écrire l'identifiant d'un projet qui reste dans l'inventaire"
    return Problem(FILES["fusions"].file, message, remedy, line, "id_conserve")
