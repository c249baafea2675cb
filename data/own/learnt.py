"""What a visitor decided of a table, as a small file to give with the next month's one: columns, answers, rows kept."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from data.cells.amounts import DECIMAL_SIGNS
from data.own import doubtful
from data.own.asides import KINDS
from data.own.report import Choices
from data.own.roles import ROLES
from data.words.quantities import QUANTITIES
from geo.errors import DataError

MAX_BYTES: Final = 1_000_000  # thousands of answers; a JSON of more is read in the process that serves pages
_KIND: Final = "atlas-territoires-industrie/mes-donnees"
_VERSION: Final = 1
_REMEDY: Final = "donner le fichier que la page « Mes données » a laissé télécharger, ou s'en passer"


@dataclass(frozen=True)
class Learnt:
    """choices: those of a table; header: the line of its header, 0 without one, None where it was found."""

    choices: Choices
    header: int | None = None

    def text(self) -> str:
        """The file: JSON, that its owner can read and correct."""
        choices = self.choices
        held = {
            "fichier": _KIND,
            "version": _VERSION,
            "ligne_entete": self.header,
            "colonnes": {role: list(choices.columns(role)) for role in choices.roles},
            "signes_decimaux": dict(choices.decimals),
            "reponses": dict(choices.answers),
            "font_foi": dict(choices.believed),
            "lignes_gardees": sorted(choices.kept),
        }
        return json.dumps(held, ensure_ascii=False, indent=2)

    @classmethod
    def of(cls, content: bytes, name: str) -> Self:
        """What such a file holds. Raises `DataError` when it is another one; what is unknown in it is left out."""
        try:
            held = json.loads(content[: MAX_BYTES + 1]) if len(content) <= MAX_BYTES else None
        except (ValueError, RecursionError):
            held = None
        if not isinstance(held, dict) or held.get("fichier") != _KIND or held.get("version") != _VERSION:
            raise DataError.single(name, "ce n'est pas un fichier de réglages de « Mes données »", _REMEDY)
        columns = {role: names for role, names in _texts_of(held, "colonnes", list) if role in ROLES and names}
        choices = Choices(
            roles={role: names[0] for role, names in columns.items()},
            also={role: tuple(names[1:]) for role, names in columns.items() if role in QUANTITIES and names[1:]},
            decimals={role: sign for role, sign in _texts_of(held, "signes_decimaux", str) if sign in DECIMAL_SIGNS},
            answers=dict(_texts_of(held, "reponses", str)),
            believed={
                kind: what
                for kind, what in _texts_of(held, "font_foi", str)
                if kind in doubtful.KINDS and what in doubtful.KINDS[kind].believed
            },
            kept=frozenset(KINDS) & frozenset(_strings(held.get("lignes_gardees"))),
        )
        header = held.get("ligne_entete")
        return cls(choices, header if type(header) is int and header >= 0 else None)

    def on(self, columns: Collection[str], proposed: Choices) -> Choices:
        """The choices for a table of these columns: what was learnt of those it has, what is proposed of the others."""
        known = set(columns)
        roles = {role: column for role, column in self.choices.roles.items() if column in known}
        also = {role: tuple(c for c in self.choices.also.get(role, ()) if c in known) for role in roles}
        taken = {*roles.values(), *(column for names in also.values() for column in names)}
        for role in proposed.roles:
            if role not in self.choices.roles and not taken & set(proposed.columns(role)):
                roles[role] = proposed.roles[role]
                also[role] = proposed.also.get(role, ())
        return Choices(
            {role: roles[role] for role in ROLES if role in roles},
            {role: names for role, names in also.items() if names},
            self.choices.decimals,
            self.choices.answers,
            self.choices.believed,
            self.choices.kept,
        )


def _texts_of(held: Mapping[str, Any], key: str, kind: type) -> list[tuple[str, Any]]:
    """The pairs of an object whose values are texts, or lists of texts."""
    found = held.get(key)
    pairs = found.items() if isinstance(found, dict) else ()
    return [
        (name, value) for name, value in pairs if isinstance(value, kind) and (kind is str or _strings(value) == value)
    ]


def _strings(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
