"""The levels of places, each told once: its table, its column, its words, its picture.

A level is a partition of the communes, or of some of them: everything that lists the levels derives from these records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.words.vocabulary import PHASES


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of places; the territories of the two phases are two of them.

    key: of its contour files and of its table in `Places`. kind: of its places, as addresses name them. phase: of the
    programme, for its territories. table: of an edition, and code: its key there. column: of communes and projects,
    that says which place they are in; code_label, code_description, code_pattern: of that column; everywhere: whether
    each commune is in one of its places. described: what its table holds; places:
    how many the reference geography has.
    title: « Intercommunalités »; singular: of one; kin: all together, in a sentence; here: « cette intercommunalité »;
    outside: who is in none is « hors … ». icon: of its places. context: the level whose borders situate its own.
    """

    key: str
    kind: str
    table: str
    code: str
    column: str
    title: str
    singular: str
    kin: str
    here: str
    icon: str
    phase: int | None = None
    code_label: str = ""
    code_description: str = ""
    code_pattern: str = ""
    everywhere: bool = True
    described: str = ""
    places: int = 0
    outside: str = ""
    context: str | None = None

    @property
    def asked(self) -> str:
        """Its name in a selection, where the phase is told apart: « territoires »."""
        return self.key.partition("-")[0]

    @property
    def genre(self) -> str:
        """« Territoire d'industrie, phase 2 », « Département »."""
        return self.singular if self.phase is None else f"{self.singular}, phase {self.phase}"


def _territories(phase: int) -> Level:
    return Level(
        key=f"territoires-{phase}",
        kind="territoire",
        phase=phase,
        table="territoires",
        code="id_territoire",
        column=f"id_territoire_{phase}",
        code_label=f"Territoire (phase {phase})",
        code_description=f"territoire d'industrie de la phase {phase} ; vide hors territoire",
        code_pattern=rf"{phase}-ti-[0-9]{{4}}",
        everywhere=False,
        title="Territoires d'industrie",
        singular="Territoire d'industrie",
        kin=f"territoires de la phase {phase}",
        here="ce territoire",
        outside=f"des territoires de la phase {phase}",
        icon=":material/factory:",
        context="departements",
    )


def _administrative(*, key: str, column: str, **told: Any) -> Level:
    return Level(key=key, table=key, code=column, column=column, **told)


# By key, in the order of the menu of levels; the present phase first.
LEVELS: Final[Mapping[str, Level]] = {
    level.key: level
    for level in (
        *(_territories(phase) for phase in sorted(PHASES, reverse=True)),
        _administrative(
            key="epci",
            kind="epci",
            column="code_epci",
            code_label="Code de l'intercommunalité",
            code_description="numéro SIREN de l'EPCI à fiscalité propre",
            code_pattern=r"[0-9]{9}",
            everywhere=False,
            described="Intercommunalités à fiscalité propre",
            places=1_253,
            title="Intercommunalités",
            singular="Intercommunalité",
            kin="intercommunalités",
            here="cette intercommunalité",
            outside="de toute intercommunalité",
            icon=":material/workspaces:",
            context="departements",
        ),
        _administrative(
            key="departements",
            kind="departement",
            column="code_departement",
            code_label="Code du département",
            code_description="code INSEE du département",
            code_pattern=r"[0-9][0-9AB]|97[0-9]",
            described="Départements",
            places=101,
            title="Départements",
            singular="Département",
            kin="départements",
            here="ce département",
            icon=":material/crop_square:",
            context="regions",
        ),
        _administrative(
            key="regions",
            kind="region",
            column="code_region",
            code_label="Code de la région",
            code_description="code INSEE de la région",
            code_pattern=r"[0-9]{2}",
            described="Régions",
            places=18,
            title="Régions",
            singular="Région",
            kin="régions",
            here="cette région",
            icon=":material/public:",
        ),
        _administrative(
            key="communes",
            kind="commune",
            column="code_insee",
            title="Communes",
            singular="Commune",
            kin="communes de même taille",
            here="cette commune",
            icon=":material/location_city:",
        ),
    )
}
NATIONAL_NAME: Final = "France entière"
# The levels drawn over the whole country.
NATIONAL: Final = tuple(level for level in LEVELS.values() if level.key != "communes")
# Those of which the reference geography has the names.
ADMINISTRATIVE: Final = tuple(level for level in NATIONAL if level.phase is None)
# Name in a selection -> title.
TITLES: Final[Mapping[str, str]] = {level.asked: level.title for level in LEVELS.values()}
# What a visitor chooses, communes and intercommunalités together: a place like another, of no level of the geography.
PERIMETER: Final = Level(
    key="perimetres",
    kind="perimetre",
    table="",
    code="",
    column="",
    title="Périmètres choisis",
    singular="Périmètre choisi",
    kin="périmètres choisis",
    here="ce périmètre",
    icon=":material/select_all:",
)
# One record by kind of place.
KINDS: Final[Mapping[str, Level]] = {level.kind: level for level in (*LEVELS.values(), PERIMETER)}


def level_asked(name: str, phase: int) -> Level:
    """The level that a selection names. Raises `KeyError`."""
    return LEVELS.get(name) or LEVELS[f"{name}-{phase}"]
