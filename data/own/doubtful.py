"""The kinds of doubt that one answer settles for all rows at once: what tells two stories, and which is believed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from geo.errors import DataError

# Distinct names, the most frequent ones, that are compared with those of their département; and that are asked about
# because several communes bear them. The others are rejected, and say so.
MAX_DOUBTS: Final = 2_000
_MOST_COUNTED: Final = 1_000_000  # thirty times the communes: some 150 MB of names
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


def most_frequent(rows: Mapping[str, int]) -> frozenset[str]:
    """The doubtful names that are asked about. rows: how many bear each."""
    return frozenset(sorted(rows, key=lambda name: -rows[name])[:MAX_DOUBTS])


class Tally:
    """The doubtful names of a table that is read in parts, which are asked about or not as those of the whole are.

    Too many of a kind are known once all parts were seen: `settle` then says that they have to be worked again, with
    the names that are asked about. What depends on these names is counted anew.
    """

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, int]] = {}
        self._settled: dict[str, frozenset[str]] = {}

    def asked(self, kind: str, rows: Mapping[str, int]) -> tuple[Collection[str], int]:
        """Those of some names that are asked about, and how many the whole table has. rows: of each in the next part.
        Raises `DataError` when they are so many that the column holds something else.
        """
        counts = self._rows.setdefault(kind, {})
        if kind in self._settled:
            return self._settled[kind], len(counts)
        for name, more in rows.items():
            counts[name] = counts.get(name, 0) + more
        if len(counts) > _MOST_COUNTED:
            message = f"plus de {_MOST_COUNTED} noms de commune douteux ({kind})"
            raise DataError.single("colonne des communes", message, "choisir une autre colonne dans les réglages")
        return (rows if len(counts) <= MAX_DOUBTS else ()), len(counts)

    def settle(self) -> bool:
        """Choose among the names of the first kind that has too many; whether there was one, so that all is redone."""
        counted = [kind for kind in self._rows if kind not in self._settled]  # in the order of the steps of a join
        for kind in counted:
            if len(self._rows[kind]) > MAX_DOUBTS:
                self._settled[kind] = most_frequent(self._rows[kind])
                self._rows = {each: self._rows[each] for each in self._settled}
                return True
        return False


@dataclass(frozen=True)
class Answers:
    """What the visitor answered. each: key of a question -> code of a commune, or `NOWHERE`; all: kind of doubt -> what
    is believed. tally: of a table in parts.
    """

    each: Mapping[str, str] = field(default_factory=dict)
    all: Mapping[str, str] = field(default_factory=dict)
    tally: Tally | None = None

    def believed(self, doubt: Doubt | None) -> str | None:
        """What is believed in a doubt, None when that leaves it open."""
        if doubt is None or (believed := self.all.get(doubt.kind)) is None:
            return None
        return believed if believed == NOWHERE or doubt.sides.get(believed) else None


NO_ANSWERS: Final = Answers()
