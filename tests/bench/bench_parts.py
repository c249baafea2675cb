"""The kernel on parts of a table, from memory that does not grow: `python -m tests.bench.bench_parts --rows 1000000`.

The inventory is repeated into one part, that an edition of its own names as often as it takes: the disk holds it once,
and each name is read, checked and decoded as a file of its own. One question is asked twice: cold, then with what a
process keeps. The time of each against rows is fitted by a power, printed at the end. `--workers 2` puts the work on so
many processes of Dask, each with its memory.
"""

import argparse
import math
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from data.editions import manifest as manifests
from data.editions import registry
from data.editions.edition import Edition
from data.editions.spool import Spool
from data.query import scheduler
from data.query.aggregation import Medians, Sums
from data.query.parts import Parts
from data.query.projects import COLUMNS
from data.query.selection import Selection
from data.words.levels import NATIONAL
from geo.errors import DataError
from tests.bench.table import Line

PART: Final = 100_000  # rows
_QUESTIONS: Final = (Sums(), Sums("territoires"), Sums("tailles"), Medians("territoires"), Medians("tailles"))
_SELECTION: Final = Selection(years=(2019, 2024), text="usine", without_top=3)


def main() -> list[Line]:
    """Print and return the time of each size, and how it grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=0, help="0: this process")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    arguments, _ = parser.parse_known_args()
    try:
        inventory = registry.current()
    except DataError as error:
        sys.exit(str(error))
    with workers(arguments.workers):
        lines, seconds = [], []
        for rows in arguments.rows:
            with repeated(inventory, rows) as edition:
                seconds.append((_asked(edition), _asked(edition)))
            cold, warm = seconds[-1]
            held = ", ".join(f"{each:.0f}" for each in peaks())
            print(f"{rows:>12,} lignes par parties : {cold:8.2f} s, puis {warm:8.2f} s ; au plus haut {held} Mo")
            lines.append(Line(f"question par parties, {rows:,} lignes", cold * 1000, "ms"))
            lines.append(Line(f"mémoire d'un processus, {rows:,} lignes", max(peaks()), "Mo", limit=1_000))
    if len(seconds) > 1:
        for said, times in zip(("la première fois", "la suivante"), zip(*seconds, strict=True), strict=True):
            power, scale = np.polyfit(np.log(arguments.rows), np.log(times), 1)
            million = math.exp(scale + power * math.log(1_000_000))
            print(
                f"croissance, {said} : {million:.2f} s pour un million de lignes, à la puissance {power:.2f} des lignes"
            )
    return lines


def _asked(edition: Edition) -> float:
    begin = time.perf_counter()
    Parts.of(edition, "projets").ask(_SELECTION, _QUESTIONS)
    return time.perf_counter() - begin


@contextmanager
def workers(count: int) -> Iterator[None]:
    """So many processes of Dask for what follows; this one alone for none."""
    if not count:
        yield
        return
    from distributed import LocalCluster

    with LocalCluster(n_workers=count, threads_per_worker=1, memory_limit="2GB", dashboard_address=None) as cluster:
        os.environ[scheduler.VARIABLE] = cluster.scheduler_address
        try:
            yield
        finally:
            del os.environ[scheduler.VARIABLE]


def peaks() -> list[float]:
    """The most memory that each process which works on parts has held, in MB."""
    address = os.environ.get(scheduler.VARIABLE)
    return list(scheduler.reached(address)[0].run(_peak).values()) if address else [_peak()]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


@contextmanager
def repeated(inventory: Edition, rows: int) -> Iterator[Edition]:
    """An edition whose projects are those of the inventory, repeated in a part that has many names; gone after."""
    table = inventory.table("projets", COLUMNS)
    size = min(rows, PART)
    ranks = np.arange(size)
    spool = Spool()
    spool.add("projets", table.iloc[ranks % len(table)].assign(id_projet=[f"p{rank:09}" for rank in ranks]))
    levels = {name: inventory.table(name) for name in {level.table for level in NATIONAL}}
    folder = Path(tempfile.mkdtemp(prefix="atlas-bench-"))
    try:
        once = registry.publish({**levels, "projets": table.head(0)}, root=folder, parts=spool.parts)
        yield _named(once, rows // size)
    finally:
        shutil.rmtree(folder)


def _named(once: Edition, count: int) -> Edition:
    """The same edition, its one part of projects under so many names."""
    first, *others = (f"projets/{rank + 1:05}.parquet" for rank in range(count))
    for name in others:
        os.link(once.folder / first, once.folder / name)
    files = {**once.manifest.files, **dict.fromkeys(others, once.manifest.files[first])}
    manifest = replace(once.manifest, files=files)
    (once.folder / manifests.FILE_NAME).write_bytes(manifests.dump(manifest))
    return Edition(manifest.id, once.folder)


if __name__ == "__main__":
    main()
