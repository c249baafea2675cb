"""The official files in an edition: which ones it can use, and the tables that they fill."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import pandas as pd

from data.editions.spool import Spool
from data.official import (
    density,
    establishments,
    industrial_jobs,
    large,
    perimeters,
    populations,
    project_rows,
    published_rows,
    ready_sites,
)
from data.official.ground import Counted, Ground, Loaded, require_accepted
from data.official.published_rows import Published
from data.sources import catalogue
from data.sources.catalogue import Official
from data.sources.faults import SourcesError
from data.sources.raw_files import RawFile, RawSet
from data.tables.official import OFFICIAL, REJECTED
from data.tables.projects import OFFICIAL_PROJECTS
from geo.errors import DataError

ASIDE = large.ASIDE
T = TypeVar("T")
Loader = Callable[[Published, Official, Ground], Loaded]
# What reads the files whose rows are not projects; the others have a part `projets` in their record.
_OTHERS: Mapping[str, Loader] = {
    "densite": density.load,
    "flores": industrial_jobs.load,
    populations.SOURCE: populations.load,
    "sites_cles_en_main": ready_sites.load,
    "anct_phase1": perimeters.load_phase_1,
    "anct_phase2": perimeters.load_phase_2,
}


@dataclass(frozen=True)
class Officials:
    """tables: those of `official_columns.OFFICIAL`, empty where no file fills them; spool: more rows of some of them,
    those of the large files; sources: one row of the table of sources per file, as a mapping; notes: (subject, finding)
    for the page of checks.
    """

    tables: dict[str, pd.DataFrame]
    spool: Spool
    sources: tuple[Mapping[str, object], ...]
    notes: tuple[tuple[str, str], ...]


def loader_of(source: Official) -> Loader | None:
    """What reads a file into a table of an edition; None for one that no edition uses."""
    return project_rows.load if source.projects else _OTHERS.get(source.source_id)


def usable(known: Mapping[str, Official] | None = None) -> dict[str, Official]:
    """The official files that an edition can use."""
    known = catalogue.read() if known is None else known
    return {key: source for key, source in known.items() if loader_of(source)}


def read(raw: RawSet, known: Mapping[str, Official] | None = None) -> dict[str, Published]:
    """The rows of the kept files that an edition can use, but for the large ones. Raises `SourcesError` with the
    problems of all of them.
    """
    kept: list[tuple[Official, Path]] = []
    wrong: dict[str, DataError] = {}
    for key, source in usable(known).items():
        try:
            if key in raw.files and not large.is_large(source, raw.path(key)):
                kept.append((source, raw.path(key)))
        except DataError as error:
            wrong[key] = error
    found = published_rows.read_all(kept)
    wrong |= {key: error for key, error in found.items() if isinstance(error, DataError)}
    if wrong:
        raise SourcesError(wrong)
    return {key: published for key, published in found.items() if isinstance(published, Published)}


def load(
    raw: RawSet,
    ground: Ground,
    known: Mapping[str, Official] | None = None,
    published: Mapping[str, Published] | None = None,
    places: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> Officials:
    """The tables that the kept files make. published: their rows, if they were read already; places: the tables whose
    keys the rows of large files may name.

    Raises `SourcesError` with the problems of all the files.
    """
    known = usable(known)
    published = read(raw, known) if published is None else published
    found = _each({key: partial(_loaded, published[key], known[key], ground) for key in known if key in published})
    spool, apart = Spool(), {key: raw.path(key) for key in known if key in raw.files and key not in published}
    heavy = _each({key: partial(large.read, known[key], path, ground, spool) for key, path in apart.items()})
    telling = [key for key in (*found, *heavy) if establishments.tells(known[key])]
    # Once all are read: the commune of a SIRET that one file tells places the rows of any other.
    situated = establishments.directory(
        found[key].table if key in found else large.establishments_of(heavy[key], spool) for key in telling
    )
    communes = situated.set_index("siret")["code_insee"]
    found = {key: establishments.placed(loaded, known[key], communes, ground) for key, loaded in found.items()}
    tables = _tables(found) | {establishments.TABLE: situated}
    said = {key: (Counted(loaded.read, loaded.effects), loaded.notes) for key, loaded in found.items()}
    settled = partial(large.settle, communes=communes, ground=ground, known={**places, **tables}, spool=spool)
    said |= _each({key: partial(settled, each) for key, each in heavy.items()})
    said = {key: said[key] for key in known if key in said}
    return Officials(
        tables=tables,
        spool=spool,
        sources=tuple(_source(known[key], raw.files[key], counted) for key, (counted, _) in said.items()),
        notes=tuple(
            (known[key].texts["titre"], finding)
            for key, (_, notes) in said.items()
            for finding in (f"{known[key].file}, obtenu le {raw.files[key].retrieved_at[:10]}", *notes)
        ),
    )


def _each(asked: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """What each call gives, by source. Raises `SourcesError` with the problems of all that fail."""
    found: dict[str, T] = {}
    wrong: dict[str, DataError] = {}
    for key, call in asked.items():
        try:
            found[key] = call()
        except DataError as error:
            wrong[key] = error
    if wrong:
        raise SourcesError(wrong)
    return found


def _loaded(published: Published, source: Official, ground: Ground) -> Loaded:
    loader = loader_of(source)
    if loader is None:
        raise KeyError(source.source_id)
    loaded = loader(published, source, ground)
    refused = loaded.aside[loaded.aside["effet"] == REJECTED]
    require_accepted(source.file, Counted(loaded.read, loaded.effects), refused)
    return loaded


def _tables(found: Mapping[str, Loaded]) -> dict[str, pd.DataFrame]:
    asides = [loaded.aside.assign(source_id=key) for key, loaded in found.items()]
    tables = {}
    for declared in OFFICIAL:
        parts = [loaded.table for loaded in found.values() if loaded.name == declared.name]
        parts = asides if declared.name == ASIDE else parts
        filled = [part for part in parts if len(part)]
        tables[declared.name] = pd.concat(filled, ignore_index=True) if filled else _empty(declared.name)
    projects = OFFICIAL_PROJECTS.name
    return tables | {projects: density.with_density(tables[projects], tables["densites"])}


def _empty(name: str) -> pd.DataFrame:
    fields = next(declared.fields for declared in OFFICIAL if declared.name == name)
    return pd.DataFrame({field.name: pd.Series(dtype=field.dtype) for field in fields})


def _source(source: Official, file: RawFile, counted: Counted) -> dict[str, object]:
    return {
        "source_id": source.source_id,
        **source.texts,
        "fichiers": source.file,
        "sha256": file.sha256,
        "lus": counted.read,
        "gardes": counted.read - counted.rejected,
        "ecartes": counted.rejected,
        "motif": counted.reason,
    }
