"""Places above communes as tables write them, by code or by name, and what holds each of them whole.

A grant to an intercommunalité counts there, in its département if it is in one alone, in its région, in France: in no
commune.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

import pandas as pd

from data.cells.communes import name_keys
from data.places.belonging import PLACE_COLUMNS
from data.places.levels import Places
from data.words.levels import ADMINISTRATIVE
from data.words.place_keys import place_key
from data.words.text import name_words

# The column of `communes` that says where one is, by kind of place; and what is said of a place of that kind, where it
# is more than its région.
COLUMNS: Final[Mapping[str, str]] = {level.kind: level.column for level in ADMINISTRATIVE}
_ABOVE: Final[Mapping[str, tuple[str, ...]]] = {
    "epci": ("code_epci", "type_epci", "code_departement", "code_region", "id_territoire_1", "id_territoire_2"),
}
# How the legal kind of an intercommunalité is written, at the head of its name.
_LEGAL: Final = r"cc|ca|cu|communaute|communes|agglomeration|agglo|urbaine|(?:euro)?metropole"
_LEGAL_KIND: Final = re.compile(rf"^(?:{_LEGAL})\b ?(?:(?:{_LEGAL}|de|du|des|d|la|le|les|l)\b ?)*")
_ECHELONS: Final[Mapping[str, str]] = {
    "commune": "commune",
    "communal": "commune",
    "epci": "epci",
    "intercommun": "epci",
    "groupement": "epci",
    "communaute": "epci",
    "metropole": "epci",
    "departement": "departement",
    "region": "region",
}


@dataclass(frozen=True)
class Wider:
    """names: names of the places of each kind of `COLUMNS`, by code; communes: `Places.communes`; merged: the table
    `epci_anciens`.
    """

    names: Mapping[str, pd.Series]
    communes: pd.DataFrame
    merged: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["siren_ancien", "nom", "code_epci"]))

    @classmethod
    def of_places(cls, places: Places, merged: pd.DataFrame | None = None) -> Self:
        """The places of an edition; those that merged since are known if they are given."""
        names = {level.kind: places.levels[level.key]["nom"] for level in ADMINISTRATIVE}
        return cls(names, places.communes) if merged is None else cls(names, places.communes, merged)

    def codes(self, kind: str, cells: Sequence[str]) -> list[str]:
        """The code of each place written as a code or as a name; "" for anything else."""
        known = self._written[kind]
        keys = epci_keys(cells) if kind == "epci" else name_keys(cells)
        return [known.get(_code(kind, cell)) or known.get(key, "") for cell, key in zip(cells, keys, strict=True)]

    @cached_property
    def sirens(self) -> frozenset[str]:
        """The SIREN of all intercommunalités, of those that merged since too."""
        return frozenset((*self.names["epci"].index, *self.merged["siren_ancien"]))

    def is_past(self, cell: str) -> bool:
        """Whether a cell is the code or the name of an intercommunalité that has merged since."""
        return _code("epci", cell) in self._past or epci_keys([cell])[0] in self._past

    def name(self, kind: str, code: str) -> str:
        """The name of a place."""
        return str(self.names[kind][code])

    def columns(self, code_insee: pd.Series, lieu: pd.Series) -> pd.DataFrame:
        """What rows take from their commune, else from the place above communes that they are in, with their index:
        those of `PLACE_COLUMNS` that `communes` has.

        code_insee, lieu: the code of the commune and the key of the place of each row, null where there is none.
        """
        names = [name for name in PLACE_COLUMNS if name in self.communes]
        found = self.communes[names].reindex(code_insee).set_axis(code_insee.index)
        held = self.above.reindex(columns=names).reindex(lieu).set_axis(lieu.index)
        placed = lieu.notna()
        for name in names:
            if held.loc[placed, name].notna().any():
                found[name] = found[name].mask(placed, held[name])
        return found

    @cached_property
    def above(self) -> pd.DataFrame:
        """By key of a place, the columns of `_ABOVE` that hold it whole: empty where its communes are in several."""
        parts = []
        for kind, column in COLUMNS.items():
            if column not in self.communes:
                continue
            columns = [name for name in _ABOVE.get(kind, (column, "code_region")) if name in self.communes]
            grouped = self.communes.groupby(column)
            whole = {
                name: grouped[name].first().where(grouped[name].nunique(dropna=False) == 1)
                for name in columns
                if name != column
            }
            # A région is held by nothing else: its row has its own code alone.
            table = pd.DataFrame(whole, index=list(grouped.groups)).assign(**{column: lambda frame: frame.index})
            parts.append(table.set_axis([place_key(kind, str(code)) for code in table.index]))
        return pd.concat(parts) if parts else pd.DataFrame()

    @cached_property
    def _written(self) -> dict[str, dict[str, str]]:
        """The code of each place by its code and by the key of its name, but for names that several have."""
        found = {}
        for kind, names in self.names.items():
            keys = epci_keys(names.tolist()) if kind == "epci" else name_keys(names.tolist())
            bearers = pd.Series(names.index, index=keys)
            alone = bearers[~bearers.index.duplicated(keep=False)]
            found[kind] = alone.to_dict() | {code: code for code in names.index}
        if "epci" in found:
            found["epci"] = self._past | found["epci"]
        return found

    @cached_property
    def _past(self) -> dict[str, str]:
        """The present code by the code of an intercommunalité that merged since, and by the key of its name, but for
        the names that a present one has.
        """
        now = self.merged["code_epci"].tolist()
        present = set(epci_keys(self.names["epci"].tolist())) if "epci" in self.names else set()
        names = dict(zip(epci_keys(self.merged["nom"].tolist()), now, strict=True))
        by_name = {key: code for key, code in names.items() if key and key not in present}
        return by_name | dict(zip(self.merged["siren_ancien"].tolist(), now, strict=True))


def epci_keys(names: Sequence[str]) -> list[str]:
    """What the ways to write the name of one intercommunalité share: « CC du Pays X », « Communauté de communes … »."""
    return name_keys([_LEGAL_KIND.sub("", name_words(name)) for name in names])


def echelon(cell: str) -> str:
    """The kind of place that a cell says: « conseil_departemental », « EPCI », « commune »; "" for none."""
    words = name_words(cell)
    return next((kind for said, kind in _ECHELONS.items() if re.search(rf"\b{said}", words)), "")


def _code(kind: str, cell: str) -> str:
    written = re.sub(r"\s", "", cell).upper().removesuffix(".0")
    if kind == "epci":
        return written[:9] if len(written) in {9, 14} else ""
    return written.zfill(2)
