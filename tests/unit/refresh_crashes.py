"""Kills a refreshing at every file-system step, and says what readers saw (JSON on the output).

Arguments: a folder, the address of a server that holds the new files, a folder that holds the old ones.
"""

import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pandas as pd

from data import editions, raw_files, refresh
from data.catalogue import Official
from data.download import Limits
from data.edition import Edition
from data.raw_files import RawSet
from tests.unit import official_files as made
from tests.unit.crash_runner import KILLED, Killer, ended, forked
from tests.unit.official_server import HOST

RECOVERED_EVERY = 10
SOURCES = ("densite", "fonds_vert_2023")


def build(raw: RawSet, root: Path, static_dir: Path) -> Edition:
    """An edition of one table: what each file holds. Its own steps are killed one by one elsewhere."""
    texts = [raw.path(source_id).read_text() for source_id in SOURCES]
    table = pd.DataFrame({"source_id": SOURCES, "lus": 1, "gardes": 1, "motif": texts})
    return editions.publish({"sources": table}, root=root, static_dir=static_dir)


def refreshed(folder: Path, fetch: refresh.Fetch, records: dict[str, Official]) -> None:
    sources = [records[key] for key in SOURCES]
    refresh.refresh(sources, fetch, build, folder / "home", folder / "static", trial=False)


def from_disk(folder: Path, old: Path) -> None:
    refreshed(folder, refresh.from_folder(old, folder / "home"), made.known())


def from_server(folder: Path, address: str) -> None:
    hosts = frozenset({HOST})
    fetch = refresh.from_network(folder / "home", lambda *_: None, Limits(attempts=1), hosts)
    refreshed(folder, fetch, made.known(address, hosts))


def killed(folder: Path, address: str, limit: int) -> None:
    Killer(limit)
    from_server(folder, address)


def reading(folder: Path) -> str:
    """What the current edition says, once it is entire, as are the files that the home folder uses."""
    home = folder / "home"
    edition = editions.current(home)
    problems = editions.verify(edition)
    assert problems == (), problems
    for file in raw_files.current(home).values():
        raw_files.path_of(home, file)
    texts = edition.table("sources")["motif"]
    marks = {"new" if "new" in text else "old" for text in texts}
    assert len(marks) == 1, "a mixture"
    return marks.pop()


def kill_everywhere(base: Path, address: str, old: Path) -> dict[str, int]:
    seen: Counter[str] = Counter()
    template = base / "template"
    template.mkdir(parents=True)
    assert ended(forked(from_disk, template, old)) == 0
    limit, code = 0, KILLED
    while code == KILLED:
        limit += 1
        folder = base / str(limit)
        shutil.copytree(template, folder)
        code = ended(forked(killed, folder, address, limit))
        if code == KILLED:
            seen[reading(folder)] += 1
            seen["points"] += 1
            if limit % RECOVERED_EVERY == 0:
                assert ended(forked(from_server, folder, address)) == 0
                assert reading(folder) == "new"
                seen["recovered"] += 1
        shutil.rmtree(folder)
    assert code == 0, code
    return dict(seen)


if __name__ == "__main__":
    # Killing a process loses nothing of what it wrote, synced or not: waiting for the disk would prove nothing here.
    os.fsync = lambda _: None
    json.dump(kill_everywhere(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])), sys.stdout)
