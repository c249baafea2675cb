"""What an official file may not do between two editions unless someone looked at it.

A file whose content changed is compared with what the edition in use read of it: its rows, its amounts, its filled
columns, its départements. That holds for every table whose rows say their source, whatever the source.
"""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from data.editions import registry
from data.sources import raw_files
from data.sources.faults import SourcesError
from data.sources.raw_files import RawSet
from data.words.numbers import CENTS_PER_EURO
from data.words.text import grouped
from geo.errors import DataError, Problem

SOURCES, SOURCE_ID = "sources", "source_id"
COUNTS = {"lus": "lignes lues", "gardes": "lignes gardées"}
DEPARTEMENT, AMOUNT = "code_departement", "_centimes"
# A publication grows, and hardly ever shrinks: fewer rows are missing ones, twice as many are the same ones twice.
MIN_ROWS, TOO_MANY_ROWS = 0.75, 2
# Units of money differ by a hundred or more (centimes, k€, M€), while the rows may nearly double.
AMOUNT_FACTOR = 10
# A column that is filled half as often as it was has lost its meaning for the reader: communes renamed, for example.
MIN_FILLED = 0.5
# A département of a few rows may lose most of them without anything being wrong.
FEW_ROWS, MIN_DEPARTEMENT = 10, 0.5
COMPARED, ACCEPTED = "Comparaison à l'édition précédente", "Écart accepté après examen"
Tables = Mapping[str, pd.DataFrame]


def check(raw: RawSet, tables: Tables, accepted: Collection[str]) -> list[tuple[str, str]]:
    """Compare the tables of a future edition with those in use in the home folder that keeps its official files.

    accepted: the sources whose jumps someone looked at. Returns (subject, finding) for the page of checks. Raises
    `SourcesError` with every jump of the other sources.
    """
    if not raw.files:
        return []
    before = _before(raw, tables)
    if before is None:
        return [(COMPARED, "aucune édition lisible avant celle-ci")]
    notes: list[tuple[str, str]] = []
    wrong: dict[str, DataError] = {}
    for key in _changed(raw, before[SOURCES], tables[SOURCES]):
        was, record = (_of(key, each[SOURCES]).iloc[0] for each in (before, tables))
        jumps = list(_count_jumps(was, record))
        for name in sorted(before.keys() - {SOURCES}):
            jumps += _jumps(_of(key, before[name]), _of(key, tables[name]))
        if key in accepted:
            notes += [(f"{ACCEPTED} : {record['titre']}", jump) for jump in jumps]
        elif jumps:
            path = raw_files.folder(raw.root, key) / raw.files[key].sha256
            remedy = f"regarder ce fichier, gardé sous {path} ; s'il est juste, relancer avec --accept {key}"
            wrong[key] = DataError(Problem(f"{key} ({record['fichiers']})", jump, remedy) for jump in jumps)
        notes.append(
            (f"{COMPARED} : {record['titre']}", f"{grouped(was['lus'])} lignes lues, puis {grouped(record['lus'])}")
        )
    if wrong:
        raise SourcesError(wrong)
    return notes


def _before(raw: RawSet, tables: Tables) -> Tables | None:
    """The same tables in the edition in use, those alone whose rows say their source; None when it cannot be read."""
    try:
        edition = registry.current(raw.root)
        names = [name for name, table in tables.items() if SOURCE_ID in table and name in edition.tables]
        found = {name: edition.table(name) for name in names}
    except DataError:
        return None
    return {name: table for name, table in found.items() if SOURCE_ID in table}


def _changed(raw: RawSet, old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """The official sources that both editions read, of different contents."""
    was, now = (table.set_index(SOURCE_ID)["sha256"] for table in (old, new))
    return [key for key in now.index.intersection(was.index) if key in raw.files and now[key] != was[key]]


def _of(key: str, table: pd.DataFrame) -> pd.DataFrame:
    return table[table[SOURCE_ID] == key]


def _count_jumps(old: pd.Series, new: pd.Series) -> Iterator[str]:
    for name, subject in COUNTS.items():
        if old[name] and not MIN_ROWS * old[name] <= new[name] < TOO_MANY_ROWS * old[name]:
            yield _said(subject, grouped(old[name]), grouped(new[name]))


def _jumps(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    """The jumps inside the rows of one source in one table; when it has none left, their number already says it."""
    if new.empty:
        return
    for column in old.columns.intersection(new.columns):
        filled, left = (int(rows[column].notna().sum()) for rows in (old, new))
        if filled and not left:
            yield _said(f"colonne {column}", f"{grouped(filled)} valeurs", "aucune")
        elif filled >= FEW_ROWS and left / len(new) < MIN_FILLED * filled / len(old):
            yield _said(f"colonne {column}", f"{grouped(filled)} valeurs", grouped(left))
        elif column.endswith(AMOUNT):
            was, now = (int(rows[column].sum()) // CENTS_PER_EURO for rows in (old, new))
            if was and not was < now * AMOUNT_FACTOR < was * AMOUNT_FACTOR**2:
                yield _said(f"total de {column.removesuffix(AMOUNT)}", f"{grouped(was)} €", f"{grouped(now)} €")
    if DEPARTEMENT in old and DEPARTEMENT in new:
        before, after = (rows[DEPARTEMENT].value_counts() for rows in (old, new))
        after = after.reindex(before.index, fill_value=0)
        for code in sorted(before.index[(before >= FEW_ROWS) & (after < MIN_DEPARTEMENT * before)]):
            yield _said(f"lignes du département {code}", grouped(before[code]), grouped(after[code]))


def _said(subject: str, before: str, now: str) -> str:
    return f"{subject} : {before} dans l'édition en service, {now} dans ce fichier"
