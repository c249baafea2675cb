"""Communes by their names as tables write them: « ST ETIENNE », « Le Creusot », « Lyon 3e », « PARIS CEDEX 08 »."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import extract

from data.text import clean, fold

_Key = TypeVar("_Key")

LIKENESS: Final = 80  # of 100: under it, a name is not worth asking about
MAX_CANDIDATES: Final = 4

# What is not the name: what stands in brackets, an arrondissement, a postal sorting office.
_EXTRA: Final = re.compile(r"\([^)]*\)|\b[0-9]+ ?(?:er|eme|e)?\b(?: ?arr\w*)?")
_SORTING: Final = re.compile(r"\b(?:cedex\b.*|arrondissement\b)")
_SEPARATORS: Final = re.compile(r"[\W_]+")
_SAINTS: Final = re.compile(r"\bst(e?)\b")
_ARTICLES: Final = re.compile(r"\b(?:l|le|la|les|d|de|du|des|aux?) ")
_UNDER: Final = re.compile(r"\b(?:s/s|ss)\b")
_ON: Final = re.compile(r"\bs/(?!s\b)")


def name_key(name: str) -> str:
    """What two ways to write the name of one commune share; "" when there is no name in the text."""
    folded = fold(clean(name))
    if not folded.replace(" ", "").isalpha():  # most names have none of this
        folded = _EXTRA.sub(" ", _ON.sub("sur ", folded))
    plain = _SEPARATORS.sub(" ", _SORTING.sub("", _UNDER.sub("sous", folded))).strip()
    return _ARTICLES.sub("", _SAINTS.sub(r"saint\1", plain)).replace(" ", "")


@dataclass(frozen=True)
class Names:
    """The communes by département and name. communes: `Places.communes`; departements: name of each code."""

    communes: pd.DataFrame
    departements: pd.Series

    @cached_property
    def keys(self) -> pd.DataFrame:
        """cle, departement, code of each commune."""
        return pd.DataFrame(
            {
                "cle": [name_key(name) for name in self.communes["nom"]],
                "departement": self.communes["code_departement"].to_numpy(),
                "code": self.communes.index.to_numpy(),
            }
        )

    @cached_property
    def _exact(self) -> dict[tuple[str, str], list[str]]:
        return _lists(zip(self.keys["departement"], self.keys["cle"], strict=True), self.keys["code"])

    @cached_property
    def _anywhere(self) -> dict[str, list[str]]:
        return _lists(self.keys["cle"], self.keys["code"])

    @cached_property
    def _of_departement(self) -> dict[str, dict[str, str]]:
        """The name of each commune, by département then by code."""
        groups = self.keys.groupby("departement")
        return {str(departement): dict(zip(group["code"], group["cle"], strict=True)) for departement, group in groups}

    @cached_property
    def _departement_codes(self) -> dict[str, str]:
        return {name_key(name): str(code) for code, name in self.departements.items()}

    def name(self, code: str) -> str:
        """The name of a commune, by its present code."""
        return str(self.communes.at[code, "nom"])

    @cached_property
    def departement_of(self) -> dict[str, str]:
        """The département of each commune."""
        return dict(zip(self.keys["code"], self.keys["departement"], strict=True))

    def exact(self, key: str, departement: str | None) -> list[str]:
        """The communes of that very name, in a département or anywhere."""
        return self._anywhere.get(key, []) if departement is None else self._exact.get((departement, key), [])

    def alike(self, key: str, departement: str) -> list[tuple[str, float]]:
        """The communes of a département with a name like this one, and how alike (0 to 1), the closest first."""
        found = extract(
            key, self._of_departement[departement], scorer=fuzz.WRatio, score_cutoff=LIKENESS, limit=MAX_CANDIDATES
        )
        return [(str(code), score / 100) for _, score, code in found]

    def departement(self, cell: str) -> str | None:
        """The code of a département written as a code (« 1 », « 01 », « 2a », « 971 ») or as a name."""
        text = cell.strip().upper().removesuffix(".0")
        code = text.zfill(2)
        return code if code in self.departements.index else self._departement_codes.get(name_key(cell))


def _lists(keys: Iterable[_Key], codes: pd.Series) -> dict[_Key, list[str]]:
    """The codes of each key, in their order."""
    found: dict[_Key, list[str]] = {}
    for key, code in zip(keys, codes, strict=True):
        found.setdefault(key, []).append(code)
    return found


def departement_of_postcode(cells: pd.Series) -> np.ndarray:
    """The département that a postcode begins with, "" where it says none: Corsica has two for « 20 »."""
    digits = cells.fillna("").astype(str).str.strip().str.removesuffix(".0").str.replace(" ", "").str.zfill(5)
    overseas = digits.str.startswith(("97", "98"))
    code = digits.str[:2].where(~overseas, digits.str[:3])
    return code.where(digits.str.fullmatch("[0-9]{5}") & ~digits.str.startswith(("20", "00")), "").to_numpy()
