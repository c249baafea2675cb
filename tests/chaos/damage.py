"""Bits that turn on a disk, clocks that turn back: nothing becomes another number, and the order stays."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

import pandas as pd
from pandas.testing import assert_frame_equal

from data.editions import journal, registry, staging
from data.editions.edition import Edition
from data.refresh import refresh
from data.sources import raw_files
from geo.errors import DataError
from tests.chaos.outcome import Outcome
from tests.unit.support import refresh_crashes

YEARS: Final = (1970, 1999, 2026, 2038, 9999)


def flipped(base: Path, old: Path, new: Path, trials: int) -> Outcome:
    """Turn a bit of any file of a home, one at a time: it is found, and no table is read otherwise than it was."""
    refresh_crashes.from_disk(base, old)
    refresh_crashes.from_disk(base, new)
    home = base / "home"
    order, edition = registry.history(home), registry.current(home)
    table = edition.table("sources")
    files = sorted(path for path in home.rglob("*") if path.is_file() and path.stat().st_size)
    chance = random.Random(18)
    found = Outcome("bits flipped")
    for _ in range(trials):
        path = chance.choice(files)
        with _flipped(path, chance.randrange(path.stat().st_size * 8)):
            found.count(_misread(home, edition, table, order, path))
    return found


@contextmanager
def _flipped(path: Path, bit: int) -> Iterator[None]:
    before = path.read_bytes()
    after = bytearray(before)
    after[bit // 8] ^= 1 << bit % 8
    path.chmod(0o644)
    path.write_bytes(after)
    try:
        yield
    finally:
        path.write_bytes(before)


def _misread(home: Path, edition: Edition, table: pd.DataFrame, order: tuple[Edition, ...], path: Path) -> str | None:
    """What is wrong while a bit of `path` is turned, if anything is."""
    try:
        current = registry.current(home)
        if current.id != edition.id:
            return f"{path.name}: another edition is in use"
        assert_frame_equal(current.table("sources"), table)
        raw = raw_files.in_use(home)
        told = (*registry.verify(current), *raw_files.verify(raw))
    except DataError:
        return None  # said
    except AssertionError:
        return f"{path.name}: a table is read otherwise"
    if {each.id for each in registry.history(home)} > {each.id for each in order}:
        return f"{path.name}: an edition that was never published"
    is_of_use = edition.folder in path.parents or path.name in {each.sha256 for each in raw.files.values()}
    return f"{path.name}: not found" if is_of_use and not told else None


def turned_back(base: Path, trials: int) -> Outcome:
    """Publish while the clock goes anywhere: the order is that of the publications, and a rollback goes one back."""
    found = Outcome("clock changed, then published and rolled back")
    chance = random.Random(24)
    home, clock = base / "home", staging.datetime
    published: list[str] = []
    try:
        for mark in range(trials):
            staging.datetime = _Clock(chance.choice(YEARS), chance.randrange(1, 13))  # type: ignore[assignment,misc]
            made = registry.publish({"projets": pd.DataFrame({"mark": [mark]})}, root=home)
            published = [*published, made.id][-registry.KEPT_EDITIONS :]
            found.count(_disorder(home, published))
    finally:
        staging.datetime = clock  # type: ignore[misc]
    return found


def _disorder(home: Path, published: list[str]) -> str | None:
    seen = [each.id for each in reversed(registry.history(home))]
    if seen != published or list(journal.read(home))[-len(published) :] != published:
        return f"order {seen}, published {published}"
    if len(published) > 1 and refresh.previous(home).id != published[-2]:
        return "a rollback would go elsewhere than one back"
    return None


class _Clock:
    """`datetime`, at another time."""

    def __init__(self, year: int, month: int) -> None:
        self._year, self._month = year, month

    def now(self, zone: tzinfo) -> datetime:
        return datetime(self._year, self._month, 1, tzinfo=zone)
