"""Rows that say where they are by a SIRET alone: the commune that an official file of the edition gives to it."""

from typing import Final

import numpy as np
import pandas as pd

from data.cells import identifiers
from data.own.findings import REPAIRED, Findings
from data.own.ground import Ground

_SAID: Final = "commune de l'établissement de ce SIRET, d'après un fichier officiel"


def by_siret(found: Findings, cells: pd.Series, column: str, ground: Ground) -> None:
    """Place the rows that nothing else places in the commune of their establishment, and say so.

    It is that of who is helped, which may not be that of the project.
    """
    rows = found.having("")
    if ground.establishments.empty or not len(rows):
        return
    communes = identifiers.sirets(cells.iloc[rows]).map(ground.establishments)
    hit = communes.notna().to_numpy()
    codes = communes[hit].to_numpy(dtype=object)
    said = {code: f"{_SAID} : {ground.names.name(code)} ({code})" for code in set(codes)}
    found.write(
        rows[hit],
        code=codes,
        statut=REPAIRED,
        colonne=column,
        valeur=cells.iloc[rows[hit]].to_numpy(dtype=object),
        motif=np.array([said[code] for code in codes], dtype=object),
        remede="",
    )
