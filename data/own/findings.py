"""What becomes of each row of a table that a visitor brings: its commune, or why it has none."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

ACCEPTED, REPAIRED, AMBIGUOUS, REJECTED = "acceptée", "réparée", "ambiguë", "rejetée"
STATUSES: Final = (ACCEPTED, REPAIRED, AMBIGUOUS, REJECTED)

Positions = npt.NDArray[np.intp]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Findings:
    """One text per row, "" for none: columns that the steps of a join fill one after the other.

    code: of the present commune; statut: of `STATUSES`; colonne, valeur: the cell that motif and remede speak of;
    question: the key of the question that the row asks.
    """

    code: Texts
    statut: Texts
    colonne: Texts
    valeur: Texts
    motif: Texts
    remede: Texts
    question: Texts

    @classmethod
    def of(cls, count: int) -> Self:
        """Nothing found yet, for that many rows."""
        return cls(*(np.full(count, "", dtype=object) for _ in range(7)))

    def write(self, rows: Positions, **found: Any) -> None:
        """Write a text, or one per row, in some columns."""
        for name, values in found.items():
            getattr(self, name)[rows] = values

    def having(self, *statuses: str) -> Positions:
        """The rows of these statuses; "" for those that no step has looked at."""
        return np.flatnonzero(np.isin(self.statut, statuses))

    def frame(self, index: pd.Index) -> pd.DataFrame:
        """code_insee (null where there is none), statut, colonne, valeur, motif, remede."""
        names = ("code", "statut", "colonne", "valeur", "motif", "remede")
        texts = {name: pa.array(getattr(self, name), pa.large_string()) for name in names}
        table = pd.DataFrame({name: pd.array(each, dtype="str") for name, each in texts.items()}, index=index)
        return table.rename(columns={"code": "code_insee"}).assign(code_insee=table["code"].replace("", None))
