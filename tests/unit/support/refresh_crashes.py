"""Kills a refreshing at every file-system step, then at random moments, and says what readers saw (JSON on the output).

Arguments: a folder, the address of a server that holds the new files, a folder that holds the old ones.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import pandas as pd

from data.editions import registry
from data.editions.edition import Edition
from data.refresh import download, refresh
from data.refresh.download import Limits
from data.sources import catalogue, raw_files
from data.sources.catalogue import Official
from data.sources.raw_files import RawSet
from tests.unit.support import official_files as made
from tests.unit.support.crash_runner import KILLED, Killer, ended, forked
from tests.unit.support.official_server import HOST

RECOVERED_EVERY = 10
MOMENTS = 10
SOURCES = ("densite", "fonds_vert_2023")


def build(raw: RawSet, root: Path, static_dir: Path) -> Edition:
    """An edition of one table: what each file holds. Its own steps are killed one by one elsewhere."""
    texts = [raw.path(source_id).read_text() for source_id in SOURCES]
    hashes = [raw.files[source_id].sha256 for source_id in SOURCES]
    table = pd.DataFrame({"source_id": SOURCES, "lus": 1, "gardes": 1, "motif": texts, "sha256": hashes})
    return registry.publish({"sources": table}, root=root, static_dir=static_dir)


def refreshed(folder: Path, fetch: refresh.Fetch, records: dict[str, Official]) -> None:
    sources = [records[key] for key in SOURCES]
    refresh.refresh(sources, fetch, build, folder / "home", folder / "static", trial=False)


def from_disk(folder: Path, old: Path) -> None:
    refreshed(folder, refresh.from_folder(old, folder / "home"), made.known())


def from_server(folder: Path, address: str) -> None:
    hosts = frozenset({HOST})
    fetch = refresh.from_network(folder / "home", lambda *_: None, lambda _: None, Limits(attempts=1), hosts)
    refreshed(folder, fetch, made.known(address, hosts))


def killed(folder: Path, address: str, limit: int) -> None:
    Killer(limit)
    from_server(folder, address)


def reading(folder: Path) -> str:
    """What the current edition says, once it is entire, and once the files in use are those that it was made of."""
    home = folder / "home"
    edition = registry.current(home)
    problems = registry.verify(edition)
    assert problems == (), problems
    texts = edition.table("sources").set_index("source_id")["motif"]
    raw = raw_files.in_use(home)
    assert {key: raw.path(key).read_text() for key in SOURCES} == texts.to_dict()
    marks = {"new" if "new" in text else "old" for text in texts}
    assert len(marks) == 1, "a mixture"
    return marks.pop()


class Runs:
    """Refreshings that are killed, each in a copy of the same home folder."""

    def __init__(self, base: Path, address: str, old: Path) -> None:
        self.base, self.address = base, address
        self.template = base / "template"
        self.template.mkdir(parents=True)
        assert ended(forked(from_disk, self.template, old)) == 0

    def one(self, kill: Callable[[Path], int], seen: Counter[str], *, recovered: bool = False) -> int:
        """The exit code of one refreshing; what readers saw of it is counted when it was killed."""
        folder = self.base / "run"
        shutil.copytree(self.template, folder)
        code = kill(folder)
        if code:
            seen[reading(folder)] += 1
            seen["points"] += 1
            if recovered:
                assert ended(forked(from_server, folder, self.address)) == 0
                assert reading(folder) == "new"
                seen["recovered"] += 1
        shutil.rmtree(folder)
        return code

    def at_steps(self) -> Counter[str]:
        seen: Counter[str] = Counter()
        code = KILLED
        while code == KILLED:
            kill = partial(self.killed_at, limit=seen["points"] + 1)
            code = self.one(kill, seen, recovered=seen["points"] % RECOVERED_EVERY == 0)
        assert code == 0, code
        return seen

    def killed_at(self, folder: Path, limit: int) -> int:
        return ended(forked(killed, folder, self.address, limit))

    def at_moments(self) -> Counter[str]:
        seen: Counter[str] = Counter()
        started = time.monotonic()
        assert self.one(lambda folder: ended(forked(from_server, folder, self.address)), seen) == 0
        whole = time.monotonic() - started
        chance = random.Random(7)
        while seen["points"] < MOMENTS:
            kill = partial(self.shot, after_s=chance.random() * whole)
            self.one(kill, seen, recovered=seen["points"] % RECOVERED_EVERY == 0)
        return seen

    def shot(self, folder: Path, after_s: float) -> int:
        child = forked(from_server, folder, self.address)
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
        return ended(child)


if __name__ == "__main__":
    # Killing a process loses nothing of what it wrote, synced or not: waiting for the disk would prove nothing here.
    os.fsync = lambda _: None
    # What every child would read again.
    catalogue.read = cache(catalogue.read)
    catalogue.read()
    download.trusted()
    runs = Runs(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    json.dump({"steps": runs.at_steps(), "moments": runs.at_moments()}, sys.stdout)
