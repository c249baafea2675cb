"""What the readers of official files share: the ground that rows are placed on, and what a reading leaves."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from data.cells.communes import Names
from data.official.published_rows import Published
from data.places.wider import Wider
from data.tables.fields import GEOMETRY
from data.tables.official import ABOVE, COUNTED, REJECTED
from data.words.text import grouped
from geo.errors import DataError
from geo.location import Locator

# A file of which more rows than this are refused has changed in a way that its reader does not know.
MAX_REJECTED_SHARE = 0.05
ASIDE_COLUMNS = ["ligne", "effet", "motif", "contenu"]


@dataclass(frozen=True)
class Ground:
    """communes: the table of an edition, with its contours if points are to be placed; successions: former code ->
    present code; facts: the embedded facts; above: names by code of each kind of `Wider`, if places are to be found by
    their names; former: the table `successions`, if names of former communes are.
    """

    communes: pd.DataFrame
    successions: pd.Series
    facts: Mapping[str, pd.DataFrame]
    above: Mapping[str, pd.Series] = field(default_factory=dict)
    former: pd.DataFrame | None = None

    @cached_property
    def names(self) -> Names:
        """The communes by name."""
        communes, departements = self.communes.set_index("code_insee"), self.wider.names.get("departement")
        departements = pd.Series(dtype="str") if departements is None else departements
        return Names(communes, departements) if self.former is None else Names(communes, departements, self.former)

    @cached_property
    def wider(self) -> Wider:
        """The places above communes."""
        return Wider(self.above, self.communes.set_index("code_insee"))

    @cached_property
    def locator(self) -> Locator:
        """The communes by point, at their positions in `communes`."""
        known = GEOMETRY in self.communes
        return Locator(np.asarray(self.communes[GEOMETRY], dtype=object) if known else np.empty(0, dtype=object))


@dataclass(frozen=True)
class Loaded:
    """One official file, read.

    name, table: the table of the edition that it fills, and its rows; read: rows of the file; aside: ligne, effet,
    motif, contenu of those that found no place; notes: what was repaired, in French, for the page of checks
    """

    name: str
    table: pd.DataFrame
    read: int
    aside: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def effects(self) -> Counter[str]:
        """How many rows are set aside to each effect."""
        return Counter(self.aside["effet"])


@dataclass(frozen=True)
class Counted:
    """What the table of sources says of a file. read: its rows; effects: of those set aside, how many to each."""

    read: int
    effects: Counter[str]

    @property
    def rejected(self) -> int:
        """The rows that count nowhere."""
        return self.effects[REJECTED]

    @property
    def reason(self) -> str:
        """Why rows are set aside, in one line."""
        above, counted = self.effects[ABOVE], self.effects[COUNTED]
        parts = [f"{grouped(above)} sans commune connue, comptées au niveau qu'elles nomment"] if above else []
        parts += [f"{grouped(counted)} sans commune connue, comptées dans les totaux nationaux"] if counted else []
        parts += [f"{grouped(self.rejected)} écartées"] if self.rejected else []
        return " ; ".join(parts)


def require_accepted(file: str, counted: Counted, refused: pd.DataFrame) -> None:
    """Raise `DataError` for a file of which too many rows are refused. refused: some of them, as `Loaded.aside`."""
    if counted.rejected > MAX_REJECTED_SHARE * counted.read:
        example = refused.iloc[0]
        raise DataError.single(
            file,
            f"{counted.rejected} lignes refusées sur {counted.read}, par exemple : {example['motif']}",
            "comparer le fichier à sa page ; s'il a changé de forme, revoir son lecteur",
            int(example["ligne"]),
        )


def set_aside(published: Published, reasons: pd.Series, effects: pd.Series | None = None) -> pd.DataFrame:
    """The rows that are damaged or have a reason, as the table `mises_de_cote` holds them (without their source).

    effects: what becomes of each row; none counts without.
    """
    kept = published.rows[reasons.notna()]
    found = pd.DataFrame(
        {
            "ligne": kept.index,
            "effet": REJECTED if effects is None else effects[kept.index].to_numpy(),
            "motif": reasons[kept.index].to_numpy(),
            "contenu": [json.dumps(row, ensure_ascii=False) for row in kept.to_dict("records")],
        },
        columns=ASIDE_COLUMNS,
    )
    return (
        pd.concat([found, published.damaged.assign(effet=REJECTED)[ASIDE_COLUMNS]]) if len(published.damaged) else found
    )


def first_reason(index: pd.Index, *findings: tuple[pd.Series, str | pd.Series]) -> pd.Series:
    """The first finding that holds for each row, or None. A finding is (which rows, reason)."""
    reasons = pd.Series(None, index=index, dtype="object")
    # The last to write wins: the first finding that holds.
    for holds, reason in reversed(findings):
        reasons = reasons.mask(holds, reason)
    return reasons
