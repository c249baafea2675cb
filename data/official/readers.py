"""The official files in an edition: which ones it can use, and the tables that they fill."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.official import (
    density,
    establishments,
    industrial_jobs,
    perimeters,
    populations,
    project_rows,
    published_rows,
    ready_sites,
)
from data.official.ground import Ground, Loaded
from data.official.published_rows import Published
from data.sources import catalogue
from data.sources.catalogue import Official
from data.sources.faults import SourcesError
from data.sources.raw_files import RawFile, RawSet
from data.tables.official import OFFICIAL, REJECTED
from data.tables.projects import OFFICIAL_PROJECTS
from geo.errors import DataError

ASIDE = "mises_de_cote"
# A file of which more rows than this are refused has changed in a way that its reader does not know.
MAX_REJECTED_SHARE = 0.05
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
    """tables: those of `official_columns.OFFICIAL`, empty where no file fills them; sources: one row of the table of
    sources per file, as a mapping; notes: (subject, finding) for the page of checks.
    """

    tables: dict[str, pd.DataFrame]
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
    """The rows of the kept files that an edition can use. Raises `SourcesError` with the problems of all of them."""
    kept: list[tuple[Official, Path]] = []
    wrong: dict[str, DataError] = {}
    for key, source in usable(known).items():
        try:
            if key in raw.files:
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
) -> Officials:
    """The tables that the kept files make. published: their rows, if they were read already.

    Raises `SourcesError` with the problems of all the files.
    """
    known = usable(known)
    published = read(raw, known) if published is None else published
    found: dict[str, Loaded] = {}
    wrong: dict[str, DataError] = {}
    for key in (key for key in known if key in published):
        try:
            found[key] = _loaded(published[key], known[key], ground)
        except DataError as error:
            wrong[key] = error
    if wrong:
        raise SourcesError(wrong)
    situated = establishments.directory(found, known)
    communes = situated.set_index("siret")["code_insee"]
    found = {key: establishments.placed(loaded, known[key], communes, ground) for key, loaded in found.items()}
    return Officials(
        tables=_tables(found) | {establishments.TABLE: situated},
        sources=tuple(_source(known[key], raw.files[key], found[key]) for key in found),
        notes=tuple(
            (known[key].texts["titre"], finding)
            for key in found
            for finding in (f"{known[key].file}, obtenu le {raw.files[key].retrieved_at[:10]}", *found[key].notes)
        ),
    )


def _loaded(published: Published, source: Official, ground: Ground) -> Loaded:
    loader = loader_of(source)
    if loader is None:
        raise KeyError(source.source_id)
    loaded = loader(published, source, ground)
    if loaded.rejected > MAX_REJECTED_SHARE * loaded.read:
        example = loaded.aside[loaded.aside["effet"] == REJECTED].iloc[0]
        raise DataError.single(
            source.file,
            f"{loaded.rejected} lignes refusées sur {loaded.read}, par exemple : {example['motif']}",
            "comparer le fichier à sa page ; s'il a changé de forme, revoir son lecteur",
            int(example["ligne"]),
        )
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


def _source(source: Official, file: RawFile, loaded: Loaded) -> dict[str, object]:
    return {
        "source_id": source.source_id,
        **source.texts,
        "fichiers": source.file,
        "sha256": file.sha256,
        "lus": loaded.read,
        "gardes": loaded.read - loaded.rejected,
        "ecartes": loaded.rejected,
        "motif": loaded.reason,
    }
