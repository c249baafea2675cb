"""Communes by their names as tables write them: « ST ETIENNE », « Le Creusot », « Lyon 3e », « PARIS CEDEX 08 »."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from data.words.text import name_words, without_articles

_Key = TypeVar("_Key")
Candidates = tuple[tuple[str, float], ...]  # code and likeness (0 to 1) of communes, the closest first

LIKENESS: Final = 80  # of 100: under it, a name is not worth asking about
MAX_CANDIDATES: Final = 4  # a question with more choices is not one that people answer
_MAX_NAME: Final = 64  # the longest name of a commune has 45 characters

# What is not the name, before it is words: what stands in brackets. What only its bars tell: « s/s », « s/ ».
_BRACKETS: Final = re.compile(r"\([^)\n]*\)")
_UNDER: Final = re.compile(r"\bs/s\b", re.IGNORECASE)
_ON: Final = re.compile(r"\bs/", re.IGNORECASE)
_RANKED: Final = re.compile(
    r"[a-z)][ -]*0?[0-9]{1,2}(?! ?cedex)\b|[0-9] ?(?:er|e|eme|è|ème)\b|arrondissement", re.IGNORECASE
)
_INSIDE: Final = re.compile(r"\(([^()]*)\)\s*$")
_FIVE: Final = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}(?![0-9])")
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


# Corsica was one département, 20, until 1976, and still is for the post; the Rhône is two collectivities, 69D and 69M.
CORSICA: Final = "20"
_ALSO_CALLED: Final = {"2A": (CORSICA,), "2B": (CORSICA,), "69": ("69D", "69M")}
# Words that tie the parts of one name: « Châlons-en-Champagne » is not Châlons and Champagne.
_TIES: Final = re.compile(
    r"\b(?:l|le|la|les|los|aux?|d|de|du|des|en|es|sur|sous|les|lez|et|saint|sainte|pres|devant|in|o|a)\b"
)

# What says where a commune is, after its name: a usage that its official name may lack.
_TIED: Final = re.compile(r" (?:en|es|sur|sous|lez|les|pres|devant) \w")


def _no_rows(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="str") for column in columns})


@dataclass(frozen=True)
class Names:
    """The communes by département and name, and by postcode. communes: `Places.communes`; departements: name of each
    code; former: nom, nature, code_insee of the table `successions`; postcodes: the table `codes_postaux`.
    """

    communes: pd.DataFrame
    departements: pd.Series
    former: pd.DataFrame = field(default_factory=lambda: _no_rows("nom", "nature", "code_insee"))
    postcodes: pd.DataFrame = field(default_factory=lambda: _no_rows("code_postal", "code_insee"))

    @cached_property
    def keys(self) -> pd.DataFrame:
        """cle, departement, code of each commune."""
        return self._keyed(self.communes["nom"], self.communes.index.to_series())

    @cached_property
    def _exact(self) -> dict[tuple[str, str], list[str]]:
        return _by_departement(self.keys)

    @cached_property
    def _anywhere(self) -> dict[str, list[str]]:
        return _lists(self.keys["cle"], self.keys["code"])

    @cached_property
    def _former_keys(self) -> pd.DataFrame:
        """cle, departement, code of each former commune that is not called like the commune that it is now in."""
        merged = self.former[self.former["nature"] != "arrondissement"]
        keyed = self._keyed(merged["nom"], merged["code_insee"]).drop_duplicates()
        return keyed[keyed["cle"] != keyed["code"].map(self.key_of)]

    @cached_property
    def _former(self) -> dict[tuple[str, str], list[str]]:
        return _by_departement(self._former_keys)

    @cached_property
    def _former_anywhere(self) -> dict[str, list[str]]:
        return _lists(self._former_keys["cle"], self._former_keys["code"])

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[str]]:
        """The communes whose name is two names joined, by the first: « Évry-Courcouronnes » by « Évry ». Not by a word
        that another commune of the département has too; nor by the second: Bouin is not Neuvy-Bouin.
        """
        words = [nom.split(" ") for nom in name_words("\n".join(self.communes["nom"])).split("\n")]
        places = self.keys["departement"].tolist()
        uses = Counter((place, word) for place, nom in zip(places, words, strict=True) for word in set(nom))
        return {
            (place, word): [code]
            for place, code, nom in zip(places, self.keys["code"], words, strict=True)
            if len(nom) == 2 and not _TIES.search(" ".join(nom))
            if uses[place, word := nom[0]] == 1 and len(word) > 2
        }

    @cached_property
    def with_arrondissements(self) -> frozenset[str]:
        """The communes that arrondissements make up."""
        return frozenset(self.former.loc[self.former["nature"] == "arrondissement", "code_insee"])

    @cached_property
    def of_postcode(self) -> dict[str, list[str]]:
        """The communes of each postcode."""
        return _lists(self.postcodes["code_postal"], self.postcodes["code_insee"])

    @cached_property
    def _of_departement(self) -> dict[str, tuple[list[str], list[str]]]:
        """The codes and the names of the communes of each département."""
        groups = _with_corsica(self.keys).groupby("departement")
        return {str(departement): (group["code"].tolist(), group["cle"].tolist()) for departement, group in groups}

    @cached_property
    def _departement_codes(self) -> dict[str, str]:
        """The code of each département by its code and by its name."""
        codes = [str(code) for code in self.departements.index]
        also = {other: code for code in codes for other in _ALSO_CALLED.get(code, ()) if other != CORSICA}
        corsica = {CORSICA: CORSICA, "corse": CORSICA} if "2A" in codes else {}
        names = dict(zip(name_keys(self.departements.tolist()), codes, strict=True))
        return names | also | corsica | dict(zip(codes, codes, strict=True))

    @cached_property
    def _name_of(self) -> dict[str, str]:
        return dict(zip(self.communes.index.tolist(), self.communes["nom"].tolist(), strict=True))

    def name(self, code: str) -> str:
        """The name of a commune, by its present code."""
        return self._name_of[code]

    def _keyed(self, names: pd.Series, codes: pd.Series) -> pd.DataFrame:
        departements = codes.map(self.communes["code_departement"])
        columns = {"cle": name_keys(names.tolist()), "departement": departements, "code": codes}
        return pd.DataFrame({name: np.asarray(values, dtype=object) for name, values in columns.items()})

    @cached_property
    def departement_of(self) -> dict[str, str]:
        """The département of each commune."""
        return dict(zip(self.keys["code"], self.keys["departement"], strict=True))

    @cached_property
    def key_of(self) -> dict[str, str]:
        """The key of the name of each commune."""
        return dict(zip(self.keys["code"], self.keys["cle"], strict=True))

    def exact(self, key: str, departement: str | None) -> list[str]:
        """The communes of that very name, in a département or, when it is None, anywhere."""
        return self.each_exact([key], [departement])[0]

    def each_exact(self, keys: Sequence[str], departements: Sequence[str | None]) -> list[list[str]]:
        """The same for each name and its département."""
        return _each(self._exact, self._anywhere, keys, departements)

    def each_former(self, keys: Sequence[str], departements: Sequence[str | None]) -> list[list[str]]:
        """The present communes that took over a commune of that very name."""
        return _each(self._former, self._former_anywhere, keys, departements)

    def each_part(self, keys: Sequence[str], departements: Sequence[str | None]) -> list[list[str]]:
        """The communes of a département whose name joins that one to another."""
        return [self._parts.get((place or "", key), []) for key, place in zip(keys, departements, strict=True)]

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

    def begun(self, name: str, codes: Sequence[str]) -> list[str]:
        """Those of these communes whose name a longer one begins with: « Montreuil sous Bois » for Montreuil."""
        words = name_words(name[:_MAX_NAME].replace("\n", " "))
        own = {code: name_words(self.name(code)) for code in codes}
        return [code for code, nom in own.items() if words.startswith(nom) and _TIED.match(words, len(nom))]

    def departement(self, cell: str) -> str | None:
        """The code of a département written as a code (« 1 », « 01 », « 2a ») or as a name; None for anything else."""
        return self.departement_codes([cell])[0] or None

    def departement_codes(self, cells: Sequence[str]) -> list[str]:
        """The same for each cell, "" for anything else."""
        known = self._departement_codes
        written = [cell.strip().upper().removesuffix(".0").zfill(2) for cell in cells]
        return [known.get(code) or known.get(key, "") for code, key in zip(written, name_keys(cells), strict=True)]


def _each(
    here: Mapping[tuple[str, str], list[str]],
    anywhere: Mapping[str, list[str]],
    keys: Sequence[str],
    departements: Sequence[str | None],
) -> list[list[str]]:
    return [
        [] if key not in anywhere else anywhere[key] if place is None else here.get((place, key), [])
        for key, place in zip(keys, departements, strict=True)
    ]


def _by_departement(keyed: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """The codes of each département and key."""
    every = _with_corsica(keyed)
    return _lists(zip(every["departement"], every["cle"], strict=True), every["code"])


def _with_corsica(keyed: pd.DataFrame) -> pd.DataFrame:
    """The communes by département, those of Corsica under its former number too."""
    return pd.concat([keyed, keyed[keyed["departement"].isin(("2A", "2B"))].assign(departement=CORSICA)])


def _lists(keys: Iterable[_Key], codes: pd.Series) -> dict[_Key, list[str]]:
    """The codes of each key, in their order."""
    found: dict[_Key, list[str]] = {}
    for key, code in zip(keys, codes, strict=True):
        found.setdefault(key, []).append(code)
    return found


def postcodes(cells: pd.Series) -> npt.NDArray[np.object_]:
    """The five digits of each postcode, its lost zero restored; "" for anything else."""
    digits = cells.fillna("").astype(str).str.strip().str.removesuffix(".0").str.replace(r"^F-|\s", "", regex=True)
    digits = digits.where(digits.str.fullmatch("[0-9]{4,5}"), "").str.zfill(5)
    return digits.where(digits != "00000", "").to_numpy(dtype=object)


def departement_of_postcode(postcode: str) -> str:
    """The département that a postcode begins with, or Corsica; "" for none."""
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]


def is_arrondissement(cell: str) -> bool:
    """Whether a cell names an arrondissement: « Lyon 3e », « Paris 15 »."""
    return _RANKED.search(cell) is not None


def hint(cell: str) -> tuple[str, str]:
    """What a cell says beside the name: the text in brackets (« Rennes (35) »), and five digits in brackets or first,
    which are a code or a postcode (« Faux (24177) », « 49000 ANGERS »).
    """
    inside = _INSIDE.search(cell)
    said = inside[1].strip() if inside else ""
    digits = said if _FIVE.fullmatch(said) else (first[0] if (first := _FIVE.match(cell)) else "")
    return "" if digits == said else said, digits
