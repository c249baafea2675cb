"""What an official file may not do between two editions unless someone looked at it.

A file whose content changed is compared with what the edition in use read of it: its rows, its amounts, its filled
columns, its départements. That holds for every table whose rows say their source, whatever the source.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Self

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
Batches = Callable[[str], Iterable[pd.DataFrame]]


@dataclass(frozen=True)
class Profile:
    """What is compared of the rows of one source in one table: their number, how many fill each column, the sum of each
    amount, how many each département has.
    """

    rows: int
    filled: pd.Series
    sums: pd.Series
    departements: pd.Series

    @classmethod
    def of(cls, table: pd.DataFrame) -> Self:
        """That of some rows."""
        amounts = [name for name in table.columns if name.endswith(AMOUNT)]
        places = table[DEPARTEMENT].value_counts() if DEPARTEMENT in table else pd.Series(dtype="int64")
        return cls(len(table), table.notna().sum(), table[amounts].sum(), places)

    def __add__(self, other: Self) -> Self:
        added = (one.add(more, fill_value=0) for one, more in zip(self._counts(), other._counts(), strict=True))
        return type(self)(self.rows + other.rows, *added)

    def _counts(self) -> tuple[pd.Series, pd.Series, pd.Series]:
        return self.filled, self.sums, self.departements


def check(
    raw: RawSet, tables: Tables, accepted: Collection[str], more: Batches = lambda _: ()
) -> list[tuple[str, str]]:
    """Compare the tables of a future edition with those in use in the home folder that keeps its official files.

    accepted: the sources whose jumps someone looked at; more: the rows of a table that `tables` does not hold, part by
    part. Returns (subject, finding) for the page of checks. Raises `SourcesError` with every jump of the other sources.
    """
    if not raw.files:
        return []
    try:
        sources, before = _before(raw, tables)
    except DataError:
        return [(COMPARED, "aucune édition lisible avant celle-ci")]
    after = {name: _profiles(chain([tables[name]], more(name))) for name in before}
    notes: list[tuple[str, str]] = []
    wrong: dict[str, DataError] = {}
    for key in _changed(raw, sources, tables[SOURCES]):
        was, record = (table[table[SOURCE_ID] == key].iloc[0] for table in (sources, tables[SOURCES]))
        jumps = list(_count_jumps(was, record))
        for name in sorted(before):
            if key in before[name] and key in after[name]:  # when it has none left, its number of rows already says it
                jumps += _jumps(before[name][key], after[name][key])
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


def _before(raw: RawSet, tables: Tables) -> tuple[pd.DataFrame, dict[str, dict[str, Profile]]]:
    """The table of sources of the edition in use, and the profiles of the others whose rows say their source, by name
    of the table, then by source. Raises `DataError` when it cannot be read.
    """
    edition = registry.current(raw.root)
    names = [name for name, table in tables.items() if SOURCE_ID in table and name in edition.tables]
    found = {name: _profiles(edition.batches(name)) for name in names if name != SOURCES}
    return edition.table(SOURCES), found


def _profiles(batches: Iterable[pd.DataFrame]) -> dict[str, Profile]:
    """By source, that of all its rows; none of a table whose rows say no source."""
    found: dict[str, Profile] = {}
    for batch in batches:
        for key, rows in batch.groupby(SOURCE_ID) if SOURCE_ID in batch else ():
            profile, known = Profile.of(rows), found.get(str(key))
            found[str(key)] = profile if known is None else known + profile
    return found


def _changed(raw: RawSet, old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """The official sources that both editions read, of different contents."""
    was, now = (table.set_index(SOURCE_ID)["sha256"] for table in (old, new))
    return [key for key in now.index.intersection(was.index) if key in raw.files and now[key] != was[key]]


def _count_jumps(old: pd.Series, new: pd.Series) -> Iterator[str]:
    for name, subject in COUNTS.items():
        if old[name] and not MIN_ROWS * old[name] <= new[name] < TOO_MANY_ROWS * old[name]:
            yield _said(subject, grouped(old[name]), grouped(new[name]))


def _jumps(old: Profile, new: Profile) -> Iterator[str]:
    """The jumps inside the rows of one source in one table."""
    for column in old.filled.index.intersection(new.filled.index, sort=False):
        filled, left = (int(each.filled[column]) for each in (old, new))
        if filled and not left:
            yield _said(f"colonne {column}", f"{grouped(filled)} valeurs", "aucune")
        elif filled >= FEW_ROWS and left / new.rows < MIN_FILLED * filled / old.rows:
            yield _said(f"colonne {column}", f"{grouped(filled)} valeurs", grouped(left))
        elif column.endswith(AMOUNT):
            was, now = (int(each.sums[column]) // CENTS_PER_EURO for each in (old, new))
            if was and not was < now * AMOUNT_FACTOR < was * AMOUNT_FACTOR**2:
                yield _said(f"total de {column.removesuffix(AMOUNT)}", f"{grouped(was)} €", f"{grouped(now)} €")
    before = old.departements
    after = new.departements.reindex(before.index, fill_value=0)
    for code in sorted(before.index[(before >= FEW_ROWS) & (after < MIN_DEPARTEMENT * before)]):
        yield _said(f"lignes du département {code}", grouped(int(before[code])), grouped(int(after[code])))


def _said(subject: str, before: str, now: str) -> str:
    return f"{subject} : {before} dans l'édition en service, {now} dans ce fichier"
