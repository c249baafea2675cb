"""One text per place of any kind, for addresses and lookups: « commune-63430 », « territoire-2-ti-0101 ».

A code alone is not enough: 84 is a région and a département, and a territory's id holds its phase.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

from data.words.levels import KINDS, LEVELS, PERIMETER

MAX_CHOSEN: Final = 60  # members of a perimeter that an address tells: any letter or messenger keeps it whole
MAX_MEMBERS: Final = 1_000  # of one in a file: those of a région are a place already
FILED: Final = "perimetre-fichier-"
"""What a perimeter begins with in an address, when its members are in a file."""
_MARK_LETTERS: Final = 16  # 64 bits: two of all the perimeters ever opened never have the same mark
_BETWEEN: Final = "."
SIREN_DIGITS: Final = 9
"""Of an EPCI: a commune has a code of five (INSEE)."""


def place_key(kind: str, code: str) -> str:
    """The key of a place. Raises `KeyError` for an unknown kind."""
    KINDS[kind]
    return f"{kind}-{code}"


def split(key: str) -> tuple[str, str]:
    """Kind and code of a key. Raises `KeyError` for an unknown kind."""
    kind, _, code = key.partition("-")
    KINDS[kind]
    return kind, code


def level_of(key: str) -> str:
    """The level of a place, as `Places.table` takes it. Raises `KeyError` for an unknown kind."""
    kind, code = split(key)
    if kind == PERIMETER.kind:
        return PERIMETER.key
    return next(level.key for level in LEVELS.values() if level.kind == kind and level.phase in (None, _phase(code)))


def perimeter_key(codes: Iterable[str]) -> str:
    """The key of a perimeter of communes (INSEE codes) and intercommunalités (SIREN), in their order, each once.

    >>> perimeter_key(["63430", "200070712", "63430"])
    'perimetre-63430.200070712'
    """
    return place_key(PERIMETER.kind, _BETWEEN.join(dict.fromkeys(codes)))


def chosen(code: str) -> list[str]:
    """The keys of the members of a perimeter, from its code.

    >>> chosen("63430.200070712")
    ['commune-63430', 'epci-200070712']
    """
    members = [each for each in code.split(_BETWEEN) if each]
    return [place_key("epci" if len(each) == SIREN_DIGITS else "commune", each) for each in members]


def in_address(key: str) -> str:
    """The key of a place as addresses tell it: itself, but for a perimeter of too many members, told by a mark of them.

    >>> in_address("commune-63430")
    'commune-63430'
    >>> in_address(perimeter_key(f"{n:05}" for n in range(61)))
    'perimetre-fichier-c65f8dc4d420eda3'
    """
    if not key.startswith(f"{PERIMETER.kind}-") or key.count(_BETWEEN) < MAX_CHOSEN:
        return key
    return FILED + hashlib.sha256(key.encode()).hexdigest()[:_MARK_LETTERS]


def _phase(code: str) -> int | None:
    return int(code[0]) if code[:1].isdecimal() else None
