"""The header of a column in words, and the kind of money that it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from data.words.text import fold

Words = tuple[str, ...]
# `None`: no money. The first two count; the others are told apart from them, and count nowhere.
Money = Literal["aide", "investissement", "garantie", "pret", "demande", "pourcentage", "avantage en nature"]


def any_of(told: str) -> frozenset[str]:
    """A set of words, written one after the other."""
    return frozenset(told.split())


_CAPITALS: Final = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý])(?=[A-ZÀ-Ý][a-zà-ÿ])")
_FOOTNOTE: Final = re.compile(r"\(\s*(?:\d+|\*+)\s*\)")
_SEPARATORS: Final = re.compile(r"[\W_]+")
# « Investissement aidé » is an investment: its accent, which folding takes away, is all that says so.
_AIDED: Final = re.compile(r"\baidé(?:e?s?)\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_EMPTY: Final = any_of("de du d des la le les l a au aux en et par un")

_NO_MONEY: Final = any_of(
    "date nom libelle type nature code id identifiant identification numero reference objet condition notifiee "
    "notifie notification regime intitule commune emploi poste etp salarie effectif nombre nb population "
    "adresse annee"
)
_GRANTED: Final = any_of(
    "engage accorde attribue verse paye vote octroye mandate dpm alloue retenu liquide ordonnance esb conventionne"
)
_PAID: Final = any_of("verse paye mandate liquide ordonnance")
_AID: Final = any_of("subvention aide dotation concour grant")
_COST: Final = any_of("cout investissement assiette depense budget capex subventionnable")
_OF_A_PROJECT: Final = any_of("projet operation travaux travau eligible")
_AMOUNT: Final = any_of("montant somme euro")
_APART: Final[Sequence[tuple[Money, frozenset[str]]]] = (
    ("pourcentage", any_of("pourcentage pct taux tau part ratio")),
    ("garantie", any_of("garantie garanti caution cautionnement")),
    ("pret", any_of("pret emprunt avance remboursable")),
    ("avantage en nature", any_of("avantage")),
    ("demande", any_of("demande demandee sollicite sollicitee souhaite souhaitee")),
)


@dataclass(frozen=True)
class Named:
    """What kind of money a header names, and how plainly (0 to 1)."""

    kind: Money
    strength: float


@lru_cache(maxsize=4_096)
def words(header: str) -> Words:
    """The words of a header, in the singular, without accents nor the small ones: « codesINSEE », « Codes Insee » and
    « code_insee (1) » are the same.
    """
    bare = _AIDED.sub("subventionne", _FOOTNOTE.sub(" ", _CAPITALS.sub(" ", header)))
    return tuple(_singular(word) for word in _SEPARATORS.sub(" ", fold(bare)).split() if word not in _EMPTY)


def likeness(header: Words, names: Sequence[Words]) -> float:
    """1 for the very name; from 0.55 to 0.85 for a name among other words, the more of them it covers; else 0."""
    if header in names:
        return 1.0
    covered = [len(name) / len(header) for name in names if _holds(header, name)]
    return 0.5 + 0.35 * max(covered) if covered else 0.0


def money(header: str) -> Named | None:
    """The kind of money that a header names: None when it names none."""
    found = frozenset(words(header))
    if "%" in header:
        return Named("pourcentage", 1.0)
    # Before aid: « montant de la subvention demandée » was not granted, « taux d'aide » is no amount.
    apart = next((kind for kind, telling in _APART if found & telling), None)
    if apart is not None:
        return Named(apart, 1.0)
    if found & _NO_MONEY:
        return None
    plainly: Sequence[tuple[bool, Named]] = (
        (bool(found & _AID), Named("aide", 0.9)),
        (bool(found & _COST or (found & _AMOUNT and found & _OF_A_PROJECT)), Named("investissement", 0.9)),
        (bool(found & _feminine(_GRANTED)), Named("aide", 0.8)),
        (bool(found & _AMOUNT), Named("aide", 0.6)),  # a bare « montant » is most often that of a grant
    )
    return next((named for holds, named in plainly if holds), None)


def is_paid(header: str) -> bool:
    """Whether a header says that the money was paid, which is a part of what was granted."""
    return bool(frozenset(words(header)) & _feminine(_PAID))


def years_of(header: str) -> tuple[Words, int | None]:
    """The words of a header without its year, and this year, if it has just one."""
    found = [word for word in words(header) if _YEAR.fullmatch(word)]
    rest = tuple(word for word in words(header) if not _YEAR.fullmatch(word))
    return rest, int(found[0]) if len(found) == 1 else None


def _feminine(participles: frozenset[str]) -> frozenset[str]:
    return participles | {f"{word}e" for word in participles}


def _holds(header: Words, name: Words) -> bool:
    """Whether a name of more than a letter or two is in a header, its words side by side."""
    if name in {(), ("x",), ("y",)}:  # coordinates when alone; « ligne x » is none
        return False
    return any(header[rank : rank + len(name)] == name for rank in range(len(header) - len(name) + 1))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith(("s", "x")) else word
