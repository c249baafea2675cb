"""One text per place of any kind, for addresses and lookups: « commune-63430 », « territoire-2-ti-0101 ».

A code alone is not enough: 84 is a région and a département, and a territory's id holds its phase.
"""

from data.words.levels import KINDS, LEVELS


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
    return next(level.key for level in LEVELS.values() if level.kind == kind and level.phase in (None, _phase(code)))


def _phase(code: str) -> int | None:
    return int(code[0]) if code[:1].isdecimal() else None
