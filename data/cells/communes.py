"""Communes by their names as tables write them: « ST ETIENNE », « Le Creusot », « Lyon 3e », « PARIS CEDEX 08 »."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from data.words.text import name_words, without_articles

_Key = TypeVar("_Key")
Candidates = tuple[tuple[str, float], ...]  # code and likeness (0 to 1) of communes, the closest first

LIKENESS: Final = 80  # of 100: under it, a name is not worth asking about
MAX_CANDIDATES: Final = 4
_MAX_NAME: Final = 64  # the longest name of a commune has 45 characters

# What is not the name, before it is words: what stands in brackets. What only its bars tell: « s/s », « s/ ».
_BRACKETS: Final = re.compile(r"\([^)\n]*\)")
_UNDER: Final = re.compile(r"\bs/s\b", re.IGNORECASE)
_ON: Final = re.compile(r"\bs/", re.IGNORECASE)
# What is not the name, among its words: an arrondissement, a postal sorting office.
_EXTRA: Final = re.compile(r" ?\b(?:[0-9]+ ?(?:er|eme|e)?\b(?: ?arr\w*)?|cedex\b.*|arrondissement\b)")


def name_key(name: str) -> str:
    """What two ways to write the name of one commune share; "" when there is no name in the text."""
    return name_keys([name])[0]


def name_keys(names: Sequence[str]) -> list[str]:
    """The key of each name, all of them in a few passes: half a second for half a million names."""
    if not names:
        return []
    lines = "\n".join([name[:_MAX_NAME].replace("\n", " ") for name in names])
    lines = _BRACKETS.sub(" ", lines)
    if "/" in lines:
        lines = _ON.sub("sur ", _UNDER.sub("sous ", lines))
    words = _EXTRA.sub("", name_words(lines))
    return without_articles(words).replace(" ", "").split("\n")


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
                "cle": name_keys(self.communes["nom"].tolist()),
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
    def _of_departement(self) -> dict[str, tuple[list[str], list[str]]]:
        """The codes and the names of the communes of each département."""
        groups = self.keys.groupby("departement")
        return {str(departement): (group["code"].tolist(), group["cle"].tolist()) for departement, group in groups}

    @cached_property
    def _departement_codes(self) -> dict[str, str]:
        """The code of each département by its code and by its name."""
        codes = [str(code) for code in self.departements.index]
        return dict(zip(name_keys(self.departements.tolist()), codes, strict=True)) | dict(
            zip(codes, codes, strict=True)
        )

    def name(self, code: str) -> str:
        """The name of a commune, by its present code."""
        return str(self.communes.at[code, "nom"])

    @cached_property
    def departement_of(self) -> dict[str, str]:
        """The département of each commune."""
        return dict(zip(self.keys["code"], self.keys["departement"], strict=True))

    def exact(self, key: str, departement: str | None) -> list[str]:
        """The communes of that very name, in a département or, when it is None, anywhere."""
        return self.each_exact([key], [departement])[0]

    def each_exact(self, keys: Sequence[str], departements: Sequence[str | None]) -> list[list[str]]:
        """The same for each name and its département."""
        here, anywhere = self._exact, self._anywhere
        return [
            [] if key not in anywhere else anywhere[key] if place is None else here.get((place, key), [])
            for key, place in zip(keys, departements, strict=True)
        ]

    def alike(self, keys: Sequence[str], departement: str) -> list[Candidates]:
        """For each name, the communes of a département with one like it."""
        codes, known = self._of_departement[departement]
        likeness = cdist(keys, known, scorer=fuzz.WRatio, score_cutoff=LIKENESS, dtype=np.float64, workers=1) / 100
        closest = np.argsort(-likeness, axis=1, kind="stable")[:, :MAX_CANDIDATES]
        return [
            tuple((codes[place], score) for place, score in zip(places, scores, strict=True) if score)
            for places, scores in zip(
                closest.tolist(), np.take_along_axis(likeness, closest, axis=1).tolist(), strict=True
            )
        ]

    def departement(self, cell: str) -> str | None:
        """The code of a département written as a code (« 1 », « 01 », « 2a ») or as a name; None for anything else."""
        return self.departement_codes([cell])[0] or None

    def departement_codes(self, cells: Sequence[str]) -> list[str]:
        """The same for each cell, "" for anything else."""
        known = self._departement_codes
        written = [cell.strip().upper().removesuffix(".0").zfill(2) for cell in cells]
        return [known.get(code) or known.get(key, "") for code, key in zip(written, name_keys(cells), strict=True)]


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
