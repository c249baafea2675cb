"""The kinds of doubt that one answer settles for all rows at once: what tells two stories, and which is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

NOWHERE: Final = "aucune"  # the answer to a question none of whose communes is the right one
CODE, NAME, POSTCODE, POINT = "code", "nom", "code_postal", "point"
# What is believed, as it is answered and as the rows then say it.
BELIEVED: Final[Mapping[str, str]] = {
    CODE: "le code fait foi",
    NAME: "le nom fait foi",
    POSTCODE: "le code postal fait foi",
    POINT: "le point fait foi",
    NOWHERE: "ne pas les placer",
}


@dataclass(frozen=True)
class Kind:
    """A kind of doubt. label: what is doubtful; believed: what may be, of `BELIEVED`; risk: of one answer for all."""

    label: str
    believed: tuple[str, ...]
    risk: str = ""


CODE_OR_NAME, CODE_OR_POSTCODE, POSTCODE_ALONE, NAME_OR_POINT = "code_nom", "code_postal", "postal_seul", "nom_point"
KINDS: Final[Mapping[str, Kind]] = {
    CODE_OR_NAME: Kind("le code et le nom sont ceux de deux communes", (CODE, NAME, NOWHERE)),
    CODE_OR_POSTCODE: Kind("le code INSEE est peut-être un code postal", (CODE, POSTCODE, NOWHERE)),
    # Measured on La Poste's own file: 72 of 1 987 are there those of several communes, or of none.
    POSTCODE_ALONE: Kind(
        "un code postal sans nom de commune pour le confirmer",
        (POSTCODE, NOWHERE),
        "Sur cent codes postaux que la table de référence donne à une seule commune, près de quatre en ont d'autres "
        "pour La Poste : les croire tous place quelques lignes dans une commune voisine. Une colonne de noms lève le "
        "doute.",
    ),
    NAME_OR_POINT: Kind("le point est loin de la commune nommée", (NAME, POINT, NOWHERE)),
}


@dataclass(frozen=True)
class Doubt:
    """A doubt of a kind. sides: the commune of each thing that may be believed, where it tells just one."""

    kind: str
    sides: Mapping[str, str]


@dataclass(frozen=True)
class Answers:
    """What the visitor answered. each: key of a question -> code of a commune, or `NOWHERE`; all: kind of doubt -> what
    is believed.
    """

    each: Mapping[str, str] = field(default_factory=dict)
    all: Mapping[str, str] = field(default_factory=dict)

    def believed(self, doubt: Doubt | None) -> str | None:
        """What is believed in a doubt, None when that leaves it open."""
        if doubt is None or (believed := self.all.get(doubt.kind)) is None:
            return None
        return believed if believed == NOWHERE or doubt.sides.get(believed) else None


NO_ANSWERS: Final = Answers()
