"""Which columns of an official file hold what of a project: the part `projets` of its record in `sources.toml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from data.cells.amounts import DECIMAL_SIGNS, Sign
from data.cells.kinds import DATE, FIRST_YEAR, LAST_YEAR, quoted
from data.words.quantities import QUANTITIES
from data.words.vocabulary import PRECISIONS

# What a column of an official file may hold. `annee`: of the project, in any date; `date`: of the publication;
# `point`: « lat, lon »; `editeur`: who granted, in a file of several publishers; `lieu`: a place of the kind that the
# column of `echelon` says.
ROLES: Final = (
    *("projet", "entreprise", "siren", "filiere", "programme", "demarche", "resume", "annee", "date", "editeur"),
    *("instrument", "operateur", "decision", "versement"),
    *("code_insee", "commune", "departement", "point", "epci", "region", "lieu", "echelon"),
    *QUANTITIES,
    "cout_total",
)
KEYS: Final[Mapping[str, type]] = {
    "precision": str,
    "colonnes": dict,
    "annee": int,
    "date": str,
    "decimale": str,
    "industrie": list,
    "etablissement": bool,
}
# A file whose every row is of industry.
EVERY_ROW: Final = "*"
_NEEDED: Final = ("precision", "colonnes")


@dataclass(frozen=True)
class ProjectMapping:
    """precision: what the commune of every row is, of `PRECISIONS`; columns: by role, those that may hold it, the first
    filled one wins; year, date: of every row, where no column says it; decimal: the sign of amounts that read two ways;
    industry: how words of the measures of industry begin, folded, or `EVERY_ROW`; of_establishment: whether the commune
    of a row is that of its SIRET.
    """

    precision: str
    columns: Mapping[str, tuple[str, ...]]
    year: int | None = None
    date: str | None = None
    decimal: Sign = "."
    industry: tuple[str, ...] = ()
    of_establishment: bool = False

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """The mapping of a record without `faults`."""
        return cls(
            record["precision"],
            {role: tuple(names) for role, names in record["colonnes"].items()},
            record.get("annee"),
            record.get("date"),
            record.get("decimale", "."),
            tuple(record.get("industrie", ())),
            record.get("etablissement", False),
        )


def faults(record: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong in the record of a mapping, in French."""
    for name in _NEEDED:
        if name not in record:
            yield f"il manque {quoted(name)} dans « projets »"
    for name, value in record.items():
        if name not in KEYS:
            yield f"{quoted(name)} n'est pas une information connue de « projets »"
        elif not isinstance(value, KEYS[name]):
            yield f"{quoted(name)} n'est pas du bon type"
        else:
            yield from _wrong_value(name, value)


def _wrong_value(name: str, value: Any) -> Iterator[str]:
    if name == "precision" and value not in PRECISIONS:
        yield f"{quoted(value)} n'est pas une précision : {', '.join(PRECISIONS)}"
    if name == "annee" and not FIRST_YEAR <= value <= LAST_YEAR:
        yield f"« annee » n'est pas entre {FIRST_YEAR} et {LAST_YEAR}"
    if name == "date" and DATE.fullmatch(value) is None:
        yield f"{quoted(value)} n'est pas une date : AAAA, AAAA-MM ou AAAA-MM-JJ"
    if name == "decimale" and value not in DECIMAL_SIGNS:
        yield f"{quoted(value)} n'est pas un signe décimal : « , » ou « . »"
    if name == "industrie" and not all(
        isinstance(word, str) and (word == EVERY_ROW or word.isalpha()) for word in value
    ):
        yield '« industrie » n\'est ni ["*"], ni une liste de débuts de mots'
    if name == "colonnes":
        yield from _wrong_columns(value)


def _wrong_columns(columns: Mapping[str, Any]) -> Iterator[str]:
    for role, names in columns.items():
        if role not in ROLES:
            yield f"{quoted(role)} n'est pas une colonne des projets : {', '.join(ROLES)}"
        elif not (isinstance(names, list) and names and all(isinstance(each, str) and each for each in names)):
            yield f"{quoted(role)} n'est pas une liste de colonnes du fichier"
    if ("lieu" in columns) != ("echelon" in columns):
        yield "« lieu » et « echelon » vont ensemble"
    if "projet" not in columns:
        yield "aucune colonne ne donne l'intitulé du projet (« projet »)"
