"""One text per place of any kind, for addresses and lookups: « commune-63430 », « territoire-2-ti-0101 ».

A code alone is not enough: 84 is a région and a département, and a territory's id holds its phase.
"""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "territoire": "Territoire d'industrie",
    "epci": "Intercommunalité",
    "departement": "Département",
    "region": "Région",
    "commune": "Commune",
}
# The kind of the places of each level; the territories of the two phases are two levels.
LEVEL_KINDS: Final[Mapping[str, str]] = {
    "territoires-2": "territoire",
    "territoires-1": "territoire",
    "epci": "epci",
    "departements": "departement",
    "regions": "region",
    "communes": "commune",
}


def place_key(kind: str, code: str) -> str:
    """The key of a place. Raises `KeyError` for an unknown kind."""
    KINDS[kind]
    return f"{kind}-{code}"


def split(key: str) -> tuple[str, str]:
    """Kind and code of a key. Raises `KeyError` for an unknown kind."""
    kind, _, code = key.partition("-")
    KINDS[kind]
    return kind, code


def kind_of(level: str) -> str:
    """The kind of the places of a level, as `Selection.level` or `Places` names it. Raises `KeyError`."""
    return "territoire" if level == "territoires" else LEVEL_KINDS[level]


def level_of(key: str) -> str:
    """The level of a place, as `Places.table` takes it. Raises `KeyError` for an unknown kind."""
    kind, code = split(key)
    if kind == "territoire":
        return f"territoires-{code[:1]}"
    return next(level for level, held in LEVEL_KINDS.items() if held == kind)
