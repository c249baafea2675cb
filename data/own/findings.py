"""What becomes of each row of a table that a visitor brings: its commune, or why it has none."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

ACCEPTED, REPAIRED, AMBIGUOUS, REJECTED = "acceptée", "réparée", "ambiguë", "rejetée"
BY_NAME, BY_POSTCODE, FOR_GOOD = "nom", "code postal", "définitif"
ASIDE: Final = "mise de côté"
STATUSES: Final = (ACCEPTED, REPAIRED, AMBIGUOUS, REJECTED, ASIDE)

Positions = npt.NDArray[np.intp]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Findings:
    """One text per row, "" for none: columns that the steps of a join fill one after the other.

    code: of the present commune; lieu: the key of the place above communes that the row is in, when it is in none;
    statut: of `STATUSES`; colonne, valeur: the cell that motif and remede speak of; question: the key of the question
    that the row asks; signe: what placed the row, of the three above; no other
    step looks at the rows that are settled for good.
    """

    code: Texts
    lieu: Texts
    statut: Texts
    colonne: Texts
    valeur: Texts
    motif: Texts
    remede: Texts
    question: Texts
    signe: Texts

    @classmethod
    def of(cls, count: int) -> Self:
        """Nothing found yet, for that many rows."""
        # Objects, which are written in place: a column of strings of pandas is copied for each step that writes a few.
        return cls(*(np.full(count, "", dtype=object) for _ in range(9)))

    def write(self, rows: Positions, **found: Any) -> None:
        """Write a text, or one per row, in some columns."""
        for name, values in found.items():
            getattr(self, name)[rows] = values

    def having(self, *statuses: str) -> Positions:
        """The rows of these statuses that another step may settle; "" for those that none has looked at."""
        return np.flatnonzero(np.isin(self.statut, statuses) & (self.signe != FOR_GOOD).astype(bool))

    def frame(self, index: pd.Index) -> pd.DataFrame:
        """code_insee and lieu (null where there is none), statut, colonne, valeur, motif, remede."""
        names = ("code", "lieu", "statut", "colonne", "valeur", "motif", "remede")
        # The type that pandas has its strings in: any other would be converted, row by row.
        texts = {name: pa.array(getattr(self, name), pa.large_string()) for name in names}
        table = pd.DataFrame({name: pd.array(each, dtype="str") for name, each in texts.items()}, index=index)
        found = {name: table[name].replace("", None) for name in ("code", "lieu")}
        return table.assign(**found).rename(columns={"code": "code_insee"})
