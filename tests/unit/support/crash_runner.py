"""Kills publishers at every file-system step, or races them, and says what readers saw (JSON on the output).

Runs in its own process, which forks one child per kill: the parent imports everything once, starts no thread, and
reads editions by their hashes only.
"""

import json
import os
import shutil
import stat
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import pandas as pd

from data.editions import durable, journal, registry

KILLED = 9
RECOVERED_EVERY = 5
READINGS = 100  # on a slow machine the publishers may be done before
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "fcntl.flock"}


class Killer:
    """Ends the process before the n-th step that changes the disk."""

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.opened = ""
        os.fsync = self.lose_then_sync
        sys.addaudithook(self.hear)

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os._exit(KILLED)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            self.opened = str(arguments[0])
        if event in STEPS or (event == "open" and int(str(arguments[2])) & WRITING):
            self.step()

    def lose_then_sync(self, descriptor: int) -> None:
        """Before a file is synced, a crash may leave it whole or, as here, cut in half."""
        self.step()
        found = os.fstat(descriptor)
        if self.left == 1 and stat.S_ISREG(found.st_mode):
            self.left = 0  # what follows is the crash itself
            Path(self.opened).chmod(0o644)
            os.truncate(self.opened, found.st_size // 2)
            os._exit(KILLED)
        self.step()


def publish(folder: Path, mark: str) -> None:
    contours = folder / f"contours-{mark}"
    contours.mkdir(exist_ok=True)
    (contours / f"epci-{mark.encode().hex()}00.json").write_text(f'{{"mark": "{mark}"}}')
    table = pd.DataFrame({"mark": [mark] * 50})
    registry.publish(
        {"projets": table},
        contours,
        checks=[{"controle": "marque", "resultat": mark}],
        root=folder / "home",
        static_dir=folder / "static",
    )


def forked(action: Callable[..., None], *arguments: object) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            action(*arguments)
            code = 0
        finally:  # whatever was raised, the child must not go on in the loop of its parent
            if code:
                traceback.print_exc()
            os._exit(code)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(folder: Path, mark: str, limit: int) -> None:
    Killer(limit)
    publish(folder, mark)


def reading(folder: Path) -> str:
    """The mark of the current edition, once it is entire, its static contours included."""
    edition = registry.current(folder / "home")
    problems = registry.verify(edition)
    assert problems == (), problems
    mark = edition.manifest.checks[0]["resultat"]
    for name in edition.contour_files.values():
        assert mark in (folder / "static" / name).read_text()
    return mark


def kill_everywhere(base: Path) -> dict[str, int]:
    registry.KEPT_EDITIONS = 1  # so that each publication also prunes
    durable.LEFTOVER_S = 0  # and clears what the killed one left
    seen: Counter[str] = Counter()
    limit = 0
    code = KILLED
    template = base / "template"
    template.mkdir()
    assert ended(forked(publish, template, "older")) == 0
    assert ended(forked(publish, template, "old")) == 0
    while code == KILLED:
        limit += 1
        folder = base / str(limit)
        shutil.copytree(template, folder)
        code = ended(forked(killed, folder, "new", limit))
        if code == KILLED:
            seen[reading(folder)] += 1
            seen["points"] += 1
            if limit % RECOVERED_EVERY == 0:
                check_recovery(folder)
        shutil.rmtree(folder)
    assert code == 0, code
    return dict(seen)


def check_recovery(folder: Path) -> None:
    """The next publisher succeeds and cleans up."""
    assert ended(forked(publish, folder, "last")) == 0
    assert reading(folder) == "last"
    edition = registry.current(folder / "home")
    assert [path.name for path in (folder / "home" / "editions").iterdir()] == [edition.id]
    registry.publish_static(edition, folder / "static")
    assert {path.name for path in (folder / "static").iterdir()} == set(edition.contour_files.values())
    assert {path.name for path in (folder / "home").iterdir()} == {
        registry.EDITIONS,
        registry.POINTER,
        registry.LOCK,
        journal.FILE_NAME,
    }


def publish_several(folder: Path, name: str) -> None:
    for round_ in range(4):
        publish(folder, f"{name}{round_}")


def race(base: Path) -> dict[str, object]:
    assert ended(forked(publish, base, "start")) == 0
    running = {forked(publish_several, base, name) for name in "abc"}
    readings = done = 0
    faults: list[str] = []
    while running or readings < READINGS:
        try:
            reading(base)
        except (AssertionError, OSError, registry.DataError) as error:
            faults.append(repr(error))
        readings += 1
        child, status = os.waitpid(-1, os.WNOHANG) if running else (0, 0)
        if child:
            running.remove(child)
            done += os.waitstatus_to_exitcode(status) == 0
    return {"readings": readings, "faults": faults, "done": done}


if __name__ == "__main__":
    # Killing a process loses nothing of what it wrote, synced or not: waiting for the disk would prove nothing here.
    os.fsync = lambda _: None
    action = {"kill": kill_everywhere, "race": race}[sys.argv[1]]
    json.dump(action(Path(sys.argv[2])), sys.stdout)
