"""Chaos: `python -m tests.chaos [--short]`. Everything stays on this machine, and ends by itself.

It prints what was tried, what survived and what was lost, and exits 1 when anything was.
"""

import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from data.sources import catalogue
from tests.chaos import crowd, damage, stops
from tests.chaos.outcome import Outcome, table
from tests.unit.support.official_files import NEW, OLD, in_folder


def main(*, short: bool) -> int:
    """short: a sample of what touches the disk, in seconds, without a server."""
    # Killing a process loses nothing of what it wrote, synced or not: waiting for the disk would prove nothing here.
    os.fsync = lambda _: None
    catalogue.read = cache(catalogue.read)
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        outcomes = on_disk(Path(folder), every=7 if short else 1, trials=30 if short else 1000)
        if not short:
            outcomes += crowd.tried()
    print(table(outcomes))  # noqa: T201
    return 1 if any(each.lost for each in outcomes) else 0


def on_disk(base: Path, every: int, trials: int) -> list[Outcome]:
    """What touches the disk. every: one step of so many is tried; trials: of bits, and as many clocks for ten."""
    old, new = in_folder(base / "old", OLD), in_folder(base / "new", NEW)
    found = [
        stops.stopped(scene, base / f"{scene.name}-{how.replace(' ', '-')}", how, arm, every)
        for scene in stops.scenes(old, new)
        for how, arm in stops.WAYS.items()
    ]
    return [*found, damage.flipped(base / "bits", old, new, trials), damage.turned_back(base / "clock", trials // 10)]


if __name__ == "__main__":
    sys.exit(main(short="--short" in sys.argv[1:]))
