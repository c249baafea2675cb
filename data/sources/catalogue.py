"""The official files that the project knows: where each is published, and what it must hold.

They are declared in `sources.toml`, beside the embedded sources, in the `officiel` part of their record.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data.cells.kinds import quoted
from data.paths import CATALOGUE
from data.sources import mapping
from data.sources.mapping import ProjectMapping
from data.sources.records import OFFICIAL
from geo.errors import DataError, Problem

# What `licence` says of a file whose conditions nobody has told yet: it is downloaded once someone has read them.
LICENCE_UNKNOWN = "à confirmer"
ANY_TABLE = "table"  # what publishers of a same schema write as CSV or as a workbook
ARCHIVE = "zip"  # one table of millions of lines in an archive, of which a record keeps some
FORMATS = ("csv", "geojson", "xlsx", ARCHIVE, ANY_TABLE)
MAX_BYTES = 5_000_000_000  # what a kept file may take of the disk; a delimited one is read piece after piece
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
TEXTS = ("titre", "editeur", "licence", "adresse", "millesime", "compte", "non_compte")
FILE_KEYS: Mapping[str, type] = {
    "fichier": str,
    "telechargement": str,
    "format": str,
    "colonnes": list,
    "lignes_min": int,
    "jointure": str,
}
OPTIONAL_KEYS: Mapping[str, type] = {
    "hotes": list,
    "feuille": str,
    "ligne_entete": int,
    "intitules": dict,
    "projets": dict,
    "pages": bool,
    "membre": str,
    "garder": dict,
}
REMEDY = "corriger sa fiche dans data/sources.toml"


@dataclass(frozen=True)
class Official:
    """One official file.

    texts: what the table of sources says of it (`TEXTS`); file: its name in a folder
    address: where it is downloaded from, None when no stable address is known; hosts: those it may redirect to, its
      own included
    sheet, header_line: where the table of a workbook is; its header is that line of the sheet, the first being 1
    columns: the columns (properties of a GeoJSON feature) that it must have; titles: how else publishers call some of
      its columns, by column; min_rows: the fewest rows it may have
    projects: what its columns hold of a project, None when its rows are not projects
    paged: whether its address gives its rows page after page
    member, keeps: how the name of the table in an archive ends; the value that each column has in the lines to read
    """

    source_id: str
    texts: Mapping[str, str]
    file: str
    address: str | None
    hosts: frozenset[str]
    format: str
    sheet: str
    header_line: int
    columns: tuple[str, ...]
    min_rows: int
    join: str
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    projects: ProjectMapping | None = None
    paged: bool = False
    member: str = ""
    keeps: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_licensed(self) -> bool:
        """Whether its licence is known."""
        return self.texts["licence"] != LICENCE_UNKNOWN

    @property
    def known_columns(self) -> tuple[str, ...]:
        """All the columns that are called by their name, each once."""
        of_projects = self.projects.columns.values() if self.projects else ()
        return tuple(dict.fromkeys((*self.columns, *self.titles, *(name for names in of_projects for name in names))))


def read(path: Path = CATALOGUE) -> dict[str, Official]:
    """The official files, by source_id. Raises `DataError` with everything that is wrong in their records."""
    try:
        records = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError.single(path.name, f"catalogue illisible ({error})", "rétablir ce fichier") from error
    official = {key: record for key, record in records.items() if not isinstance(record, dict) or OFFICIAL in record}
    problems = [
        Problem(path.name, f"[{key}] {message}", REMEDY)
        for key, record in official.items()
        for message in _faults(key, record)
    ]
    if problems:
        raise DataError(problems)
    return {key: _official(key, record) for key, record in official.items()}


def chosen(source_ids: Iterable[str], known: Mapping[str, Official]) -> list[Official]:
    """The official files of these identifiers, each once. Raises `DataError` on an unknown one."""
    wanted = list(dict.fromkeys(source_ids))
    unknown = [name for name in wanted if name not in known]
    if unknown:
        remedy = f"choisir parmi {', '.join(known)}"
        raise DataError(Problem("catalogue", f"source inconnue : {quoted(name)}", remedy) for name in unknown)
    return [known[name] for name in wanted]


def _official(key: str, record: Mapping[str, Any]) -> Official:
    file = record[OFFICIAL]
    own = urlsplit(file["telechargement"]).hostname
    return Official(
        source_id=key,
        texts={name: record[name] for name in TEXTS},
        file=file["fichier"],
        address=file["telechargement"] or None,
        hosts=frozenset(file.get("hotes", ())) | ({own} if own else set()),
        format=file["format"],
        sheet=file.get("feuille", ""),
        header_line=file.get("ligne_entete", 1),
        columns=tuple(file["colonnes"]),
        min_rows=file["lignes_min"],
        join=file["jointure"],
        titles={name: tuple(titles) for name, titles in file.get("intitules", {}).items()},
        projects=ProjectMapping.of(file["projets"]) if "projets" in file else None,
        paged=file.get("pages", False),
        member=file.get("membre", ""),
        keeps=file.get("garder", {}),
    )


def _faults(key: str, record: object) -> Iterator[str]:
    """What is wrong in a record, in French; the first kind of fault hides those that depend on it."""
    if IDENTIFIER.fullmatch(key) is None:
        yield "l'identifiant n'est pas fait de minuscules, de chiffres et de « _ »"
    if not isinstance(record, dict) or not isinstance(record[OFFICIAL], dict):
        yield f"ce n'est pas une fiche avec une partie [{key}.{OFFICIAL}]"
        return
    file = record[OFFICIAL]
    faults = [
        *_wrong_keys(record, dict.fromkeys(TEXTS, str), {OFFICIAL: dict}),
        *_wrong_keys(file, FILE_KEYS, OPTIONAL_KEYS),
    ]
    yield from faults or _wrong_values(file)


def _wrong_keys(found: Mapping[str, object], needed: Mapping[str, type], allowed: Mapping[str, type]) -> Iterator[str]:
    for name in needed:
        if name not in found:
            yield f"il manque {quoted(name)}"
    for name, value in found.items():
        expected = needed.get(name) or allowed.get(name)
        if expected is None:
            yield f"{quoted(name)} n'est pas une information connue"
        elif not _is_of(value, expected):
            yield f"{quoted(name)} n'est pas du bon type"


def _is_of(value: object, expected: type) -> bool:
    if isinstance(value, list):
        return expected is list and all(isinstance(item, str) and item for item in value)
    return isinstance(value, expected)


def _wrong_values(file: Mapping[str, Any]) -> Iterator[str]:
    if FILE_NAME.fullmatch(file["fichier"]) is None:
        yield f"{quoted(file['fichier'])} n'est pas un nom de fichier simple"
    if file["format"] not in FORMATS:
        yield f"{quoted(file['format'])} n'est pas un format lu : {', '.join(FORMATS)}"
    address = urlsplit(file["telechargement"])
    if file["telechargement"] and (address.scheme != "https" or not address.hostname or address.username):
        yield f"{quoted(file['telechargement'])} n'est pas une adresse https"
    if len(set(file["colonnes"])) < len(file["colonnes"]):
        yield "une colonne est citée deux fois"
    yield from _wrong_layout(file)
    yield from mapping.faults(file["projets"]) if "projets" in file else ()


def _wrong_layout(file: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong in how the table lies in its file."""
    for name, titles in file.get("intitules", {}).items():
        if not (titles and _is_of(titles, list)):
            yield f"« intitules » : {quoted(name)} n'a pas une liste de textes"
    if (file["format"] == "xlsx") != ("feuille" in file):
        yield "« feuille » va avec le format xlsx, et avec lui seul"
    if (file["format"] == ARCHIVE) != ("membre" in file):
        yield f"« membre » va avec le format {ARCHIVE}, et avec lui seul"
    for name, value in file.get("garder", {}).items():
        if not isinstance(value, str):
            yield f"« garder » : {quoted(name)} n'a pas un texte"
    for name in ("lignes_min", "ligne_entete"):
        if file.get(name, 1) < 1:
            yield f"{quoted(name)} n'est pas au moins 1"
