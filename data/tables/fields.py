"""The columns that the tables of an edition are made of: type, limits, French label and description."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from data.cells.kinds import FIRST_YEAR, LAST_YEAR
from data.words.levels import NATIONAL, Level
from data.words.vocabulary import DENSITES, TAILLES, TYPES_EPCI

TEXT, GEOMETRY, FLOAT = "str", "geometry", "float64"
FRENCH_TYPES: Mapping[str, str] = {
    "str": "texte",
    "geometry": "contour (WKB, EPSG:4326)",
    "float64": "nombre décimal",
    "int8": "nombre entier",
    "int16": "nombre entier",
    "int32": "nombre entier",
    "int64": "nombre entier",
    "Int16": "nombre entier",
    "Int64": "nombre entier",
}
SIREN, SIRET = r"[0-9]{9}", r"[0-9]{14}"
INSEE = r"[0-9][0-9AB][0-9]{3}"  # Corsica since 1976: 2A and 2B
# `<level key>-<content hash>.json`
CONTOUR_NAME = r"(?P<key>[a-z0-9_-]+)-[0-9a-f]{6,64}\.json"


@dataclass(frozen=True)
class Field:
    """One column. `values` is a closed list, `low` and `high` are included bounds, `pattern` matches the whole text,
    `references` is the table whose key holds each value.
    """

    name: str
    dtype: str
    label: str
    description: str
    nullable: bool = False
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    references: str | None = None

    def maybe(self) -> Self:
        """The same column where it may be empty."""
        return replace(self, nullable=True)

    def said(self, description: str) -> Self:
        """The same column with the description that suits another table."""
        return replace(self, description=description)

    def of(self, table: str) -> Self:
        """The same column, each value of which is a key of `table`."""
        return replace(self, references=table)


@dataclass(frozen=True)
class Table:
    """One table. No two rows share the values of `key`."""

    name: str
    description: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]


def text(name: str, label: str, description: str, pattern: str | None = None) -> Field:
    return Field(name, TEXT, label, description, pattern=pattern)


def choice(name: str, label: str, description: str, values: Iterable[str]) -> Field:
    return Field(name, TEXT, label, description, values=tuple(values))


def count(name: str, label: str, description: str, dtype: str = "int32", low: float = 0) -> Field:
    return Field(name, dtype, label, description, low=low)


def count_if_known(name: str, label: str, description: str) -> Field:
    """A whole number that is null when it is not known, never zero for that reason."""
    return Field(name, "Int64", label, f"{description} ; vide si non publié", nullable=True, low=0)


def optional(*fields: Field) -> tuple[Field, ...]:
    return tuple(field.maybe() for field in fields)


CODE_INSEE = text("code_insee", "Code INSEE", "code INSEE de la commune actuelle", INSEE)


def _code(level: Level) -> Field:
    """The column of communes and projects that says in which place of a level they are."""
    field = text(level.column, level.code_label, level.code_description, level.code_pattern).of(level.table)
    return field if level.everywhere else field.maybe()


# Of the administrative levels, then of the two phases: the order of the columns of every table.
PLACE_CODES = tuple(map(_code, sorted(NATIONAL, key=lambda level: level.phase or 0)))
CODE_REGION = next(field for field in PLACE_CODES if field.references == "regions")
_EPCI = next(level for level in NATIONAL if level.table == "epci")
CODE_EPCI = text(_EPCI.column, _EPCI.code_label, _EPCI.code_description, _EPCI.code_pattern).of("epci")
CODE_MEMBRE = text("code_membre", "SIREN du membre", "numéro SIREN du membre : EPCI, EPT ou commune seule", SIREN)
PHASE = Field("phase", "int8", "Phase", "phase du programme : 1 (2018-2022) ou 2 (2023-2027)", low=1, high=2)
ID_TERRITOIRE = text(
    "id_territoire", "Territoire", "identifiant du territoire, qualifié par sa phase (2-ti-0101)", r"[12]-ti-[0-9]{4}"
)
NOM = text("nom", "Nom", "nom d'usage, article compris")
POPULATION = count("population", "Population", "population municipale (INSEE)")
MILLESIME = text(
    "population_millesime",
    "Millésime de la population",
    "année des populations de référence de la commune, de la plupart des communes d'un lieu plus grand",
    r"[0-9]{4}",
)
SUPERFICIE = Field("superficie_km2", FLOAT, "Superficie (km²)", "aire du contour, mesurée dans une projection", low=0)
NB_COMMUNES = count("nb_communes", "Communes", "nombre de communes actuelles", low=1)
TAILLE = choice("taille", "Taille de commune", "classe de population de la commune, de t1 à t5", TAILLES)
DENSITE = choice("densite", "Densité", "niveau de la grille communale de densité", DENSITES).maybe()
TYPE_EPCI = choice("type_epci", "Type d'intercommunalité", "nature de l'EPCI ; SE : sans intercommunalité", TYPES_EPCI)
LON = Field("lon", FLOAT, "Longitude", "longitude d'un point du contour, en degrés", low=-180, high=180)
LAT = Field("lat", FLOAT, "Latitude", "latitude d'un point du contour, en degrés", low=-90, high=90)
MAP_BOX = ("carte_ouest", "carte_sud", "carte_est", "carte_nord")
CONTOUR = Field("geometry", GEOMETRY, "Contour", "polygones en longitude et latitude")
COMMUNE = text("commune", "Commune", "nom de la commune")
FILIERE = text("filiere", "Filière", "filière industrielle")
PROGRAMME = text("programme", "Programme", "programme ou dispositif")
PERIMETRE = text("perimetre", "Périmètre", "étendue géographique ou champ")
DESCRIPTION = text("description", "Description", "en une ou deux phrases")
SOURCE_EDITEUR = text("source_editeur", "Éditeur de la source", "qui a publié")
SOURCE_URL = text("source_url", "Adresse de la source", "page publiée", r"https?://\S+")
SOURCE_DATE = text("source_date", "Date de la source", "date de publication : AAAA, AAAA-MM ou AAAA-MM-JJ").maybe()
DATE = text("date", "Date", "date ou semestre de la mesure : AAAA, AAAA-MM, AAAA-MM-JJ ou AAAA-S1")
VALEUR = Field("valeur", FLOAT, "Valeur", "valeur publiée, dans l'unité de la ligne")
UNITE = text("unite", "Unité", "unité publiée")
SOURCE_ID = text("source_id", "Source", "identifiant de la source dans la table des sources")
ANNEE = Field("annee", "int16", "Année", "année de l'annonce ou de l'attribution", low=FIRST_YEAR, high=LAST_YEAR)
