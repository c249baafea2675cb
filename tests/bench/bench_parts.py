"""The kernel on parts of a table, from memory that does not grow: `python -m tests.bench.bench_parts --rows 1000000`.

The inventory is repeated into parts of an edition of its own. One question is asked twice: cold, then with what a
process keeps. The time of the first against rows is fitted by a power, printed at the end. `TERRITOIRES_SCHEDULER`
puts the work on a cluster.
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
from pathlib import Path
from typing import Final

import numpy as np

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
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    arguments, _ = parser.parse_known_args()
    try:
        inventory = registry.current()
    except DataError as error:
        sys.exit(str(error))
    where = os.environ.get(scheduler.VARIABLE, "ce processus")
    lines, seconds = [], []
    for rows in arguments.rows:
        with repeated(inventory, rows) as edition:
            cold, warm = _asked(edition), _asked(edition)
        seconds.append(cold)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(f"{rows:>12,} lignes par parties, {where} : {cold:8.2f} s, puis {warm:8.2f} s ; {peak:6.0f} Mo ici")
        lines.append(Line(f"question par parties, {rows:,} lignes", cold * 1000, "ms"))
    if len(seconds) > 1:
        power, scale = np.polyfit(np.log(arguments.rows), np.log(seconds), 1)
        million = math.exp(scale + power * math.log(1_000_000))
        print(f"croissance : {million:.2f} s pour un million de lignes, à la puissance {power:.2f} des lignes")
    return lines


def _asked(edition: Edition) -> float:
    begin = time.perf_counter()
    Parts.of(edition, "projets").ask(_SELECTION, _QUESTIONS)
    return time.perf_counter() - begin


@contextmanager
def repeated(inventory: Edition, rows: int) -> Iterator[Edition]:
    """An edition whose projects are those of the inventory, repeated in parts; gone after."""
    table = inventory.table("projets", COLUMNS)
    spool = Spool()
    for begin in range(0, rows, PART):
        ranks = np.arange(begin, min(rows, begin + PART))
        part = table.iloc[ranks % len(table)]
        spool.add("projets", part.assign(id_projet=[f"p{rank:09}" for rank in ranks]))
    levels = {name: inventory.table(name) for name in {level.table for level in NATIONAL}}
    folder = Path(tempfile.mkdtemp(prefix="atlas-bench-"))
    try:
        yield registry.publish({**levels, "projets": table.head(0)}, root=folder, parts=spool.parts)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
