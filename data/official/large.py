"""The official files too large to be held at once: read piece after piece, into parts of the tables of an edition.

A file goes twice through the spool: as it is read, then once what the other files say of its rows is known.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from data.editions.spool import Spool
from data.files import pieces
from data.official import density, establishments, project_rows, published_rows
from data.official.ground import Counted, Ground, Loaded, require_accepted
from data.sources.catalogue import ARCHIVE, Official
from data.tables import contracts
from data.tables.official import REJECTED
from data.tables.projects import OFFICIAL_PROJECTS
from data.words.text import grouped

ASIDE: Final = "mises_de_cote"
_COUNT: Final = re.compile(r"(.*) : ([\d\s]+)")


@dataclass(frozen=True)
class Large:
    """A large file that was read: how many rows of it, and what was repaired, in French."""

    source: Official
    read: int
    notes: tuple[str, ...]


def is_large(source: Official, path: Path) -> bool:
    """Whether a file is read piece after piece: the other files hold a row per commune or per site, and stay small."""
    return source.projects is not None and source.format != ARCHIVE and pieces.is_cut(path)


def read(source: Official, path: Path, ground: Ground, spool: Spool) -> Large:
    """Read and place the rows of a file. Raises `DataError`."""
    count, whole = 0, 0
    notes: list[str] = []
    for piece in pieces.cut(path, source.file, source.header_line):
        published = published_rows.read_piece(piece, source)
        loaded = project_rows.load(published, source, ground)
        count, whole = count + published.count, whole + len(published.rows)
        spool.add(_rows_of(source), loaded.table)
        spool.add(_asides_of(source), loaded.aside)
        notes += loaded.notes
    published_rows.require_enough(whole, source.min_rows, source.file)
    return Large(source, count, merged(notes))


def establishments_of(large: Large, spool: Spool) -> pd.DataFrame:
    """The communes that a file tells of establishments, each once."""
    parts = [each.dropna().drop_duplicates() for each in spool.batches(_rows_of(large.source), establishments.COLUMNS)]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def settle(
    large: Large, communes: "pd.Series[str]", ground: Ground, known: Mapping[str, pd.DataFrame], spool: Spool
) -> tuple[Counted, tuple[str, ...]]:
    """Make parts of the tables of an edition of what was read, once everything that their contracts say is checked.

    communes: of establishments, by SIRET. known: the tables of the edition that rows may name, with the densities.
    Returns what is said of the file. Raises `DataError`.
    """
    source, effects, notes, refused = large.source, Counter[str](), list(large.notes), []
    read = zip(spool.batches(_rows_of(source)), spool.batches(_asides_of(source)), strict=True)
    for table, aside in read:
        before = Loaded(OFFICIAL_PROJECTS.name, table, 0, aside)
        after = establishments.placed(before, source, communes, ground)
        effects += after.effects
        notes += after.notes
        refused.append(after.aside[after.aside["effet"] == REJECTED].head(1))
        rows = density.with_density(after.table, known["densites"])
        for name, frame in ((OFFICIAL_PROJECTS.name, rows), (ASIDE, after.aside.assign(source_id=source.source_id))):
            if len(frame):
                spool.add(name, contracts.validate_part(name, frame, known))
    spool.drop(_rows_of(source))
    spool.drop(_asides_of(source))
    counted = Counted(large.read, effects)
    require_accepted(source.file, counted, pd.concat(refused))
    return counted, merged(notes)


def merged(notes: Iterable[str]) -> tuple[str, ...]:
    """The findings of several pieces: those that end with a count are one, of the sum of the counts; each once."""
    found: dict[str, int | None] = {}
    for note in notes:
        counted = _COUNT.fullmatch(note)
        if counted:
            found[counted[1]] = (found.get(counted[1]) or 0) + int(re.sub(r"\s", "", counted[2]))
        else:
            found[note] = None
    return tuple(what if count is None else f"{what} : {grouped(count)}" for what, count in found.items())


def _rows_of(source: Official) -> str:
    return f"{source.source_id}-lignes"


def _asides_of(source: Official) -> str:
    return f"{source.source_id}-mises-de-cote"
